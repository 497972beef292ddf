"""What a reader typed, understood: words, phrases, filters. Pure; whatever is typed, an answer comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.interfaces.portal.search.words import has_marks, plain, spoken, words_written
from giaoban.lib.text import clean

LONGEST, MOST_WORDS = 200, 32
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
KINDS = ("news", "page", "document", "conference", "figure", "work", "draft", "question", "schedule")
SPANS = {"30": 30, "183": 183}  # days back from today


@dataclass(frozen=True)
class Question:
    """The words to be found. A phrase is words that must stand together; a single word is a phrase of one."""

    text: str
    phrases: tuple[tuple[str, ...], ...]
    spoken: tuple[str, ...]
    is_cut: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in the order typed, each once."""
        return tuple(dict.fromkeys(word for phrase in self.phrases for word in phrase))


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to; empty values narrow nothing. `span` is days back, or a year."""

    kinds: tuple[str, ...] = ()
    span: str = ""

    def days(self, today: date) -> tuple[date, date] | None:
        """Return the first and the last day asked for; None for all time."""
        if self.span in SPANS:
            return today - timedelta(days=SPANS[self.span]), date.max
        if self.span:
            return date(int(self.span), 1, 1), date(int(self.span), 12, 31)
        return None


def read_question(typed: str) -> Question:
    """Return what was typed as words and phrases: "in quotes", and parts of one like 42/NQ-CP, stand together."""
    text = clean(typed[: 4 * LONGEST])
    shown = text[:LONGEST].strip()
    parts = shown.translate(_QUOTES).split('"')
    phrases: list[tuple[str, ...]] = []
    typed_words: list[str] = []
    for index, part in enumerate(parts):
        is_quoted = index % 2 == 1 and index < len(parts) - 1
        for chunk in [part] if is_quoted else part.split():
            written = words_written(chunk)[: MOST_WORDS - len(typed_words)]
            typed_words += written
            if written:
                phrases.append(tuple(plain(word) for word in written))
    cut = len(text) > LONGEST or len(words_written(shown)) > MOST_WORDS
    marked = dict.fromkeys(spoken(word) for word in typed_words if has_marks(word))
    return Question(shown, tuple(dict.fromkeys(phrases)), tuple(marked), cut)


def read_filters(asked: Mapping[str, list[str]]) -> Filters:
    """Return the filters of an address; what is none of ours is passed over."""
    kinds = tuple(kind for kind in KINDS if kind in asked.get("loai", []))
    span = (asked.get("luc") or [""])[-1]
    is_year = len(span) == 4 and span.isascii() and span.isdigit() and span >= "1900"
    return Filters(kinds, span if span in SPANS or is_year else "")
