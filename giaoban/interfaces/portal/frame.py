"""What stands around every public page: menu, footer, path to the page."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page, Site

from giaoban.interfaces.portal.models import HomePage, language_of
from giaoban.interfaces.ui.words import in_english

# Pages that are no editor's: they stand in the menu after the first page of the tree, the news.
OURS = [
    (gettext_noop("Giao ban"), "briefings"),
    (gettext_noop("Số liệu"), "figures"),
    (gettext_noop("Văn bản"), "documents"),
    (gettext_noop("Góp ý"), "consultations"),
    (gettext_noop("Bản đồ"), "map"),
]

# So many lines of the menu stand in one row of a screen of 1280 pixels beside the search box; the rest folds away.
IN_A_ROW = 7


@dataclass(frozen=True)
class Link:
    """A word and where it leads."""

    title: str
    address: str
    language: str = ""  # of the title, where it is not that of the words around it


@dataclass(frozen=True)
class Frame:
    """The menu, the pages that only the footer names, and the footer's lines."""

    menu: tuple[Link, ...]
    more: tuple[Link, ...]
    footer: HomePage
    responsible: str

    @property
    def row(self) -> tuple[Link, ...]:
        """The lines always in sight where there is room; one more than fits is no reason to fold."""
        return self.menu if len(self.menu) <= IN_A_ROW + 1 else self.menu[:IN_A_ROW]

    @property
    def rest(self) -> tuple[Link, ...]:
        """The lines folded away."""
        return self.menu[len(self.row) :]


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of a page: what is marked “show in menus” right below the home page, and the pages that are
    no editor's. Costs nothing where Wagtail found the page, else 3 queries: site, home, its children."""
    home: HomePage | None = getattr(request, "portal_home", None)
    children: list[Page] = getattr(request, "portal_children", [])
    if home is None:
        site = Site.find_for_request(request)
        home = HomePage.objects.filter(pk=site.root_page_id).first() if site else None
        children = list(Page.objects.child_of(home).order_by("path")) if home else []
    footer = home or HomePage()
    pages = [page for page in children if page.live]
    ours = [Link(_(title), reverse(f"portal:{name}")) for title, name in OURS]
    statistics = Link(_("Thống kê"), reverse("portal:statistics"))
    links = [(page.show_in_menus, _link_to(page, request)) for page in pages]
    written = [link for shown, link in links if shown]
    menu = (Link(_("Trang chủ"), "/"), *written[:1], *ours, *written[1:])
    organ = f"{settings.ORGAN['name']} {settings.ORGAN['superior']}"
    return Frame(
        menu=menu,
        more=(*(link for shown, link in links if not shown), statistics),
        footer=footer,
        responsible=footer.responsible or _("Trưởng %(organ)s") % {"organ": organ},
    )


def _link_to(page: Page, request: HttpRequest | None = None) -> Link:
    """Return the link to a page right below the home page; the titles of the first pages have an English word."""
    title = _(page.title)
    is_translated = in_english() and title != page.title
    return Link(title, page.get_url(request) or "", "" if is_translated else language_of(page))


def path_to(page: Page) -> list[Link]:
    """Return the pages between the home page and a page, outermost first.

    Wagtail has walked down through them to serve the page, so that this costs nothing then.
    """
    above: list[Page] = []
    parent = page.get_parent() if page.depth > 3 else None
    while parent is not None and parent.depth > 2:
        above.append(parent)
        parent = parent.get_parent() if parent.depth > 3 else None
    return [Link(found.title, found.url or "", language_of(found)) for found in reversed(above)]
