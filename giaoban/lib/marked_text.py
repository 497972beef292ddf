"""Rich text as data: paragraphs and lists of runs, for papers that are set from data and know no HTML."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

# A list's items are blocks themselves, so that lists nest.
Block = dict[str, Any]
LISTS = {"ul", "ol"}
BOLD, ITALIC = {"b", "strong"}, {"i", "em"}
# Elements that begin a paragraph of their own.
PARAGRAPHS = {"p", "div", "h2", "h3", "h4", "blockquote"}


def blocks_of(html: str, address_of: Callable[[str], str] = str) -> list[Block]:
    """Return rich text as blocks.

    A paragraph is {"kind": "p", "runs": [{"text", "bold", "italic", "href"}]}, a list {"kind": "ul" or "ol",
    "items": [blocks of an item]}. `address_of` makes an address whole; "" stands for one that is not followed.
    What is unknown keeps its text and loses its marks.
    """
    reader = _Reader(address_of)
    reader.feed(html)
    reader.close()
    return reader.top


class _Reader(HTMLParser):
    def __init__(self, address_of: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.top: list[Block] = []
        self._into = [self.top]  # where blocks go: the whole text, or the item of the innermost list
        self._lists: list[Block] = []
        self._paragraph: Block | None = None
        self._bold = self._italic = 0
        self._href = ""
        self._address_of = address_of

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PARAGRAPHS | LISTS | {"li"}:
            self._paragraph = None
        if tag in LISTS:
            found: Block = {"kind": tag, "items": []}
            self._into[-1].append(found)
            self._lists.append(found)
        elif tag == "li" and self._lists:
            self._lists[-1]["items"].append(item := [])  # type: ignore[var-annotated]
            self._into.append(item)
        elif tag == "br":
            self._say("\n")
        elif tag == "a":
            self._href = self._address_of(dict(attrs).get("href") or "")
        self._bold += tag in BOLD
        self._italic += tag in ITALIC

    def handle_endtag(self, tag: str) -> None:
        if tag in PARAGRAPHS | LISTS | {"li"}:
            self._paragraph = None
        if tag in LISTS and self._lists:
            self._lists.pop()
        elif tag == "li" and len(self._into) > 1:
            self._into.pop()
        elif tag == "a":
            self._href = ""
        self._bold = max(0, self._bold - (tag in BOLD))
        self._italic = max(0, self._italic - (tag in ITALIC))

    def handle_data(self, data: str) -> None:
        if self._paragraph is not None or data.strip():
            self._say(_spaced(data))

    def _say(self, words: str) -> None:
        if self._paragraph is None:
            self._paragraph = {"kind": "p", "runs": []}
            self._into[-1].append(self._paragraph)
        run = {"text": words, "bold": self._bold > 0, "italic": self._italic > 0, "href": self._href}
        self._paragraph["runs"].append(run)


def _spaced(data: str) -> str:
    """Return the words with one space where there was any, at the ends too."""
    inner = " ".join(data.split())
    before, after = (" " if data[:1].isspace() else ""), (" " if data[-1:].isspace() else "")
    return f"{before}{inner}{after}" if inner else " "
