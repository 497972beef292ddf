"""What is offered beside results: another spelling, and titles while one types. From the corpus' own words."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Generic, TypeVar

from django.db.models.functions import Length

from giaoban.interfaces.portal.search.asking import LONGEST, Question, read_question
from giaoban.interfaces.portal.search.engines import vocabulary
from giaoban.interfaces.portal.search.marking import as_written
from giaoban.interfaces.portal.search.matching import matching, ranked
from giaoban.interfaces.portal.search.models import SearchEntry, SearchState
from giaoban.interfaces.portal.search.words import has_marks, plain, row_of, words_written
from giaoban.lib.text import clean

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
TRIES, PER_WORD = 6, 3  # questions tried, spellings of one word
SAMPLE = 30  # rows, the best first, whose spelling is looked at
OFFERED, REMEMBERED = 8, 5000
Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """A value of this process, read again when the index has moved, at most every `seconds`."""

    def __init__(self, read: Callable[[], Value], seconds: float) -> None:
        self._read, self._seconds = read, seconds
        self._mutex = threading.Lock()
        self._held: tuple[int, float, Value] | None = None

    def get(self) -> Value:
        """Return the value (1 query where it is fresh, 2 to 3 where not)."""
        version = SearchState.objects.values_list("version", flat=True).first() or 0
        with self._mutex:
            held = self._held
            if held is None or (held[0] != version and time.monotonic() - held[1] >= self._seconds):
                held = self._held = (version, time.monotonic(), self._read())
            return held[2]

    def forget(self) -> None:
        """Read it again next time, whatever happened: for tests, which share a process and not a database."""
        self._held = None


# --- another spelling ------------------------------------------------------------------------------------------

known_words = Remembered(vocabulary, seconds=60)


def other_spelling(question: Question, entries: Sequence[SearchEntry], today: date) -> str:
    """Return what the reader may have meant, written as the corpus writes it; "" where nothing suggests itself.

    With results: the same words with their marks, where they were typed without any. Without: the words one slip
    away that have results, the most results first. Several words are offered only as they stand side by side in a
    public text (at most 2 queries, one more for each try where nothing was found).
    """
    if not question.phrases or (entries and question.spoken):
        return ""
    meant = _side_by_side(_words(question)) if entries else _without_slips(question, today)
    if meant is None:
        return ""
    rows = ranked(matching(meant, today), meant).values_list("title", "body")[:SAMPLE]
    written = as_written(meant.phrases[0], [text for row in rows for text in row])
    if entries and not any(has_marks(word) for word in words_written(written)):
        return ""
    return f'"{written}"' if written and '"' in question.text else written


def _words(question: Question) -> list[str]:
    return [word for phrase in question.phrases for word in phrase]


def _side_by_side(words: Iterable[str]) -> Question:
    return read_question(f'"{" ".join(words)}"')


def _without_slips(question: Question, today: date) -> Question | None:
    known = known_words.get()
    if all(word in known for word in question.words):
        return None
    choices = [_near(word, known) if word not in known else [word] for word in _words(question)]
    best: tuple[int, Question] | None = None
    for words in islice(product(*choices), TRIES):
        asked = _side_by_side(words)
        count = matching(asked, today).count()
        if count and (best is None or count > best[0]):
            best = (count, asked)
    return best[1] if best else None


def _near(word: str, known: dict[str, int]) -> list[str]:
    """Return the known words one slip away, or the two that were typed as one, the most used first."""
    found = {slip for slip in _slips(word) if slip in known}
    pairs = {
        f"{word[:cut]} {word[cut:]}"
        for cut in range(1, len(word))
        if word[:cut] in known and word[cut:] in known
    }  # fmt: skip
    uses = {slip: known[slip] for slip in found}
    uses |= {pair: min(known[part] for part in pair.split()) for pair in pairs if len(pair) > 4}
    return sorted(uses, key=lambda slip: (-uses[slip], slip))[:PER_WORD]


def _slips(word: str) -> Iterator[str]:
    """Give every string one letter left out, put in, mistaken or swapped away."""
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        if tail and len(word) > 2:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail


# --- while one types -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suggestion:
    """A title one may be typing, and the row it stands for."""

    text: str
    folded: str
    entry: int


def _suggestions() -> tuple[Suggestion, ...]:
    rows = SearchEntry.objects.annotate(length=Length("title")).filter(length__lte=LONGEST)
    titles = rows.order_by("-day", "-pk").values_list("title", "folded_title", "pk")[:REMEMBERED]
    return tuple(Suggestion(*row) for row in titles)


remembered_titles = Remembered(_suggestions, seconds=10)


def suggestions(typed: str, today: date) -> list[str]:
    """Return up to eight titles that hold the words typed, the last one perhaps unfinished (2 queries where cached)."""
    text = clean(typed[:LONGEST])
    words = [plain(word) for word in words_written(text)]
    if not words:
        return []
    begun = row_of(words)[: None if typed[-1:].isspace() else -1]
    parts = [f" {word} " for word in words[:-1]] + [f" {words[-1]}"]
    fitting = [one for one in remembered_titles.get() if all(part in one.folded for part in parts)]
    fitting.sort(key=lambda one: (not one.folded.startswith(begun), begun not in one.folded))
    nearest = list(islice(fitting, 3 * OFFERED))
    rows = SearchEntry.objects.visible(today).filter(pk__in=[one.entry for one in nearest])
    public = set(rows.values_list("pk", flat=True))
    return list(dict.fromkeys(one.text for one in nearest if one.entry in public))[:OFFERED]
