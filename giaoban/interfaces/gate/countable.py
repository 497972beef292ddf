"""Which requests are visits: somebody's browser reading a page of the public portal."""

import re
from collections.abc import Iterable
from functools import lru_cache

from giaoban.domain.visits.rules import DIRECT, host_of

# Doors that are not the portal, and addresses that carry no page.
NOT_PORTAL = (
    "/lam-viec/", "/cms/", "/quan-tri/", "/dang-nhap/", "/dang-xuat/", "/tai-khoan/", "/tai-lieu/",
    "/api/", "/static/", "/media/", "/healthz", "/thong-ke/so-lieu",
)  # fmt: skip
# Parts of robots' names; looked for one by one, which is ten times faster than one pattern of them all.
_ROBOTS = (
    b"crawl", b"spider", b"slurp", b"facebookexternalhit", b"embedly", b"preview", b"scan", b"monitor", b"uptime",
    b"pingdom", b"lighthouse", b"headless", b"phantomjs", b"python", b"curl", b"wget", b"httpie", b"java/", b"okhttp",
    b"go-http", b"axios", b"node-fetch", b"undici", b"libwww", b"perl", b"ruby", b"php", b"scrapy", b"httpclient",
    b"http-client", b"feed", b"archive", b"validator", b"coccocbot", b"coccoc-image",
)  # fmt: skip
# A robot calls itself one at the end of a word; Cubot is a telephone.
_BOT = re.compile(rb"(?<!cu)bot(?:\b|[/;_-])")
Headers = dict[bytes, bytes]
LONGEST_DOOR = 40  # characters of an address that tell its door
LONGEST_AGENT = 400  # bytes of a browser's name that are looked at and remembered; the rest tells nobody apart
FIGURES = "/thong-ke/so-lieu"  # the visit block's figures; asking for them is a reader's sign of life


def may_count(method: str, path: str, headers: Headers) -> bool:
    """Return whether a request would be a visit if it is answered with a page.

    Left out: anything but GET, other doors, robots (by name, or without one), what a browser fetches ahead of its
    reader, and pieces of a page.
    """
    return method == "GET" and is_portal(path[:LONGEST_DOOR]) and b"hx-request" not in headers and is_person(headers)


@lru_cache(maxsize=512)
def is_portal(path: str) -> bool:
    """Return whether an address belongs to the public portal, where pages are counted."""
    return not f"{path}/".startswith(NOT_PORTAL) and not path.startswith(NOT_PORTAL)


def is_person(headers: Headers) -> bool:
    """Return whether the request is a browser's with somebody before it: no robot, nothing fetched ahead."""
    agent = headers.get(b"user-agent", b"")[:LONGEST_AGENT]
    known = _browsers.get(agent)
    if known is None:
        if len(_browsers) >= REMEMBERED:
            _browsers.clear()
        known = _browsers[agent] = _is_browser(agent)
    if not known:
        return False
    if b"sec-purpose" in headers or b"purpose" in headers or b"x-moz" in headers:
        ahead = headers.get(b"sec-purpose", b"") + headers.get(b"purpose", b"") + headers.get(b"x-moz", b"")
        return not re.search(rb"prefetch|prerender|preview", ahead)
    return True


# A plain table, emptied when full: keeping it in order would cost every reading.
_browsers: dict[bytes, bool] = {}
REMEMBERED = 65_536


def _is_browser(agent: bytes) -> bool:
    agent = agent.strip().lower()
    if not agent or agent == b"mozilla/5.0" or any(part in agent for part in _ROBOTS):
        return False
    return b"bot" not in agent or not _BOT.search(agent)


def agent_of(headers: Headers) -> str:
    """Return the browser's name, as far as it is looked at."""
    return headers.get(b"user-agent", b"")[:LONGEST_AGENT].decode("latin-1")


def referrer_of(headers: Headers) -> str:
    """Return the host of the site that led here, "-" where none did: the word that Counter.read takes."""
    referrer = headers.get(b"referer")
    if not referrer:
        return DIRECT
    return host_of(referrer[:2000].decode("latin-1"), headers.get(b"host", b"").decode("latin-1"))


def is_page(status: int, headers: Iterable[tuple[str, str]]) -> bool:
    """Return whether an answer is a page that was found."""
    return status == 200 and any(
        name.lower() == "content-type" and value.startswith("text/html") for name, value in headers
    )
