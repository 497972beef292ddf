"""Which requests are visits: somebody's browser reading a page of the public portal."""

import re
from collections.abc import Iterable

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


def may_count(method: str, path: str, headers: Headers) -> bool:
    """Return whether a request would be a visit if it is answered with a page.

    Left out: anything but GET, other doors, robots (by name, or without one), what a browser fetches ahead of its
    reader, and pieces of a page.
    """
    if method != "GET" or f"{path}/".startswith(NOT_PORTAL) or path.startswith(NOT_PORTAL):
        return False
    agent = headers.get(b"user-agent", b"").strip()
    if not agent or _ROBOT.search(agent):
        return False
    ahead = headers.get(b"sec-purpose", b"") + headers.get(b"purpose", b"") + headers.get(b"x-moz", b"")
    return not re.search(rb"prefetch|prerender|preview", ahead) and b"hx-request" not in headers


def is_page(status: int, headers: Iterable[tuple[str, str]]) -> bool:
    """Return whether an answer is a page that was found."""
    return status == 200 and any(
        name.lower() == "content-type" and value.startswith("text/html") for name, value in headers
    )
