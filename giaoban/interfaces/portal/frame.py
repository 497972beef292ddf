"""What stands around every public page: menu, footer, path to the page."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from giaoban.interfaces.portal.blocks import OURS, first_menu
from giaoban.interfaces.portal.ground import Ground, ground_of
from giaoban.interfaces.portal.kept import keep
from giaoban.interfaces.portal.models import ENGLISH, ArticlePage, language_of
from giaoban.interfaces.ui.words import in_english

# So many lines of the menu stand in one row of a screen of 1280 pixels beside the search box; the rest folds away.
IN_A_ROW = 7


class Link(NamedTuple):
    """A word and where it leads."""

    title: str
    address: str
    language: str = ""  # of the title, where it is not that of the words around it


class Imprint(NamedTuple):
    """What an editor wrote for the footer."""

    responsible: str = ""
    licence: str = ""
    source_note: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""

    @property
    def language(self) -> str:
        """What editors wrote it in."""
        return settings.LANGUAGE_CODE


class Frame(NamedTuple):
    """The menu, the pages that only the footer names, and the footer's lines."""

    menu: tuple[Link, ...]
    more: tuple[Link, ...]
    footer: Imprint


class MenuLine(NamedTuple):
    """A line of the menu; `mark` says of the page being read: "page" for itself, "true" within it, or nothing."""

    title: str
    address: str
    mark: str
    language: str = ""


class Menu(NamedTuple):
    """The menu as a page shows it: lines always in sight where there is room, and lines folded away."""

    row: tuple[MenuLine, ...]
    rest: tuple[MenuLine, ...]


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of a page: what is marked “show in menus” right below the home page; after the first of those,
    the pages that are no editor's, as the home page lists them. No query while nothing changes, else those of
    the ground.
    """
    ground = ground_of(request)
    return keep(request, "frame", ground.site.pk if ground else None, lambda: _framed(ground))


def _framed(ground: Ground | None) -> Frame:
    footer = Imprint(*(getattr(ground.home, name) for name in Imprint._fields)) if ground else Imprint()
    pages = [page for page in ground.children if page.live] if ground else []
    chosen = [line.value for line in ground.home.menu] if ground else [name for _kind, name in first_menu()]
    ours = {name: Link(str(OURS[name]), reverse(f"portal:{name}")) for name in OURS}
    listed = [ours.pop(name) for name in dict.fromkeys(chosen) if name in ours]
    links = [(page.show_in_menus, _link_to(page, ground)) for page in pages]
    written = [link for shown, link in links if shown]
    menu = (Link(_("Trang chủ"), "/"), *written[:1], *listed, *written[1:])
    return Frame(
        menu=menu,
        more=(*(link for shown, link in links if not shown), *ours.values()),
        footer=footer,
    )


def menu_at(frame: Frame, path: str) -> Menu:
    """Return the menu as the page at `path` shows it; one line more than fits is no reason to fold."""
    lines = tuple(MenuLine(link.title, link.address, _mark(link.address, path), link.language) for link in frame.menu)
    in_sight = len(lines) if len(lines) <= IN_A_ROW + 1 else IN_A_ROW
    return Menu(lines[:in_sight], lines[in_sight:])


def _mark(address: str, path: str) -> str:
    if path == address:
        return "page"
    return "true" if address != "/" and path.startswith(address) else ""


def named(page: Page, address: str = "") -> Link:
    """Return the title of a page and its language; the titles of the first pages have an English word."""
    title = page.title if isinstance(page, ArticlePage) else _(page.title)
    is_translated = in_english() and title != page.title
    return Link(title, address, ENGLISH if is_translated else language_of(page))


def _link_to(page: Page, ground: Ground | None) -> Link:
    return named(page, page.relative_url(ground.site if ground else None) or "")


def path_to(page: Page) -> tuple[Link, ...]:
    """Return the pages between the home page and a page, outermost first.

    Wagtail has walked down through them to serve the page, so that this costs nothing then.
    """
    above: list[Page] = []
    parent = page.get_parent() if page.depth > 3 else None
    while parent is not None and parent.depth > 2:
        above.append(parent)
        parent = parent.get_parent() if parent.depth > 3 else None
    return tuple(named(found, found.url or "") for found in reversed(above))
