"""/thong-ke/ names every page of the portal by its title, in the language that is in, however many there are."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from giaoban.domain.documents.models import PaperType
from giaoban.domain.documents.operations import open_for_comment, start_draft
from giaoban.domain.visits.operations import fold_journals
from giaoban.domain.works.operations import publish_work
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.portal.models import HomePage
from giaoban.interfaces.portal.setup import setup_site
from giaoban.interfaces.portal.statistics.titles import titles_of
from tests.factories import portal as make
from tests.factories.briefing import Briefing, make_briefing
from tests.factories.documents import MOMENT
from tests.factories.works import make_work

pytestmark = pytest.mark.django_db
OURS = {
    "/ban-do/": "Bản đồ hành chính", "/thong-ke/": "Thống kê truy cập", "/tim-kiem/": "Tìm kiếm",
    "/giao-ban/": "Hội nghị giao ban", "/van-ban/": "Văn bản", "/so-lieu/": "Số liệu", "/cong-trinh/": "Công trình",
    "/gop-y/": "Góp ý dự thảo", "/tin-tuc/": "Tin tức",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: MOMENT)


@pytest.fixture
def briefing() -> Briefing:
    setup_site()
    return make_briefing()


def things(briefing: Briefing, name: str) -> dict[str, str]:
    """Make a draft and a work of this name and an article; return their addresses with their titles."""
    office = briefing.meeting.office
    acting: dict[str, Any] = {"acting_user": briefing.meeting.by("secretary"), "at": MOMENT}
    draft = start_draft(
        organ=office.organ, paper_type=PaperType.REGULATION, title=f"Quy chế {name}", text="x", **acting
    )
    today = MOMENT.date()
    heard = open_for_comment(draft=draft, opens_on=today, closes_on=today + timedelta(days=10), **acting)
    work = make_work(briefing.conference.bloc.coordinator, office.units["health"], acting["acting_user"], name=name)
    publish_work(work=work, **acting)
    return {
        f"/gop-y/{heard.pk}/": f"Quy chế {name}",
        f"/cong-trinh/{work.pk}-{work.slug}/": name,
        str(make.article(f"Tin {name}", MOMENT).url): f"Tin {name}",
    }


def named(paths: dict[str, str]) -> dict[str, str]:
    return {path: title.name for path, title in titles_of(paths, RequestFactory().get("/")).items()}


def test_every_kind_of_page_has_its_title_and_what_is_not_public_has_none(briefing: Briefing) -> None:
    town = briefing.meeting.office.units["town"]
    known = {
        **OURS, **things(briefing, "Trường mầm non"), "/": HomePage.objects.get().title,
        f"/giao-ban/{briefing.conference.pk}/": briefing.conference.title,
        f"/van-ban/{briefing.notice.pk}/": f"{briefing.notice.get_paper_type_display()} {briefing.notice.symbol}",
        f"/don-vi/{town.code}/": town.name[:1].upper() + town.name[1:], "/don-vi/99999/": "Đơn vị mã 99999",
    }  # fmt: skip
    gone = dict.fromkeys([f"/van-ban/{briefing.minutes.pk}/", "/giao-ban/4711/", "/khong-co/", "/tin-tuc/da-go/"], "")
    assert named(known | gone) == known


def test_many_titles_cost_what_few_cost(briefing: Briefing) -> None:
    few = things(briefing, "Một")
    many = few | things(briefing, "Hai") | things(briefing, "Ba")
    assert queries(few) == queries(many) <= 6


def queries(paths: dict[str, str]) -> int:
    named(paths)
    with CaptureQueriesContext(connection) as caught:
        assert named(paths) == paths
    return len(caught)


def test_titles_in_another_language_say_so(
    client: Client, briefing: Briefing, tmp_path: Any, settings: Settings
) -> None:
    settings.VISITS_DIR = tmp_path
    counter = Counter(tmp_path)
    paths = ["/en/contact/", "/tin-tuc/", "/giao-ban/", *things(briefing, "Một")]
    for path in paths:
        counter.read(address="203.0.113.1", agent="Firefox", path=path, referrer="-", at=MOMENT)
    fold_journals(folder=tmp_path, at=MOMENT)
    vietnamese, english = (languages(client, language) for language in ("vi", "en"))
    assert vietnamese == dict.fromkeys(paths, "") | {"/en/contact/": "en"}
    assert english == dict.fromkeys(paths, "vi") | {"/en/contact/": "", "/tin-tuc/": "", "/giao-ban/": ""}


def languages(client: Client, chosen: str) -> dict[str, str]:
    """Return the marked language of each page in the table."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    table = client.get("/thong-ke/").content.decode().split('id="h-trang"')[1].split("</table>")[0]
    return {path: mark for mark, path in re.findall(r'<th scope="row"(?: lang="(\w+)")?><a href="([^"]+)"', table)}
