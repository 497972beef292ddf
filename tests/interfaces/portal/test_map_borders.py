"""The map over time and with true borders: the units of each day, their pages, outlines read from outside."""

import gzip
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from shapely import Polygon, get_parts, unary_union

from giaoban.demo.registers import load_units
from giaoban.domain.orgs.queries import unit_on
from giaoban.interfaces.commands.importing import load_boundaries
from tests.factories import portal as make
from tests.factories.orgs import make_bloc
from tests.interfaces.portal.test_map import shaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "phoyen-2020.geojson"


@pytest.mark.skipif(not SHARED.exists(), reason=f"NOT TESTED with true borders: {SHARED} is absent")
class TestTrueBorders:
    """With the outlines of 2020, read from outside the project."""

    @pytest.fixture(autouse=True)
    def imported(self, at: datetime) -> None:
        bloc = make.town_with_communes()
        make.concluded_conference(bloc, at)
        make.published_rate(bloc)
        load_boundaries(SHARED, source="số liệu thử", on=at.date(), at=at)

    def test_the_drawing_is_small(self, client: Client) -> None:
        svg = client.get("/ban-do/").content.decode().split('<svg class="map__svg"')[1].split("</svg>")[0]
        assert len(gzip.compress(svg.encode())) < 8_000  # the bar is 30 KB

    def test_no_sliver_opens_between_neighbours_and_none_overlap(self, client: Client) -> None:
        paths = re.findall(
            r'evenodd" d="(M[^"]+)"/>', client.get("/ban-do/").content.decode().split("<defs>")[1].split("</defs>")[0]
        )
        drawn = [
            Polygon([tuple(map(float, point.split())) for point in ring.strip("MZ").split("L")])
            for ring in paths if ring.count("M") == 1
        ]  # fmt: skip
        assert len(drawn) == 18
        assert all(polygon.is_valid for polygon in drawn)
        whole = unary_union(drawn)
        assert sum(polygon.area for polygon in drawn) == pytest.approx(whole.area, rel=1e-4)
        assert sum(len(part.interiors) for part in get_parts(whole)) == 0

    def test_the_geometry_given_is_the_geometry_imported(self, client: Client) -> None:
        found = client.get("/ban-do/ban-do.geojson").json()
        assert found["is_schematic"] is False
        given = {feature["properties"]["code"]: feature["geometry"] for feature in found["features"]}
        source = {f["properties"]["code"]: f["geometry"] for f in json.loads(SHARED.read_text())["features"]}
        assert given == source


class TestBorders:
    """Phổ Yên's register over time: eighteen communes until 30/6/2025, then five and Đại Phúc."""

    @pytest.fixture(autouse=True)
    def register(self, at: datetime) -> None:
        load_units(at=at, acting_user=None)
        town = unit_on("172", at.date())
        bloc = make_bloc(unit_on("BTG-PY", at.date()), town, [])
        make.concluded_conference(bloc, at)
        make.published_rate(bloc, on=at.date())

    def test_each_day_shows_the_units_of_that_day(self, client: Client) -> None:
        old, last, new = (
            client.get(f"/ban-do/?ngay={day}").content.decode() for day in ("2020-07-13", "2025-06-30", "2025-07-01")
        )
        assert (len(shaded(old)), len(shaded(last)), len(shaded(new))) == (18, 18, 5)
        assert "Xã Hồng Tiến" in old
        assert "Phường Hồng Tiến" in last
        assert "Thành phố Phổ Yên có 18" in last
        assert "Phường Phổ Yên" in new
        assert "thành phố Phổ Yên trước đây nay gồm 6" in new
        assert "chưa biết vị trí: xã Đại Phúc" in re.sub(r"\s+", " ", new)

    def test_new_units_take_no_figure_from_the_old_and_say_so(self, client: Client) -> None:
        new = client.get("/ban-do/?ngay=2025-07-01").content.decode()
        assert set(shaded(new).values()) == {"m-out"}
        assert "chưa có số liệu 6 tháng đầu năm 2020" in new
        assert "ngay=2020-06-14" in new
        renamed = shaded(client.get("/ban-do/?ngay=2025-06-30").content.decode())
        assert (renamed["05869"], renamed["05872"] != "m-out") == ("m-out", True)

    def test_the_switch_leads_from_the_old_borders_to_the_new_and_back(self, client: Client) -> None:
        old = client.get("/ban-do/?chi-tieu=BHYT").content.decode()
        switch = re.findall(r'<a href="([^"]+)"( aria-current="true")?>Địa giới (cũ|mới)', old)
        assert [(current, word) for _, current, word in switch] == [(' aria-current="true"', "cũ"), ("", "mới")]
        new = client.get(switch[1][0].replace("&amp;", "&")).content.decode()
        assert len(shaded(new)) == 5
        assert "chi-tieu=BHYT" in switch[1][0]

    def test_a_day_before_the_town_is_told(self, client: Client) -> None:
        assert (
            "Không có địa bàn nào được ghi nhận vào ngày 1/1/1990"
            in client.get("/ban-do/?ngay=1990-01-01").content.decode()
        )

    @pytest.mark.parametrize(
        ("code", "day", "told"),
        [
            ("05860", "2020-07-10", ["Phường Ba Hàng", "/don-vi/05860/?ngay=2025-07-01", "87,4"]),
            ("05860", "2025-07-01", ["Phường Phổ Yên", "Phường Đắc Sơn", "/don-vi/05875/?ngay=2025-06-30", "khoản 85"]),
            ("05869", "2020-07-10", ["Xã Hồng Tiến", "chưa ghi nhận", "469/NQ-UBTVQH15"]),
        ],
    )
    def test_a_unit_has_a_page_of_its_day(self, client: Client, code: str, day: str, told: list[str]) -> None:
        response = client.get(f"/don-vi/{code}/?ngay={day}")
        assert response.status_code == 200
        assert [part for part in told if part not in response.content.decode()] == []

    def test_a_new_units_page_shows_no_old_figure(self, client: Client) -> None:
        assert "Chưa có số liệu nào của đơn vị này" in client.get("/don-vi/05860/?ngay=2025-07-01").content.decode()

    def test_a_code_that_names_nothing_that_day_is_answered_with_its_other_days(self, client: Client) -> None:
        response = client.get("/don-vi/05863/?ngay=2025-07-01")
        assert response.status_code == 404
        assert "/don-vi/05863/?ngay=2025-06-30" in response.content.decode()
        assert client.get("/don-vi/99999/").status_code == 404
