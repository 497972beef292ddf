"""What a page view is filed under: page, referring host, device class. Few words, whatever readers send."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

DIRECT = "-"  # no other site led here
OTHER = "*"  # what is past the day's room for pages or hosts, or cannot be named
# Room per day, month and year: a robot that invents hosts by the thousand fills one line, not the table.
PAGES_PER_DAY, REFERRERS_PER_DAY = 1000, 200
PAGES_PER_MONTH, REFERRERS_PER_MONTH = 3000, 600
PAGES_PER_YEAR, REFERRERS_PER_YEAR = 6000, 1200
_LONGEST_PAGE = 300
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?")
_NUMERIC = re.compile(r"[0-9.]+")
_TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk|Kindle|Android(?!.*Mobile)", re.IGNORECASE)
_PHONE = re.compile(r"Mobi|iPhone|iPod|Windows Phone|Opera Mini", re.IGNORECASE)


def page_key(path: str) -> str:
    """Return a page's path as one word of a journal line; the query is no part of it."""
    return _page_key(path) if len(path) <= _LONGEST_PAGE else OTHER


@lru_cache(maxsize=4096)
def _page_key(path: str) -> str:
    if not path.isprintable():  # what PostgreSQL could not store (a NUL), and what cannot be shown
        return OTHER
    key = quote(unicodedata.normalize("NFC", path), safe="/-_.~")
    return key if key and len(key) <= _LONGEST_PAGE else OTHER


def page_path(key: str) -> str:
    """Return the path that a page's key stands for."""
    return unquote(key)


@lru_cache(maxsize=4096)
def device_of(agent: str) -> str:
    """Return d, t or p (desktop, tablet, phone) for a browser's name."""
    return "t" if _TABLET.search(agent) else "p" if _PHONE.search(agent) else "d"


def host_of(referrer: str, own: str) -> str:
    """Return the host of the page that led here, DIRECT where none did or it is ours (`own`: our Host header).

    Only the host: an address may name a person or carry what they searched for. A host that is a number is OTHER.
    """
    _, found, rest = referrer.partition("://")
    if not found:
        return DIRECT
    host = _bare(re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2])
    if host == _bare(own):
        return DIRECT
    return host if _HOST.fullmatch(host) and not _NUMERIC.fullmatch(host) else OTHER


def _bare(host: str) -> str:
    name = host.lower().rstrip(".")
    return name if name.endswith("]") else re.sub(r":\d*$", "", name)
