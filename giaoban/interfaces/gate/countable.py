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
_ROBOT = re.compile(
    rb"(?<!cu)bot\b|(?<!cu)bot[/;_-]|crawl|spider|slurp|facebookexternalhit|embedly|preview|scan|monitor|uptime|pingdom|lighthouse"
    rb"|headless|phantomjs|python|curl|wget|httpie|java/|okhttp|go-http|axios|node-fetch|undici|libwww|perl|ruby"
    rb"|php|scrapy|http-?client|feed|archive|validator|coccoc(?:bot|-image)|^mozilla/5\.0$",
    re.IGNORECASE,
)
Headers = dict[bytes, bytes]
FIGURES = "/thong-ke/so-lieu"  # the visit block's figures; asking for them is a reader's sign of life


def may_count(method: str, path: str, headers: Headers) -> bool:
    """Return whether a request would be a visit if it is answered with a page.

    Left out: anything but GET, other doors, robots (by name, or without one), what a browser fetches ahead of its
    reader, and pieces of a page.
    """
    if method != "GET" or f"{path}/".startswith(NOT_PORTAL) or path.startswith(NOT_PORTAL):
        return False
    return b"hx-request" not in headers and is_person(headers)


def is_person(headers: Headers) -> bool:
    """Return whether the request is a browser's with somebody before it: no robot, nothing fetched ahead."""
    if not _is_browser(headers.get(b"user-agent", b"")):
        return False
    ahead = headers.get(b"sec-purpose", b"") + headers.get(b"purpose", b"") + headers.get(b"x-moz", b"")
    return not (ahead and re.search(rb"prefetch|prerender|preview", ahead))


@lru_cache(maxsize=4096)
def _is_browser(agent: bytes) -> bool:
    agent = agent.strip()
    return bool(agent) and not _ROBOT.search(agent)


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
