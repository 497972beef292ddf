"""Text from strangers: what came as HTML is stored as the words in it."""

import html
import re

import nh3

# What a machine or a copied page brings along; “nếu x<y thì y>x” holds no element and stays as it was typed.
_ELEMENTS = sorted(nh3.ALLOWED_TAGS | {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "font"})
_ELEMENT = re.compile(rf"</?(?:{'|'.join(_ELEMENTS)})(?:[\s/][^<>]*)?>", re.IGNORECASE)


def words_of(text: str) -> str:
    """Return the text without HTML elements: their words stay, scripts and styles go whole. Other text is untouched.

    Pages escape what they show in any case; this keeps exported lists, mails and papers free of it too.
    """
    if not _ELEMENT.search(text):
        return text
    return html.unescape(nh3.clean(text, tags=set(), clean_content_tags={"script", "style"}))
