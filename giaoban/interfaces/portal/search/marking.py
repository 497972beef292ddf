"""Showing where a result matches: the original letters and marks, the found words told apart, nothing as markup."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from giaoban.interfaces.portal.search.asking import Question
from giaoban.interfaces.portal.search.words import pattern_of, spoken, words_written

BEFORE, LENGTH = 70, 260  # characters of a snippet
ALONE = 0.9  # share of its readings that one of a single word must have to be offered


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `is_hit` where it is what was looked for. Templates escape it like any text."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Marker:
    """The patterns of one question, made once for all results of a page."""

    phrases: tuple[re.Pattern[str], ...]
    together: re.Pattern[str]

    @classmethod
    def of(cls, question: Question) -> "Marker":
        """Return the marker of a question that has words."""
        words = [word for phrase in question.phrases for word in phrase]
        # longer phrases first: where "bảo hiểm y tế" stands, it is one hit, not four
        phrases = sorted(question.phrases, key=len, reverse=True)
        return cls(tuple(pattern_of(phrase) for phrase in phrases), pattern_of(words))

    def marked(self, text: str) -> tuple[Piece, ...]:
        """Return the whole text in pieces."""
        return tuple(_pieces(text, self._spans(text)))

    def snippet(self, body: str) -> tuple[Piece, ...]:
        """Return the stretch of the body around the first hit; its beginning where there is none."""
        first = self.together.search(body) or next(
            (hit for pattern in self.phrases if (hit := pattern.search(body))), None
        )
        start = max(0, first.start() - BEFORE) if first else 0
        end = min(len(body), max(start + LENGTH, first.end() if first else 0))
        if start:
            start = body.find(" ", start) + 1 or start
        if end < len(body):
            end = max(body.rfind(" ", start, end), first.end() if first else start) or end
        text = f"{'… ' if start else ''}{body[start:end]}{' …' if end < len(body) else ''}"
        return self.marked(text)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        # where the words stand side by side, the same words elsewhere are other words: "đặc biệt" beside "Đắc Sơn"
        found = [hit.span() for hit in self.together.finditer(text)] or [
            hit.span() for pattern in self.phrases for hit in pattern.finditer(text)
        ]
        spans: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if not spans or start >= spans[-1][1]:
                spans.append((start, end))
        return spans


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    last = 0
    for start, end in spans:
        if start > last:
            yield Piece(text[last:start], is_hit=False)
        yield Piece(text[start:end], is_hit=True)
        last = end
    if last < len(text):
        yield Piece(text[last:], is_hit=False)


def as_written(words: Sequence[str], texts: Iterable[str]) -> str:
    """Return plain words the way the texts write them side by side most often; "" where they never do.

    A word alone says little about which reading is meant: it is returned only where nearly all of them are the same.
    """
    pattern = pattern_of(words)
    forms = Counter(" ".join(hit.group().split()) for text in texts for hit in pattern.finditer(text))
    readings: Counter[tuple[str, ...]] = Counter()
    for form, count in forms.items():
        if " ".join(words_written(form)) == form:  # nothing but spaces between
            readings[tuple(map(spoken, words_written(form)))] += count
    if not readings:
        return ""
    reading = min(readings, key=lambda one: (-readings[one], one))
    if len(words) == 1 and readings[reading] < ALONE * readings.total():
        return ""
    fitting = [form for form in forms if tuple(map(spoken, form.split())) == reading]
    return min(fitting, key=lambda form: (-forms[form], form))
