"""The front page: the parts an editor orders, what each shows or says is missing, what the page costs."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.blocks.struct_block import StructBlockValidationError

from giaoban.domain.indicators.rules import Verdict
from giaoban.interfaces.portal.front import SideParts
from giaoban.interfaces.portal.front.reading import last_briefing, scores_of
from giaoban.interfaces.portal.models import HomePage, ScheduleEntry, SchedulePage
from giaoban.interfaces.portal.setup import setup_site
from tests.factories import portal as make
from tests.factories.briefing import make_briefing
from tests.personas import PERSONAS, make_personas

pytestmark = pytest.mark.django_db
HEADINGS = ["Tin nổi bật", "Kỳ giao ban gần nhất", "Tin mới", "Văn bản mới", "Lịch công tác", "Bản đồ hành chính",
            "Thống kê truy cập"]  # fmt: skip


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


@pytest.fixture
def home() -> HomePage:
    return setup_site()


def front(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    page: str = response.content.decode()
    return page.split("<main")[1].split("</main>")[0]


def headings(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", page)


def part(page: str, name: str) -> str:
    return page.split(f'id="h-{name}"')[1].split("</section>")[0]


@pytest.mark.usefixtures("home")
def test_a_new_site_has_every_part_and_each_says_what_is_missing() -> None:
    personas = make_personas()
    for name in PERSONAS:
        page = front(personas.client(name))
        assert headings(page) == HEADINGS
        assert page.count("Chưa có") == 4
        assert "Chưa vẽ được bản đồ" in page
        assert "chưa có lịch nào" in page
    desk = personas.client("editor").get(f"/cms/pages/{HomePage.objects.get().pk}/edit/").content.decode()
    kinds = re.findall(r"&quot;type&quot;: &quot;(\w+)&quot;", desk)
    parts = [kind for kind in kinds if kind != "page"]  # the lines of the menu are pages
    assert parts == ["featured", "briefing", "latest", "documents", "schedule", "map", "visits", "links"]
    assert json.dumps("Chưa có liên kết nào thì người đọc không thấy phần này.")[1:-1] in desk  # told to the editor


def test_the_editor_decides_order_and_choice(client: Client, home: HomePage, at: datetime) -> None:
    for number in range(4):
        make.article(f"Tin {number}", at + timedelta(days=number))
    old, new = (make.article(title, at - timedelta(days=30)) for title in ("Tin chọn", "Tin chọn nữa"))
    home.body = [("latest", {"count": 2}), ("featured", {"articles": [old, new, old]})]
    links = [
        {"title": "Trong cổng", "page": old, "address": ""},
        {"title": "Ngoài", "page": None, "address": "https://vbpl.vn/"},
    ]
    home.side = [("links", {"title": "Nên xem", "links": links}), ("visits", None)]
    home.save_revision().publish()
    page = front(client)
    assert headings(page) == ["Tin mới", "Tin nổi bật", "Nên xem", "Thống kê truy cập"]
    assert re.findall(r">(Tin \d)<", part(page, "latest")) == ["Tin 3", "Tin 2"]
    assert re.findall(r"link\" href=[^>]+>([^<]+)<", part(page, "featured")) == ["Tin chọn", "Tin chọn nữa"]
    assert f'<a href="{old.url}" lang="vi">Trong cổng</a>' in page
    assert 'href="https://vbpl.vn/" rel="external noopener"' in page
    for gone in (old, new):
        gone.unpublish()
    page = front(client)
    assert re.findall(r"link\" href=[^>]+>([^<]+)<", part(page, "featured")) == ["Tin 3"]
    assert re.findall(r">(Tin \d)<", part(page, "latest")) == ["Tin 2", "Tin 1"]
    assert "Trong cổng" not in page
    home.body, home.side = [], []
    home.save_revision().publish()
    assert "Trang chủ chưa có phần nào" in front(client)


def test_a_link_leads_to_one_place(home: HomePage) -> None:
    block = SideParts().child_blocks["links"].child_blocks["links"].child_block
    given = block.to_python({"title": "Đâu", "page": home.pk, "address": "https://vbpl.vn/"})
    for wrong in (given, {**given, "page": None, "address": ""}):
        with pytest.raises(StructBlockValidationError):
            block.clean(wrong)
    assert block.clean({**given, "address": ""})["title"] == "Đâu"


def test_records_show_only_what_is_public_and_cost_the_same_however_many(
    client: Client, home: HomePage, at: datetime
) -> None:
    briefing = make_briefing()
    schedule = SchedulePage.objects.get()
    for days, title in [(-1, "Việc hôm qua"), (0, "Việc hôm nay"), (40, "Việc tháng sau")]:
        schedule.entries.add(ScheduleEntry(day=at.date() + timedelta(days=days), title=title))
    schedule.save()
    make.article("Tin một", at)
    make.article("Tin hai", at)
    page = front(client)
    last = part(page, "briefing")
    assert f'href="/giao-ban/{briefing.conference.pk}/"' in last
    shown = re.findall(r"<h4>([^<]+)</h4>", last)
    read = last_briefing(6)
    assert read is not None
    assert shown == [line.row.indicator.name for line in read.lines]
    assert len(shown) == sum(map(int, re.findall(r"<b>(\d+)</b>", last)))
    assert briefing.hidden.name not in last
    assert re.findall(r"/van-ban/(\d+)/", part(page, "documents")) == [str(briefing.notice.pk)]
    assert re.findall(r'rows__title">(Việc [^<]+)', part(page, "schedule")) == ["Việc hôm nay", "Việc tháng sau"]
    few = queries(client)
    for number in range(5):
        make.article(f"Tin nữa {number}", at)
        schedule.entries.add(ScheduleEntry(day=at.date(), title=f"Việc nữa {number}"))
    schedule.save()
    assert queries(client) == few <= 14


def queries(client: Client) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as caught:
        client.get("/")
    return len(caught)


def test_the_bar_adds_up_whatever_the_counts() -> None:
    given = [Verdict.REACHED] * 2 + [Verdict.NO_DATA] + [Verdict.EXCEEDED] * 4
    scores = scores_of(given)
    assert [(score.verdict, score.count) for score in scores] == [
        (Verdict.EXCEEDED, 4), (Verdict.REACHED, 2), (Verdict.NO_DATA, 1),
    ]  # fmt: skip
    ends = [score.start + score.width for score in scores]
    assert [0, *ends] == [*(score.start for score in scores), 1000]
    assert scores_of([]) == ()
