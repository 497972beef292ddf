"""What changed between last period's text and this one's, word by word, for the eye."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from giaoban.lib import text

# Below this share of common words two paragraphs are two paragraphs, not one edited.
ALIKE = 0.5
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the earlier text as the later one treats it; `is_same` where it stands there unchanged."""

    text: str
    is_same: bool
    pieces: tuple[Piece, ...]


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs of a text, blank ones left out."""
    return [line.strip() for line in body.splitlines() if line.strip()]


def words(earlier: str, later: str) -> tuple[Piece, ...]:
    """Return the pieces that turn one text into the other, in reading order."""
    before, after = _WORD.findall(earlier), _WORD.findall(later)
    pieces: list[Piece] = []
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", " ".join(before[i:j])))
            continue
        if j > i:
            pieces.append(Piece("gone", " ".join(before[i:j])))
        if n > k:
            pieces.append(Piece("new", " ".join(after[k:n])))
    return tuple(pieces)


def against(earlier: str, later: str) -> list[Paragraph]:
    """Return the earlier text's paragraphs with what the later one did to them, then the paragraphs added.

    Nothing is marked while the later text is empty: there is nothing yet to compare.
    """
    olds, news = paragraphs(earlier), paragraphs(later)
    if not news:
        return [Paragraph(old, is_same=False, pieces=(Piece("same", old),)) for old in olds]
    left = list(news)
    result: list[Paragraph] = []
    for old in olds:
        match = _nearest(old, left)
        if match is None:
            pieces: tuple[Piece, ...] = (Piece("gone", old),)
        else:
            left.remove(match)
            pieces = words(old, match)
        is_same = match is not None and text.clean(match) == text.clean(old)
        result.append(Paragraph(old, is_same=is_same, pieces=pieces))
    return result + [Paragraph(new, is_same=False, pieces=(Piece("new", new),)) for new in left]


def _nearest(old: str, candidates: list[str]) -> str | None:
    scored = [(SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio(), new) for new in candidates]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else None
