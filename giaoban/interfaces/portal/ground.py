"""The top of the tree: the site an address belongs to, its home page and what stands right below it.

Wagtail reads them for every page; they change with acts only, so they are kept (kept.py). Copies are handed out, as
pages remember things while they are served.
"""

from copy import copy
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, Site

from giaoban.interfaces.portal.kept import keep, standing_for
from giaoban.interfaces.portal.models import HomePage


class Ground(NamedTuple):
    """A site's home page, the pages right below it, drafts too, in the editor's order, and where the sites stand."""

    site: Site
    home: HomePage
    children: tuple[Page, ...]
    root_paths: tuple[Any, ...]


def ground_of(request: HttpRequest) -> Ground | None:
    """Return the ground of a request, not to be changed (no query while nothing changes, else 3).

    None where no site, or another home page than ours, answers.
    """
    # as Wagtail does; whether the host is one of ours was judged before
    host, port = split_domain_port(request._get_raw_host())[0], request.get_port()  # type: ignore[attr-defined]
    site = keep(request, "site", (host, port), lambda: Site.find_for_request(request))
    return keep(request, "ground", site.pk, lambda: _read(site)) if site else None


def _read(site: Site) -> Ground | None:
    top = site.root_page
    held = Page.objects.filter(path__startswith=top.path, depth__lte=top.depth + 1).select_related("homepage")
    root, *children = held.order_by("path")
    home: HomePage | None = getattr(root, "homepage", None)
    return Ground(site, home, tuple(children), tuple(Site.get_site_root_paths())) if home else None


def stand_on_ground(request: HttpRequest, path: str) -> None:
    """Spare Wagtail the queries for site, home page and the first step down, where they may be taken as kept.

    The home page itself is read anew for its own address: what its parts choose would be remembered in all copies.
    """
    ground = ground_of(request) if standing_for(request) else None
    if ground is None:
        return
    site = copy(ground.site)
    site.root_page = copy(ground.home if path else ground.site.root_page)
    request._wagtail_site = site  # type: ignore[attr-defined]
    request._wagtail_cached_site_root_paths = list(ground.root_paths)  # type: ignore[attr-defined]
    request.portal_children = ground.children  # type: ignore[attr-defined]
