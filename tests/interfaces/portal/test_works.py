"""Public works: pins on the map as of a day, the same in its table and files; a list and a page of their own."""

import gzip
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.orgs.models import Bloc, Unit
from giaoban.domain.works.models import Work
from giaoban.domain.works.operations import Spot, publish_work, record_payment, withdraw_work
from giaoban.interfaces.gate.keys import canonical_query
from giaoban.interfaces.portal.atlas import files
from giaoban.interfaces.portal.atlas.pins import letter_of
from tests.factories import portal as make
from tests.factories.accounts import make_person
from tests.factories.works import STATES, make_public_works, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


@pytest.fixture
def bloc(at: datetime) -> Bloc:
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    return bloc


@pytest.fixture
def secretary(bloc: Bloc, at: datetime) -> User:
    return make.person("thu-ky", Role.SECRETARY, bloc, at)


@pytest.fixture
def clerk(bloc: Bloc) -> User:
    return make_person("can-bo", (Unit.objects.get(code="05875"), Role.CLERK, "Cán bộ"))


@pytest.fixture
def works(bloc: Bloc, secretary: User, clerk: User, at: datetime) -> list[Work]:
    """Four public works of Đắc Sơn, one in each state of STATES on the day of the clock."""
    return make_public_works(bloc.coordinator, clerk.posts.get().unit, secretary, clerk, at)


def svg_of(page: str) -> str:
    return page.split('<svg class="map__svg"')[1].split("</svg>")[0]


def pins_of(page: str) -> list[tuple[str, str, str]]:
    """State, title and description of each pin."""
    return re.findall(
        r'<a class="pin pin--(\w+)" href="/cong-trinh/[\w-]+/"><title lang="vi">([^<]+)</title><desc>([^<]+)</desc>',
        svg_of(page),
    )


def test_each_public_work_is_a_pin_and_a_row_that_say_the_same(client: Client, works: list[Work]) -> None:
    page = client.get("/ban-do/").content.decode()
    pins = pins_of(page)
    assert [state for state, _title, _told in pins] == list(STATES)
    assert pins[0][1:] == ("Công trình late", "Chậm tiến độ, đã làm 10%")
    rows = page.split('id="h-work-rows"')[1].split("<tbody")[1].split("</tbody>")[0]
    table = re.findall(
        r'row-no num">(\w+)</span>.*?lang="vi">([^<]+)</a>.*?>(\d+)%</td><td [^>]+>(\d+)%</td>.*?</svg>([^<]+)<', rows
    )
    assert table == [
        ("A", "Công trình late", "70", "10", "Chậm tiến độ"),
        ("B", "Công trình on_track", "70", "70", "Đúng tiến độ"),
        ("C", "Công trình done", "70", "100", "Hoàn thành"),
        ("D", "Công trình not_started", "0", "0", "Chưa khởi công"),
    ]
    letters = re.findall(r'class="pin__letter[^>]*>(\w)<', svg_of(page))
    assert letters == ["A", "B", "C", "D"]
    marks = re.findall(r'<g class="pin__mark">(.*?)<text', svg_of(page), re.DOTALL)
    assert len(set(marks)) == 4  # the mark tells the state without its colour


def test_what_was_withdrawn_or_never_published_is_nowhere(
    client: Client, works: list[Work], secretary: User, at: datetime
) -> None:
    withdraw_work(work=works[0], acting_user=secretary, at=at)
    make_work(works[0].keeper, works[0].owner, secretary, name="Công trình nội bộ")
    for address in ("/ban-do/", "/cong-trinh/", "/ban-do/ban-do.svg", "/ban-do/ban-do.geojson"):
        told = client.get(address).content.decode()
        assert ("Công trình late" in told, "Công trình nội bộ" in told, "on_track" in told) == (False, False, True)
    assert client.get(f"/cong-trinh/{works[0].pk}-{works[0].slug}/").status_code == 404
    assert client.get("/cong-trinh/999-x/").status_code == 404


def test_a_pin_shows_how_the_work_stood_on_the_day_and_none_on_a_day_to_come(client: Client, works: list[Work]) -> None:
    before = pins_of(client.get("/ban-do/?ngay=2020-05-04").content.decode())
    assert [state for state, _title, _told in before] == ["late", "late", "late", "not_started"]
    assert pins_of(client.get("/ban-do/?ngay=2020-03-01").content.decode()) == []
    to_come = client.get("/ban-do/?ngay=2020-07-14").content.decode()
    assert pins_of(to_come) == []
    assert "Ngày đã chọn chưa tới" in to_come


def test_works_are_hidden_and_shown_by_a_link_that_keeps_the_question(client: Client, works: list[Work]) -> None:
    shown = client.get("/ban-do/?chi-tieu=BHYT").content.decode()
    hide = re.findall(r'href="([^"]+)">Ẩn công trình trên bản đồ', shown)[0].replace("&amp;", "&")
    hidden = client.get(hide).content.decode()
    assert "chi-tieu=BHYT" in hide
    assert pins_of(hidden) == []
    assert "Công trình trên bản đồ</h2>" not in hidden
    show = re.findall(r'href="([^"]+)">Hiện công trình trên bản đồ', hidden)[0].replace("&amp;", "&")
    assert len(pins_of(client.get(show).content.decode())) == 4
    assert '<input type="hidden" name="cong-trinh" value="an">' in hidden
    assert "cong-trinh=an" in re.findall(r'href="(/ban-do/ban-do\.svg[^"]*)"', hidden)[0]


def test_the_gate_keeps_both_maps_and_no_third() -> None:
    assert canonical_query(b"cong-trinh=an") == "cong-trinh=an"
    assert canonical_query(b"cong-trinh=") == ""
    assert canonical_query(b"cong-trinh=moi") is None


def test_a_work_without_a_place_is_in_the_table_only(client: Client, works: list[Work], secretary: User) -> None:
    Work.objects.filter(pk=works[0].pk).update(longitude=None, latitude=None)
    Work.objects.filter(pk=works[1].pk).update(longitude=Decimal(100))  # beyond the sheet
    page = client.get("/ban-do/").content.decode()
    assert [state for state, _title, _told in pins_of(page)] == list(STATES)[2:]
    assert "Công trình late" in page
    assert page.count("(chưa có vị trí)") == 2


def test_the_map_stays_small_and_costs_the_same_however_many_works(
    client: Client,
    works: list[Work],
    secretary: User,
    at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get("/ban-do/")
    with django_assert_max_num_queries(26) as four:
        client.get("/ban-do/")
    with_four = len(four)
    for number in range(16):
        spot = Spot(Decimal("105.86") + Decimal(number) / 1000, Decimal("21.39"))
        made = make_work(works[0].keeper, works[0].owner, secretary, name=f"Công trình số {number}", spot=spot)
        publish_work(work=made, acting_user=secretary, at=at)
    client.get("/ban-do/")  # what pages share is made anew after the acts
    with django_assert_max_num_queries(with_four) as twenty:
        page = client.get("/ban-do/").content.decode()
    assert len(twenty) == with_four
    assert len(pins_of(page)) == 20
    assert len(gzip.compress(svg_of(page).encode())) < 9_000  # the bar is 30 KB
    with django_assert_max_num_queries(20):
        client.get("/cong-trinh/")


def test_the_map_beside_other_pages_reads_no_work(client: Client, works: list[Work]) -> None:
    with CaptureQueriesContext(connection) as read:
        client.get("/van-ban/")
    assert not [query for query in read.captured_queries if "works_" in query["sql"]]


class TestFiles:
    """The pins in the files to take away."""

    def test_the_drawing_shows_pins_with_marks_words_and_a_list(self, client: Client, works: list[Work]) -> None:
        response = client.get("/ban-do/ban-do.svg")
        drawing = ElementTree.fromstring(response.content)
        titles = [title.text for title in drawing.iter("{http://www.w3.org/2000/svg}title")]
        assert "Công trình late: Chậm tiến độ, đã làm 10%" in titles
        told = " ".join(text.text or "" for text in drawing.iter("{http://www.w3.org/2000/svg}text"))
        assert "A. Công trình late: Chậm tiến độ" in told
        assert not re.search(rb"class=|style=", response.content)
        assert client.get("/ban-do/ban-do.png").content.startswith(b"\x89PNG")
        assert "Công trình late" not in client.get("/ban-do/ban-do.svg?cong-trinh=an").content.decode()

    def test_the_geometry_has_works_as_points(self, client: Client, works: list[Work]) -> None:
        features = client.get("/ban-do/ban-do.geojson").json()["features"]
        points = [one for one in features if one["geometry"]["type"] == "Point"]
        assert len(features) == 18 + 4
        assert [one["properties"]["state"] for one in points] == list(STATES)
        assert points[0]["geometry"]["coordinates"] == [105.8436, 21.423]
        assert (points[0]["properties"]["percent_planned"], points[0]["properties"]["percent_done"]) == (70, 10)

    def test_the_colours_of_pins_are_those_of_the_pages(self) -> None:
        tokens = Path(finders.find("ui/tokens.css") or "").read_text().split("@media")[0]
        value = dict(re.findall(r"--([\w-]+): (#\w+);", tokens))
        names = {"done": "good", "on_track": "info", "late": "bad", "not_started": "ink-2"}
        assert {state: value[name] for state, name in names.items()} == files.PINS


def test_the_list_and_a_page_tell_progress_and_money_and_no_names(
    client: Client, works: list[Work], clerk: User, at: datetime
) -> None:
    record_payment(work=works[0], paid_on=date(2020, 6, 1), amount_dong=10**9, text="Đợt một", acting_user=clerk, at=at)
    listed = client.get("/cong-trinh/").content.decode()
    address = f"/cong-trinh/{works[0].pk}-cong-trinh-late/"
    assert f'href="{address}"' in listed
    page = client.get(address).content.decode()
    for told in (
        "Chậm tiến độ",
        "<b>10%</b> (kế hoạch 70%)",
        "1.000.000.000 đồng (25%)",
        "Xong 5/5/2020",
        "Quá ngày kế hoạch",
    ):
        assert told in page
    assert "Đợt một" not in page
    assert "can-bo" not in page
    moved = client.get(f"/cong-trinh/{works[0].pk}-ten-cu/")
    assert (moved.status_code, moved["Location"]) == (301, address)
    assert client.post(address).status_code == 405


def test_without_works_the_pages_say_so(client: Client, bloc: Bloc) -> None:
    assert "Chưa có công trình nào được công khai" in client.get("/cong-trinh/").content.decode()
    page = client.get("/ban-do/").content.decode()
    assert 'id="h-works"' not in page
    assert 'id="h-work-rows"' not in page


def test_letters_go_on_behind_the_last() -> None:
    assert [letter_of(index) for index in (0, 25, 26, 51, 52, 702)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]
