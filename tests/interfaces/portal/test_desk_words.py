"""The desk speaks Vietnamese: what Wagtail's own catalogue lacks is in ours, and no text of ours is in it."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import django
import polib
import pytest
import wagtail
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.timesince import timesince
from django.utils.translation import gettext, override
from wagtail.models import Page

from giaoban.interfaces.portal.models import ContactPage, NewsIndexPage
from giaoban.interfaces.portal.setup import setup_site
from tests.factories import portal as make
from tests.personas import Personas, make_personas

BOOKS = Path(__file__).resolve().parents[3] / "locale/vi/LC_MESSAGES"
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
HIDDEN = re.compile(r"<(script|style|template|svg)\b.*?</\1>", re.DOTALL)


def english(domain: str) -> dict[str, str]:
    """Return Wagtail's own texts and Django's, singular and plural."""
    wagtails = Path(wagtail.__file__).parent.rglob(f"locale/en/LC_MESSAGES/{domain}.po")
    found = [Path(django.__file__).parent / f"conf/locale/en/LC_MESSAGES/{domain}.po", *wagtails]
    return {entry.msgid: entry.msgid_plural for book in found if book.exists() for entry in polib.pofile(str(book))}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_catalogue_is_compiled_and_fits_wagtails(domain: str) -> None:
    book, theirs = polib.pofile(str(BOOKS / f"{domain}.po")), english(domain)
    told = {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in book}
    compiled = polib.mofile(str(BOOKS / f"{domain}.mo"))
    assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled} == told, "run deploy/messages.sh"
    assert not [entry.msgid for entry in book if entry.msgid not in theirs], "texts that Wagtail has no more"
    for entry in book:
        said = entry.msgstr or entry.msgstr_plural[0]
        known = {*PLACES.findall(entry.msgid), *PLACES.findall(entry.msgid_plural or "")}
        assert said, entry.msgid
        assert set(PLACES.findall(said)) <= known, entry.msgid


@pytest.fixture
def personas(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Personas:
    """Everybody, on a site that is set up, with an article that waits and one that is out."""
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    setup_site()
    everybody = make_personas()
    make.article("Tin đã đăng", at)
    page = make.article("Tin chờ duyệt", at, live=False, owner=everybody.people["editor"])
    page.save_revision(user=everybody.people["editor"])
    page.get_workflow().start(page, everybody.people["editor"])
    return everybody


def lines_of(client: Client, address: str) -> set[str]:
    """Return the texts a page shows, each without the marks around it."""
    page = HIDDEN.sub("", client.get(address, follow=True).content.decode())
    return {" ".join(strip_tags(line).split()) for line in re.split(r"<[^>]+>", page)} - {""}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["editor", "secretary"])
def test_no_text_of_the_desk_is_left_in_english(personas: Personas, name: str, at: datetime) -> None:
    client = personas.client(name)
    waiting, news = Page.objects.get(title="Tin chờ duyệt"), NewsIndexPage.objects.get()
    addresses = [
        reverse("wagtailadmin_home"), reverse("wagtailimages:index"), reverse("wagtaildocs:index"),
        reverse("wagtailforms:index"),
        reverse("wagtailforms:list_submissions", args=[ContactPage.objects.get(slug="lien-he").pk]),
        reverse("wagtailadmin_explore", args=[news.pk]), reverse("wagtailadmin_account"),
        reverse("wagtailadmin_pages:add", args=["portal", "articlepage", news.pk]),
        *(reverse(f"wagtailadmin_pages:{view}", args=[waiting.pk]) for view in ("edit", "history", "workflow_history")),
        reverse("wagtailadmin_reports:workflow"), reverse("wagtailadmin_reports:workflow_tasks"),
    ]  # fmt: skip
    left = set()
    with override("vi"):
        assert timesince(at, at + timedelta(days=1, hours=3)) == "1\xa0ngày, 3\xa0giờ"
        foreign = {text for text in english("django") if " " in text.strip() and gettext(text) == text}
    foreign |= {"Images", "Documents", "Forms", "Reports", "Promote", "Content", "History", "Comments", "Filter"}
    for address in addresses:
        shown = lines_of(client, address)
        assert len(shown) > 10, address
        left |= {(address, line) for line in shown & foreign}
    assert not left


@pytest.mark.django_db
def test_the_first_page_leads_where_an_editor_goes_and_nowhere_else(personas: Personas) -> None:
    for name, composes in (("editor", True), ("secretary", False)):
        client = personas.client(name)
        page = client.get("/cms/").content.decode()
        section = page.split('aria-label="Bắt đầu"')[1].split("</section>")[0]
        links = re.findall(r'href="(/[^"]*)"', section)
        assert len(links) == 4 + composes
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
        assert "guide.wagtail.org" not in page


@pytest.mark.django_db
def test_the_menu_offers_the_reads_to_whoever_may_open_them(personas: Personas) -> None:
    for name in ("editor", "secretary", "chair", "administrator"):
        client = personas.client(name)
        offered = "/cms/luot-xem/" in client.get("/cms/").content.decode()
        assert offered == (client.get("/cms/luot-xem/").status_code == 200), name
