"""Print and save what a page says: the button of every kind of page, and a briefing as a PDF."""

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from pypdf import PdfReader

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.interfaces.portal.setup import PUBLIC_LISTS, setup_site
from giaoban.lib import clock, lettering
from tests.factories import portal as make
from tests.factories.briefing import Briefing, make_briefing
from tests.factories.documents import MOMENT

pytestmark = pytest.mark.django_db
PAGES = [
    "/giao-ban/", "/van-ban/", "/so-lieu/", "/cong-trinh/", "/gop-y/", "/thong-ke/", "/don-vi/172/", "/tin-tuc/",
    "/to-chuc/", "/lich-cong-tac/", "/hoi-dap/", "/lien-he/", "/cong-khai/", "/en/organisation/",
    *(f"/cong-khai/{slug}/" for _, slug, _ in PUBLIC_LISTS),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path) -> Iterator[None]:
    with override_settings(CLOCK_FILE=tmp_path / "clock.json", DATA_DIR=tmp_path):
        clock.set_shown(MOMENT)
        setup_site()
        yield


@pytest.fixture
def briefing() -> Briefing:
    return make_briefing()


def words_of(client: Client, briefing: Briefing) -> str:
    answer = client.get(f"/giao-ban/{briefing.conference.pk}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    paper = PdfReader(io.BytesIO(answer.getvalue()))
    return unicodedata.normalize("NFC", " ".join(" ".join(page.extract_text().split()) for page in paper.pages))


def test_every_page_can_be_printed_and_the_button_waits_for_its_script(client: Client) -> None:
    make.town_with_communes()
    for address in PAGES:
        page = client.get(address).content.decode()
        main = page.split("<main")[1].split("</main>")[0]
        assert main.count("data-print") == 1, address
        assert re.search(r'<p class="keep no-print">\s*<button [^>]+ data-print hidden>', main), address


def test_a_paper_of_a_briefing_says_what_its_page_says_and_no_more(client: Client, briefing: Briefing) -> None:
    words = words_of(client, briefing)
    page = client.get(f"/giao-ban/{briefing.conference.pk}/").content.decode()
    headings = re.findall(r"<h2 [^>]+>([^<]+)</h2>", page.split("<main")[1].split("</main>")[0])
    assert len(headings) >= 5
    for part in (*headings, briefing.conference.title, briefing.conference.place, briefing.notice.symbol,
                 briefing.task.deliverable, "96", "Tán thành", "BAN TUYÊN GIÁO",
                 f"/giao-ban/{briefing.conference.pk}/"):  # fmt: skip
        assert part in words, part
    for inner in (briefing.inner_task.deliverable, briefing.minutes.symbol, briefing.hidden.name):
        assert inner not in words, inner


def test_the_page_leads_to_the_paper_in_both_languages(client: Client, briefing: Briefing) -> None:
    address = f"/giao-ban/{briefing.conference.pk}"
    link = rf'<a [^>]*href="{address}\.pdf" rel="nofollow">.*{{}}</a>'
    assert re.search(link.format(r"Lưu trang này \(PDF\)"), client.get(f"{address}/").content.decode())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert re.search(link.format(r"Save this page \(PDF\)"), client.get(f"{address}/").content.decode())
    assert "Programme" in words_of(client, briefing)


def test_a_paper_is_of_a_concluded_briefing_and_waits_its_turn(
    client: Client, briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/giao-ban/{briefing.conference.pk}.pdf"
    assert client.post(address).status_code == 405
    monkeypatch.setattr(lettering, "PATIENCE_SECONDS", 0)
    with lettering.one_at_a_time():
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    Conference.objects.update(state=ConferenceState.OPEN)
    assert client.get(address).status_code == 404
