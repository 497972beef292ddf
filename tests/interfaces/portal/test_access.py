"""Every address of the portal, of our pages in the editor's desk and of accounts, opened by every persona."""

from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, reverse

from giaoban.interfaces.portal.models import ArticlePage, ContactPage
from giaoban.interfaces.portal.setup import setup_site
from tests.factories import portal as make
from tests.interfaces.console.test_access import addresses
from tests.personas import PERSONAS, Access, Personas, assert_stated, make_personas, only, staff

PUBLIC = dict.fromkeys(PERSONAS, 200)
NOT_THERE = dict.fromkeys(PERSONAS, 404)
ONLY_POSTED = dict.fromkeys(PERSONAS, 405)
SIGNED_IN = staff(200)


def _article(personas: Personas) -> dict[str, Any]:
    return {"slug": ArticlePage.objects.get().slug}


def _article_id(personas: Personas) -> dict[str, Any]:
    return {"page_id": ArticlePage.objects.get().pk}


def _number(name: str, value: object = 4711) -> Any:
    return lambda personas: {name: value}


PORTAL = {
    "portal:map": Access(PUBLIC),
    "portal:map_file": Access(NOT_THERE, kwargs=_number("form", "svg")),
    "portal:unit": Access(PUBLIC, kwargs=_number("code", "05860")),
    "portal:statistics": Access(PUBLIC),
    "portal:statistics_csv": Access(PUBLIC),
    "portal:search": Access(PUBLIC),
    "portal:suggest": Access(PUBLIC),
    "portal:briefings": Access(PUBLIC),
    "portal:briefing": Access(NOT_THERE, kwargs=_number("conference_id")),
    "portal:saved_briefing": Access(NOT_THERE, kwargs=_number("conference_id")),
    "portal:figures": Access(PUBLIC),
    "portal:documents": Access(PUBLIC),
    "portal:document": Access(NOT_THERE, kwargs=_number("paper_id")),
    "portal:document_file": Access(NOT_THERE, kwargs=_number("paper_id")),
    "portal:consultation": Access(NOT_THERE, kwargs=_number("consultation_id")),
    "portal:consultation_sent": Access(NOT_THERE, kwargs=_number("consultation_id")),
    "portal:work": Access(NOT_THERE, kwargs=lambda personas: {"work_id": 4711, "slug": "a"}),
    "portal:figures_file": Access(NOT_THERE, kwargs=_number("form", "csv")),
    "portal:media": Access(NOT_THERE, kwargs=_number("name", "images/a.png")),
    "portal:recording": Access(NOT_THERE, kwargs=lambda personas: {"document_id": 4711, "name": "a.mp4"}),
    "portal:consultations": Access(PUBLIC),
    "portal:works": Access(PUBLIC),
    "portal:schedule_ics": Access(PUBLIC),
    "portal:feed": Access(PUBLIC),
    "portal:share_picture": Access(PUBLIC, kwargs=_article_id),
    "portal:list_picture": Access(PUBLIC, kwargs=_number("name", "works")),
    "portal:record_picture": Access(NOT_THERE, kwargs=lambda personas: {"name": "work", "key": "4711"}),
    "portal:saved_article": Access(PUBLIC, kwargs=_article),
    "portal:robots": Access(PUBLIC),
    "portal:sitemap": Access(PUBLIC),
    "portal:send_feedback": Access(
        ONLY_POSTED, kwargs=lambda personas: {"page_id": ContactPage.objects.get(slug="lien-he").pk}
    ),
}
DESK = {
    "portal:article_reads": Access(only("editor", "administrator")),
    "portal:article_reads_results": Access(only("editor", "administrator")),
    "portal:compose_list": Access(only("editor")),
    "portal:compose_article": Access(only("editor", status=404), kwargs=_number("conference_id")),
}
ACCOUNT = {
    "account_change_password": Access(SIGNED_IN),
    "account_reauthenticate": Access(SIGNED_IN),
    "account_inactive": Access(PUBLIC),
    "usersessions_list": Access(SIGNED_IN),
    "mfa_index": Access(SIGNED_IN),
    "healthz": Access(PUBLIC),
    "visit_figures": Access(PUBLIC),
    "ui:display": Access(ONLY_POSTED),
}
STATED = PORTAL | DESK | ACCOUNT


def test_every_address_of_the_portal_is_spoken_for() -> None:
    doors = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver)]
    portal = next(one for one in doors if one.namespace == "portal")
    silent = set(addresses(portal.url_patterns, "portal")) - set(STATED)
    assert not silent


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(STATED))
def test_every_persona_is_answered_as_stated(name: str, at: Any) -> None:
    personas = make_personas()
    setup_site()
    make.article("Tin", at)
    assert reverse(name, kwargs=STATED[name].kwargs(personas))
    assert_stated(personas, name, STATED[name])


PAGES = ["/", "/tin-tuc/", "/tin-tuc/tin/", "/to-chuc/", "/lich-cong-tac/", "/hoi-dap/", "/lien-he/", "/cong-khai/",
         "/cong-khai/danh-muc/", "/en/", "/en/contact/"]  # fmt: skip


@pytest.mark.django_db
def test_a_page_shown_to_somebody_signed_in_is_kept_for_nobody_else(at: Any) -> None:
    personas = make_personas()
    setup_site()
    make.article("Tin", at)
    reader = personas.client("clerk")
    ours = [reverse(name, kwargs=entry.kwargs(personas)) for name, entry in PORTAL.items() if entry.statuses == PUBLIC]
    shown = {address: reader.get(address) for address in [*PAGES, *ours]}
    pages = {address: answer for address, answer in shown.items() if answer["Content-Type"].startswith("text/html")}
    assert len(pages) > 18
    assert all(answer.status_code == 200 for answer in pages.values())
    kept = {address: answer.headers.get("Cache-Control", "") for address, answer in pages.items()}
    assert not {address: told for address, told in kept.items() if "public" in told or "s-maxage" in told}
    assert not {address: told for address, told in kept.items() if not ("private" in told or "no-store" in told)}
