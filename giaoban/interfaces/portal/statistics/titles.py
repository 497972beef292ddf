"""What the addresses that are read are called: pages of the tree by their titles, our own by what they show."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Site

from giaoban.domain.conferences.queries import concluded
from giaoban.domain.documents.queries import public_consultations, public_papers
from giaoban.domain.orgs.models import Unit
from giaoban.domain.works.models import Work
from giaoban.interfaces.portal.lists import LISTS
from giaoban.interfaces.portal.models import language_of
from giaoban.interfaces.ui.words import in_english, said
from giaoban.lib import clock


class Title(NamedTuple):
    """What an address is called, and the language of that where it is not the reader's own."""

    name: str
    language: str = ""


# Pages of ours that show no single thing, by their names in urls.py.
NAMES: dict[str, str | Promise] = {
    **{f"portal:{name}": title for name, title in LISTS.items()},
    "portal:search": gettext_lazy("Tìm kiếm"),
    "portal:consultation_sent": gettext_lazy("Đã nhận góp ý"),
}
Named = dict[Any, Title]


def titles_of(paths: Iterable[str], request: HttpRequest) -> dict[str, Title]:
    """Return the titles of what is public at these paths; what is gone has none.

    One query for the tree and the site's, one for each of five kinds of records that occurs.
    """
    asked = list(paths)
    found = _of_the_tree(asked, request)
    things: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for path in asked:
        try:
            match = resolve(path)
        except Resolver404:
            continue
        if match.view_name in NAMES:
            found[path] = Title(str(NAMES[match.view_name]))
        elif match.view_name in KINDS:
            things[match.view_name][path] = match.kwargs[KINDS[match.view_name][0]]
    for name, keys in things.items():
        titles = KINDS[name][1](set(keys.values()))
        found |= {path: titles[key] for path, key in keys.items() if key in titles}
    return found


def _of_the_tree(paths: list[str], request: HttpRequest) -> dict[str, Title]:
    site = Site.find_for_request(request)
    root = site.root_page.url_path.rstrip("/") if site else ""
    pages = Page.objects.live().filter(url_path__in=[root + path for path in paths]).only("title", "url_path")
    return {page.url_path.removeprefix(root): _written(page.title, language_of(page)) for page in pages}


def _written(title: str, language: str = settings.LANGUAGE_CODE) -> Title:
    """Return a title of somebody's; those of the first pages are in the catalogue."""
    shown = _(title)
    return Title(shown, "" if in_english() and shown != title else language)


def _briefings(keys: set[Any]) -> Named:
    return {key: _written(title) for key, title in concluded().filter(pk__in=keys).values_list("pk", "title")}


def _papers(keys: set[Any]) -> Named:
    papers = public_papers().filter(pk__in=keys)
    return {paper.pk: Title(f"{said(paper.get_paper_type_display())} {paper.symbol}".strip()) for paper in papers}


def _consultations(keys: set[Any]) -> Named:
    rows = public_consultations(clock.today()).filter(pk__in=keys).values_list("pk", "version__draft__title")
    return {key: _written(title) for key, title in rows}


def _works(keys: set[Any]) -> Named:
    rows = Work.objects.filter(is_public=True, pk__in=keys).values_list("pk", "name")
    return {key: _written(name) for key, name in rows}


def _units(codes: set[Any]) -> Named:
    """Return what the codes name today, as the page does where no day is asked for."""
    today = Unit.objects.on(clock.today()).filter(code__in=codes).values_list("code", "name")
    named = {code: _written(name[:1].upper() + name[1:]) for code, name in today}
    return {code: Title(_("Đơn vị mã {code}").format(code=code)) for code in codes} | named


# Pages that show one thing: what in the address tells which, and how these are called.
KINDS: dict[str, tuple[str, Callable[[set[Any]], Named]]] = {
    "portal:briefing": ("conference_id", _briefings),
    "portal:document": ("paper_id", _papers),
    "portal:consultation": ("consultation_id", _consultations),
    "portal:work": ("work_id", _works),
    "portal:unit": ("code", _units),
}
