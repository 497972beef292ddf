"""Words as search compares them, and how to find them again in the text people wrote.

The index holds only a-z and 0-9: each engine is handed words that are cut already, so that both cut them alike.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from giaoban.lib.text import fold, nfc

LONGEST_WORD = 40
# "kỹ" and "kĩ", "lý" and "lí", "quý" and "quí" are the same word in two spellings.
_Y_FOR_I = re.compile(r"(?:[hklmstv]|qu)y")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_MARKS = "\u0300-\u036f"


def _spellings() -> dict[str, str]:
    """Return, for each plain letter and digit, every character that search takes for it."""
    found: dict[str, str] = {}
    for number in (*range(0x30, 0x250), *range(0x1E00, 0x1F00)):
        plain = fold(chr(number))
        if len(plain) == 1 and plain.isascii() and plain.isalnum():
            found[plain] = found.get(plain, "") + chr(number)
    found["d"] += "ɖƉ"
    return found


SPELLINGS = _spellings()
_ANY = "".join(SPELLINGS.values())
_WORD = re.compile(f"[{_ANY}][{_ANY}{_MARKS}]*")


def words_written(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return _WORD.findall(nfc(text))


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """Return a word without its marks, as the index holds it."""
    folded = "".join(letter for letter in fold(word) if letter.isascii() and letter.isalnum())[:LONGEST_WORD]
    return f"{folded[:-1]}i" if _Y_FOR_I.fullmatch(folded) else folded


@lru_cache(maxsize=20_000)
def spoken(word: str) -> str:
    """Return a word with its letters and its tone, wherever the tone was written: hoà and hòa are both "hoa'1"."""
    letters = unicodedata.normalize("NFD", nfc(word).casefold())
    tone = next((_TONES[mark] for mark in letters if mark in _TONES), "")
    kept = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES))[:LONGEST_WORD]
    if _Y_FOR_I.fullmatch(kept):
        kept = f"{kept[:-1]}i"
    return f"{kept}'{tone}" if tone else kept


def has_marks(word: str) -> bool:
    """Return whether the word was typed with a Vietnamese mark."""
    return spoken(word) != plain(word)


def row_of(words: Iterable[str]) -> str:
    """Return words as one searchable line, a space on both sides of each: " dac son "."""
    return f" {' '.join(words)} "


def pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds the words, one after the other and in any spelling, in a text that is NFC."""
    between = f"[^{_ANY}]+"
    return re.compile(f"(?<![{_ANY}{_MARKS}])(?:{between.join(_letters(word) for word in words)})(?![{_ANY}{_MARKS}])")


def _letters(word: str) -> str:
    """Return the word as a pattern: each letter with all its spellings and loose marks."""
    choices = [SPELLINGS[letter] for letter in word]
    if _Y_FOR_I.fullmatch(f"{word[:-1]}y") and word.endswith("i"):
        choices[-1] += SPELLINGS["y"]
    return "".join(f"[{letters}][{_MARKS}]*" for letters in choices)
