"""What tells one anonymous page from another: which requests the cache may answer, and under which key.

A page in the cache is rendered for its key, never for the reader who happened to come first: Django is given a
request made from the key alone. So nothing about a reader (browser, address, tracking parameters, other cookies) can
get into a page that another one is shown.
"""

import re
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from giaoban.interfaces.gate.countable import FIGURES, Headers
from giaoban.interfaces.ui.display import COOKIE, display_from

# Doors whose answers belong to one reader, are no pages, or come from files.
DOORS = (
    "/lam-viec/", "/cms/", "/quan-tri/", "/dang-nhap/", "/dang-xuat/", "/tai-khoan/", "/tai-lieu/", "/_util/",
    "/giao-dien/", "/ngon-ngu/", "/static/", "/media/", "/healthz",
)  # fmt: skip
_WORD = re.compile(r"[\w.-]{1,60}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Parameters that pages know, with what they may say; an empty one says nothing. A query with any other parameter, or
# with free text in it, goes to Django and is not kept: a page that knows a new one works, and is cached once it
# stands here.
PARAMETERS: dict[str, re.Pattern[str]] = {
    "trang": re.compile(r"\d{1,4}"),
    "chi-tieu": _WORD,
    "linh-vuc": _WORD,
    "ky": _WORD,
    "loai": _WORD,
    "nam": re.compile(r"\d{4}"),
    "co-quan": re.compile(""),
    "q": re.compile(""),
    "cau": re.compile(r"\d{1,9}"),
    "tuan": _DAY,
    "ngay": _DAY,
    "tu": _DAY,
    "den": _DAY,
    "cach": re.compile(r"nhom|ke-hoach"),
    "khoang": _WORD,
    "the": _WORD,
    "cong-trinh": re.compile("an"),
    "sent": re.compile("1"),
}
# What senders of links add for themselves; no page reads it.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|zarsrc|gidzl|mc_[ce]id|_ga")
LONGEST_QUERY = 500
MOST_PORTS = 4  # behind our hosts' names, in addresses of pages; a further one is taken for none
LONGEST_REMEMBERED = 1000


class Key(NamedTuple):
    """One page in one language and one display, at one address."""

    scheme: str
    host: str
    path: str
    query: str
    language: str
    display: str

    @property
    def cookie(self) -> str:
        """What a browser with these choices sends."""
        return f"{settings.LANGUAGE_COOKIE_NAME}={self.language}; {COOKIE}={self.display}"


def place_of(target: bytes) -> tuple[str, bytes]:
    """Return path and query of a request's target, a path of visible ASCII characters."""
    return _place_of(target) if len(target) <= LONGEST_REMEMBERED else _place_of.__wrapped__(target)


@lru_cache(maxsize=4096)
def _place_of(target: bytes) -> tuple[str, bytes]:
    path, _, query = target.partition(b"?")
    return unquote(path.decode("ascii")), query


def key_of(scheme: str, path: str, query: bytes, headers: Headers) -> Key | None:
    """Return the key of an anonymous GET or HEAD; None where the cache has no say.

    It has none for other doors, for whoever carries a session or a message to be shown, for pieces of a page, for
    hosts that are not ours and for parameters no page knows.
    """
    if b"hx-request" in headers or b"authorization" in headers:
        return None
    told = scheme, path, query, headers.get(b"host", b""), headers.get(b"cookie")
    # A busy page is asked for under few keys; what is long is somebody's own and would only fill the memory.
    brief = len(path) + len(query) + len(told[4] or b"") <= LONGEST_REMEMBERED
    return _key(*told) if brief else _key.__wrapped__(*told)


@lru_cache(maxsize=4096)
def _key(scheme: str, path: str, query: bytes, host: bytes, cookie: bytes | None) -> Key | None:
    if path == FIGURES or path.startswith(DOORS):
        return None
    name = allowed_host(host)
    known = canonical_query(query) if query else ""
    if name is None or known is None:
        return None
    if cookie is None:
        return Key(scheme, name, path, known, settings.LANGUAGE_CODE, DEFAULT_DISPLAY)
    chosen = choices(cookie)
    return None if chosen is None else Key(scheme, name, path, known, *chosen)


DEFAULT_DISPLAY = display_from("").cookie


def choices(cookie: bytes) -> tuple[str, str] | None:
    """Return language and display of a Cookie header; None where the reader is somebody in particular.

    A cookie that is neither theirs nor ours (a visitor's number of another system on the domain) changes nothing.
    """
    personal, language_name, display_name = _cookie_names()
    language, display = settings.LANGUAGE_CODE, DEFAULT_DISPLAY
    for part in cookie.split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name in personal:
            return None
        if name == language_name:
            language = _language(value)
        elif name == display_name:
            display = _display(value)
    return language, display


def has_session(cookie: bytes) -> bool:
    """Return whether a Cookie header says that somebody is signed in; whether that is so Django finds out."""
    name = settings.SESSION_COOKIE_NAME.encode()
    return any(part.strip().partition(b"=")[0] == name for part in cookie.split(b";"))


@lru_cache(maxsize=1)
def _cookie_names() -> tuple[frozenset[bytes], bytes, bytes]:
    personal = {settings.SESSION_COOKIE_NAME.encode(), b"messages"}
    return frozenset(personal), settings.LANGUAGE_COOKIE_NAME.encode(), COOKIE.encode()


@lru_cache(maxsize=64)
def _language(value: bytes) -> str:
    asked = _unquoted(value)
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@lru_cache(maxsize=64)
def _display(value: bytes) -> str:
    return display_from(_unquoted(value)).cookie


def _unquoted(value: bytes) -> str:
    """Return a cookie's value the way Django reads it."""
    try:
        return SimpleCookie(f"a={value.decode('latin-1')}")["a"].value
    except (CookieError, KeyError):
        return ""


@lru_cache(maxsize=256)
def allowed_host(host: bytes) -> str | None:
    """Return the Host header as text if it is one of ours.

    A port is kept only where pages say in their addresses what was asked for, and of those that came first: anybody
    can think of a thousand.
    """
    domain, port = split_domain_port(host.decode("latin-1"))
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return None
    if not port or settings.BASE_URL:
        return domain
    if len(_ports) < MOST_PORTS:
        _ports.add(port)
    return f"{domain}:{port}" if port in _ports else domain


_ports: set[str] = set()


def canonical_query(query: bytes) -> str | None:
    """Return a query with its parameters in order and without tracking; None where it holds what no page knows."""
    return _canonical(query) if len(query) <= LONGEST_QUERY else None


@lru_cache(maxsize=1024)
def _canonical(query: bytes) -> str | None:
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        return None
    kept: dict[str, str] = {}
    for name, value in pairs:
        if _TRACKING.fullmatch(name):
            continue
        pattern = PARAMETERS.get(name)
        if pattern is None or name in kept or (value and not pattern.fullmatch(value)):
            return None
        if value:
            kept[name] = value
    return urlencode(sorted(kept.items()))
