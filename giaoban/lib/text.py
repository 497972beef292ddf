"""Vietnamese text: NFC at every door, folding for search, the order of the Vietnamese alphabet.

Rules and their sources: domain.md §9 as carried into docs/reference/vietnamese-text.md.
"""

import re
import unicodedata

_ETHS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})
# a, ă, â … each is a letter of its own; the tone is a mark on it and decides last.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index for index, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_BASES = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u031b": {"o": "ơ", "u": "ư"}}
# "hoà" and "hòa", "thuỷ" and "thủy" are the same word in two styles of placing the tone.
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """Return the text composed (NFC), look-alikes of Đ made Đ; nothing else is changed."""
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("Ɖ", "Đ").replace("ð", "đ")


def clean(text: str) -> str:
    """Return one line as it should be stored: NFC, no control characters, single spaces, trimmed."""
    return _SPACES.sub(" ", "".join(c for c in nfc(text) if c.isprintable() or c.isspace())).strip()


def clean_block(text: str) -> str:
    """Return several lines as they should be stored: NFC, unified line ends, no trailing space."""
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def fold(text: str) -> str:
    """Return the text as search compares it: lower case, no marks, đ as d, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.translate(_ETHS).casefold())
    return _SPACES.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def slug(text: str, longest: int = 80) -> str:
    """Return an address part: folded, words joined by hyphens, cut at a word within `longest` characters."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    taken: list[str] = []
    for word in words:
        if len("-".join([*taken, word])) > longest:
            break
        taken.append(word)
    return "-".join(taken) or (words[0][:longest] if words else "")


def _letters_and_tones(word: str) -> tuple[list[int], list[int]]:
    letters: list[int] = []
    tones: list[int] = []
    current = ""
    for char in unicodedata.normalize("NFD", word.casefold()):
        if unicodedata.combining(char):
            if char in _TONES and tones:
                tones[-1] = _TONES[char]
            elif char in _BASES and letters:
                current = _BASES[char].get(current, current)
                letters[-1] = _RANK.get(current, letters[-1])
        else:
            current = {"ð": "đ", "ɖ": "đ"}.get(char, char)
            letters.append(_RANK.get(current, 40 + min(ord(current), 0xFFFF)))
            tones.append(0)
    return letters, tones


def collation_key(text: str) -> str:
    """Return a string that sorts, by code point, in Vietnamese order: word by word, letters first, tones after.

    Tones run ngang, huyền, hỏi, ngã, sắc, nặng, as in CLDR. Fits a column, so that both databases sort alike.
    """
    parts = []
    for word in nfc(text).split():
        letters, tones = _letters_and_tones(word)
        body = "".join(f"{rank:02x}" if rank < 40 else f"f{rank:05x}" for rank in letters)
        parts.append(f"{body}.{''.join(map(str, tones))}")
    return " ".join(parts)


def person_sort_key(full_name: str) -> str:
    """Return the key by which people are sorted: given name (last word), then family name, then the middle."""
    words = nfc(full_name).split()
    if not words:
        return ""
    return "|".join(collation_key(part) for part in (words[-1], words[0], " ".join(words[1:-1])))
