"""What machines are told: canonical addresses, Open Graph, the map of the site, the feed; where addresses begin."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import lxml.etree
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve
from pytest_django import Settings
from wagtail.models import Page

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.documents.models import Consultation, Paper, Reply
from giaoban.domain.documents.operations import answer_public_comment, open_for_comment, submit_public_comment
from giaoban.domain.orgs.models import Level, Unit
from giaoban.domain.works.models import Work
from giaoban.domain.works.operations import publish_work
from giaoban.interfaces.portal.models import ArticlePage, ContactPage, HomePage
from giaoban.interfaces.portal.setup import setup_site
from giaoban.lib import clock
from tests.factories import portal as make
from tests.factories.briefing import Briefing, make_briefing
from tests.factories.works import make_work
from tests.interfaces.console.test_access import addresses

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
# Addresses of the portal that are no page of their own: files, pictures, forms, answers, the desk.
NO_PAGES = {
    f"portal:{name}" for name in (
        "article_reads", "article_reads_results", "compose_article", "compose_list", "consultation_sent",
        "document_file", "feed", "figures_file", "list_picture", "map_file", "media", "record_picture", "recording",
        "robots", "saved_article", "saved_briefing", "schedule_ics", "search", "send_feedback", "share_picture",
        "sitemap", "statistics_csv", "suggest",
    )
}  # fmt: skip
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


def read(client: Client, address: str, host: str = "testserver") -> str:
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200, address
    return str(response.content.decode())


def graph_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))


def picture_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png"), address
    return bytes(answer.getvalue())


def canonical_of(page: str) -> list[str]:
    return re.findall(r'<link rel="canonical" href="([^"]+)">', page)


@pytest.fixture(autouse=True)
def _data_of_this_test(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def consulted(at: datetime) -> tuple[Briefing, int]:
    """A concluded conference with its papers and figures, and a draft open for comment."""
    setup_site()
    briefing = make_briefing()
    secretary = briefing.meeting.by("secretary")
    opened = open_for_comment(
        draft=briefing.meeting.draft, opens_on=at.date(), closes_on=at.date(), acting_user=secretary, at=at
    )
    comment = submit_public_comment(consultation=opened, text="Nên rõ hơn", name="", at=at)
    answer_public_comment(
        comment=comment, reply=Reply.TAKEN, answer="Sẽ sửa", expected_version=1,
        acting_user=secretary, at=at + timedelta(hours=2),
    )  # fmt: skip
    return briefing, opened.pk


@pytest.fixture
def work(consulted: tuple[Briefing, int], at: datetime) -> Work:
    """A public work in the register of the briefing's office."""
    office, secretary = consulted[0].meeting.office, consulted[0].meeting.by("secretary")
    made = make_work(office.units["office"], office.units["commune"], secretary)
    return publish_work(work=made, acting_user=secretary, at=at)


def test_every_kind_of_page_has_one_address_and_says_what_it_is(
    client: Client, consulted: tuple[Briefing, int], work: Work, at: datetime
) -> None:
    briefing, opened = consulted
    article = make.article("Tin “một” & hai", at, lead="Đoạn dẫn")
    addresses = [
        "/", "/tin-tuc/", article.url, "/to-chuc/", "/lich-cong-tac/", "/hoi-dap/", "/lien-he/", "/en/",
        "/ban-do/", "/thong-ke/", "/van-ban/", f"/van-ban/{briefing.notice.pk}/", "/giao-ban/",
        f"/giao-ban/{briefing.conference.pk}/", "/so-lieu/", "/gop-y/", f"/gop-y/{opened}/",
        "/cong-trinh/", f"/cong-trinh/{work.pk}-{work.slug}/", "/don-vi/05860/",
    ]  # fmt: skip
    for address in addresses:
        page = read(client, f"{address}?size=large&utm_source=zalo")
        graph = graph_of(page)
        assert canonical_of(page) == [graph["og:url"]] == [HERE + address]
        assert graph["og:title"]
        assert graph["og:description"]
        assert graph["og:site_name"]
        assert graph["og:type"] == ("article" if address == article.url else "website")
    told = graph_of(read(client, article.url))
    assert (told["og:title"], told["og:description"]) == ("Tin “một” &amp; hai", "Đoạn dẫn")
    assert canonical_of(read(client, f"/gop-y/{opened}/da-gui/")) == canonical_of(read(client, "/tim-kiem/?q=a")) == []


def test_a_page_of_a_list_and_a_chosen_record_are_pages_of_their_own(
    client: Client, consulted: tuple[Briefing, int], at: datetime
) -> None:
    first, *_others = [make.article(f"Tin {number:02d}", at + timedelta(days=number)) for number in range(12)]
    first.tags.add("Y tế")
    first.save()
    for asked, told in {
        "/tin-tuc/?trang=2": "/tin-tuc/?trang=2",
        "/tin-tuc/?trang=1": "/tin-tuc/",
        "/tin-tuc/?trang=99": "/tin-tuc/?trang=2",
        "/tin-tuc/?the=khong-co": "/tin-tuc/",
        "/tin-tuc/?the=y-te": "/tin-tuc/?the=y-te",
        "/so-lieu/?ky=2020-H1&sent=1": "/so-lieu/?ky=2020-H1",
        "/van-ban/?q=abc&loai=notice": "/van-ban/?loai=notice",
    }.items():
        assert canonical_of(read(client, asked)) == [HERE + told]


def kind_of(address: str) -> str:
    """Return what stands at an address: the view that shows it, or the class of a page of the tree."""
    view = resolve(address.partition("?")[0]).view_name
    if ":" in view:
        return str(view)
    slug = address.strip("/").rpartition("/")[2]
    return str(Page.objects.get(slug=slug).specific_class.__name__ if slug else "HomePage")


def test_every_kind_of_page_has_a_picture_that_answers(
    client: Client, consulted: tuple[Briefing, int], work: Work, at: datetime
) -> None:
    make.article("Tin một", at)
    shown = {kind_of(address): address for address in places(client)}  # every kind: see the map of the site
    assert len(shown) > 20
    for kind, address in shown.items():
        graph = graph_of(read(client, address))
        assert graph["og:image"].startswith(f"{HERE}/"), kind
        assert graph["og:image:alt"] == graph["og:title"]
        assert picture_of(client, graph["og:image"].removeprefix(HERE))[:4] == b"\x89PNG"


def test_what_is_not_public_has_no_picture(
    client: Client, consulted: tuple[Briefing, int], work: Work, settings: Settings, at: datetime
) -> None:
    briefing, opened = consulted
    for number in (briefing.minutes.pk, 4711, "x", "²", "1" * 30):
        assert client.get(f"/anh-chia-se/document/{number}.png").status_code == 404
    for name in ("documents/1", "document", "khac", "unit/khong-co"):
        assert client.get(f"/anh-chia-se/{name}.png").status_code == 404
    withdrawn: list[tuple[str, int, type[Model], dict[str, object]]] = [
        ("document", briefing.notice.pk, Paper, {"is_public": False}), ("work", work.pk, Work, {"is_public": False}),
        ("briefing", briefing.conference.pk, Conference, {"state": ConferenceState.OPEN}),
        ("consultation", opened, Consultation, dict.fromkeys(("opens_on", "closes_on"), date(2021, 1, 1))),
    ]  # fmt: skip
    for name, key, model, change in withdrawn:
        address = f"/anh-chia-se/{name}/{key}.png"
        assert picture_of(client, address)
        model._default_manager.update(**change)
        assert client.get(address).status_code == 404, name


def test_pictures_are_drawn_once_and_kept_in_bounds(
    client: Client, consulted: tuple[Briefing, int], work: Work, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings.DATA_DIR, "share")
    for _ in range(2):
        picture_of(client, "/anh-chia-se/works.png")
        picture_of(client, f"/anh-chia-se/work/{work.pk}.png")
    first = set(folder.iterdir())
    assert len(first) == 2
    Work.objects.update(name="Tên khác")
    picture_of(client, f"/anh-chia-se/work/{work.pk}.png")
    assert len(set(folder.iterdir()) - first) == 1
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr("giaoban.interfaces.portal.sharing.MOST_KEPT", 2)
    picture_of(client, "/anh-chia-se/map.png")
    assert len(list(folder.iterdir())) == 2


def test_an_article_says_what_of_it_is_read_aloud_and_in_which_language(client: Client, at: datetime) -> None:
    said = "We learned a lot in Phổ Yên."
    article = make.article(
        "Đoàn thăm", at, lead="Đoạn dẫn", byline="Ban biên tập",
        body=[("heading", "Kết quả"), ("paragraph", "<p>Đoạn.</p><ul><li>Ý nhỏ</li></ul><ol><li>Việc</li></ol>"),
              ("figures", {"title": "Bảng", "rows": [{"name": "Chỉ tiêu"}], "note": "Chú thích bảng"}),
              ("quote", {"text": said, "language": "en", "source": "Trưởng đoàn"}), ("quote", {"text": "Cảm ơn."})],
    )  # fmt: skip
    page = BeautifulSoup(read(client, article.url), "html.parser")
    facts = json.loads(page.select('script[type="application/ld+json"]')[0].get_text())
    assert facts["speakable"]["@type"] == "SpeakableSpecification"
    for selector in facts["speakable"]["cssSelector"]:
        assert page.select(selector), selector
    aloud = [one.get_text(" ", strip=True) for one in page.select(", ".join(facts["speakable"]["cssSelector"]))]
    assert aloud == [
        "Đoàn thăm",
        "Đoạn dẫn",
        "Kết quả",
        "Đoạn.",
        "Ý nhỏ",
        "Việc",
        f"{said} Trưởng đoàn",
        "Cảm ơn.",
    ]
    assert [(one.get("lang"), one.get_text(strip=True)) for one in page.select("blockquote")] == [
        ("en", said), (None, "Cảm ơn."),
    ]  # fmt: skip
    assert [one["lang"] for one in page.select(".article__head h1, .article__body")] == ["vi", "vi"]


@pytest.mark.parametrize("base", ["", "https://phoyen.gov.vn", "https://other.example:8443"])
def test_whole_addresses_begin_with_the_setting_or_with_what_was_asked_for(
    client: Client, settings: Settings, at: datetime, base: str
) -> None:
    page = make.article("Tin một", at)
    settings.BASE_URL = base
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    begins = base or "http://127.0.0.1:9000"
    for address in (page.url, "/", "/tin-tuc/", "/tin-tuc/atom.xml", "/sitemap.xml", "/robots.txt", "/en/contact/"):
        text = read(client, address, host="127.0.0.1:9000")
        whole = {found for found in re.findall(r"https?://[\w.]+(?::\d+)?", text) if "w3.org" not in found}
        known = {"https://schema.org", "http://www.sitemaps.org", "http://www.google.com"}
        assert begins in whole, address
        assert whole - known == {begins}, address
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_picture_is_drawn_for_any_page_of_the_tree(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    setup_site()
    page = read(client, "/lien-he/")
    answer = client.get(graph_of(page)["og:image"].removeprefix(HERE))
    assert answer["Content-Type"] == "image/png"
    assert answer.getvalue()[:4] == b"\x89PNG"
    ContactPage.objects.update(live=False)
    assert client.get(graph_of(page)["og:image"].removeprefix(HERE)).status_code == 404


def places(client: Client) -> dict[str, str]:
    """Return the addresses of the map of the site with the days of their last change."""
    root = lxml.etree.fromstring(client.get("/sitemap.xml").content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = root.xpath("//s:url", namespaces=space)
    return {
        url.findtext("s:loc", namespaces=space).removeprefix(HERE): url.findtext("s:lastmod", "", namespaces=space)
        for url in urls
    }


def test_the_map_of_the_site_names_every_public_record_and_no_other(
    client: Client, consulted: tuple[Briefing, int], work: Work, at: datetime
) -> None:
    briefing, opened = consulted
    hidden = make_work(work.keeper, work.owner, briefing.meeting.by("secretary"), name="Chưa công khai")
    gone = Unit.objects.create(
        code="05851", valid_from=date(2015, 1, 1), valid_to=at.date() - timedelta(days=1), name="xã cũ",
        short_name="cũ", search_name="xa cu", sort_key="cu", kind="xã", level=Level.COMMUNE,
    )  # fmt: skip
    told = places(client)
    assert told[f"/cong-trinh/{work.pk}-{work.slug}/"] == told["/cong-trinh/"]
    assert not [address for address in told if address.startswith(f"/cong-trinh/{hidden.pk}-")]
    assert {address for address in told if address.startswith("/don-vi/")} == {
        f"/don-vi/{code}/" for code in Unit.objects.exclude(pk=gone.pk).values_list("code", flat=True)
    }
    doors = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver)]
    portal = next(one for one in doors if one.namespace == "portal")
    unnamed = set(addresses(portal.url_patterns, "portal")) - {kind_of(address) for address in told}
    assert unnamed == NO_PAGES  # a new kind of page either stands in the map of the site or here
    day = at.date().isoformat()
    assert told[f"/gop-y/{opened}/"] == told["/gop-y/"] == day
    assert told[f"/giao-ban/{briefing.conference.pk}/"]
    assert told["/so-lieu/"]
    assert told["/ban-do/"] == told["/thong-ke/"] == ""
    assert {address for address in told if re.fullmatch(r"/van-ban/\d+/", address)} == {
        f"/van-ban/{briefing.notice.pk}/"
    }
    assert "/en/organisation/" in told
    for address in told:
        assert client.get(address).status_code == 200, address


def test_the_map_of_the_site_costs_the_same_however_many(
    client: Client, consulted: tuple[Briefing, int], at: datetime
) -> None:
    def cost() -> int:
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as caught:
            client.get("/sitemap.xml")
        return len(caught)

    make.article("Tin", at)
    few = cost()
    briefing, _opened = consulted
    for number in range(3):
        make.article(f"Tin {number}", at)
        briefing.notice.pk = None
        briefing.notice.number = None
        briefing.notice.save()
    assert len(places(client)) > 20
    assert cost() == few


def test_the_feed_says_leads_as_text_and_names_an_author(client: Client, at: datetime) -> None:
    make.article("Tin có dấu <", at, lead="Dưới 5 < 10 & “trên” <b>", byline="")
    make.article("Tin ký tên", at + timedelta(days=1), byline="Ban biên tập")
    feed = lxml.etree.fromstring(client.get("/tin-tuc/atom.xml").content)
    summary = feed.xpath("//a:entry/a:summary", namespaces=ATOM)[-1]
    assert summary.get("type") == "html"
    assert lxml.etree.HTML(f"<p>{summary.text}</p>").xpath("string()") == "Dưới 5 < 10 & “trên” <b>"
    names = feed.xpath("//a:author/a:name/text()", namespaces=ATOM)
    assert names[1:] == ["Ban biên tập", names[0]]
    assert all(name.strip() for name in feed.xpath("//a:name", namespaces=ATOM)[0].itertext())


def test_readers_are_told_the_time_shown_not_the_machines(
    at: datetime, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    home: HomePage = setup_site()
    page = make.article("Tin cũ", at, live=False)
    monkeypatch.undo()
    with clock.held(at):
        page.save_revision().publish()
    page.refresh_from_db()
    assert page.first_published_at == page.last_published_at == at
    later = at + timedelta(days=1)
    with clock.held(later):
        page.save_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)
    assert (page.first_published_at, page.last_published_at) == (at, later)
    home.save_revision().publish()
    home.refresh_from_db()
    assert home.last_published_at
    assert home.last_published_at.year > 2020
