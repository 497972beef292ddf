"""Comparing this period's text with the last one's: which paragraphs were carried over, which words changed."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of text in a comparison: `op` is "same", "added" (only now) or "removed" (only before)."""

    op: str
    text: str


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: its lines that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _plain(paragraph: str) -> str:
    return " ".join(paragraph.split()).casefold()


def unchanged_paragraphs(now: str, before: str) -> list[tuple[str, bool]]:
    """Return each paragraph of `now` with whether it stood word for word in `before`; case and spacing aside."""
    known = {_plain(paragraph) for paragraph in paragraphs(before)}
    return [(paragraph, _plain(paragraph) in known) for paragraph in paragraphs(now)]


def word_diff(before: str, now: str) -> list[Piece]:
    """Return the text from `before` to `now` in pieces, compared word by word; joins back to either side exactly."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[new_from:new_to])))
            continue
        _add(pieces, "removed", old[old_from:old_to])
        _add(pieces, "added", new[new_from:new_to])
    return pieces


def _add(pieces: list[Piece], op: str, words: Sequence[str]) -> None:
    if words:
        pieces.append(Piece(op, "".join(words)))
