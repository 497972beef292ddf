"""The map: which units, shaded by which figures, as a page, a table and a file."""

import gzip
import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.indicators.models import Indicator, RollUp, Target
from giaoban.domain.indicators.queries import compare, compare_across
from giaoban.domain.orgs.models import Bloc, Boundary, Level, Unit
from giaoban.domain.reports.models import Round
from giaoban.interfaces.portal.atlas import AdministrativeMap, Mode, files, map_of_today
from giaoban.interfaces.portal.atlas.shading import SHADES, Figure, legend_of
from giaoban.lib import lettering, outlines, plane
from tests.factories import portal as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


@pytest.fixture
def bloc(at: datetime) -> Bloc:
    """A town of 18 communes with a concluded conference and one published rate."""
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    return bloc


def test_the_map_shows_each_unit_once_and_the_same_number_in_the_table(client: Client, bloc: Bloc) -> None:
    page = client.get("/ban-do/").content.decode()
    svg, table = page.split('<svg class="map__svg"')[1].split("</svg>")[0], page.split('id="h-table"')[1]
    told = re.findall(
        r'<a class="unit" href="/don-vi/(\d+)/\?ngay=2020-07-\d+">'
        r'<title lang="vi">([^<]+)</title><desc>([^;<]+); chưa có kế hoạch',
        svg,
    )
    titles = {code: f"{name}: {word}" for code, name, word in told}
    rows = re.findall(
        r'<tr [^>]*id="don-vi-(\d+)">.*?<a [^>]+>([^<]+)</a></th>\s*<td [^>]*class="value full">(.*?)</td>',
        table,
        re.DOTALL,
    )
    assert len(titles) == len(rows) == 18
    for anchor, name, cell in rows:
        assert titles[anchor] == f"{name}: {re.sub('<[^>]+>', '', cell).strip()}"
    words = list(titles.values())
    assert sum("chưa báo cáo" in word for word in words) == 1
    assert sum("không phát sinh" in word for word in words) == 1
    assert "Phường Ba Hàng: 87,4%" in words
    assert "Sơ đồ minh hoạ" in page


def test_the_legend_counts_every_unit(client: Client, bloc: Bloc) -> None:
    legend = client.get("/ban-do/").content.decode().split('class="legend"')[1].split("</ul>")[0]
    assert sum(int(count) for count in re.findall(r'class="count">(\d+) ', legend)) == 18


def rate(amounts: list[str]) -> list[str]:
    """Return the words of the classes of these amounts of a rate with one decimal."""
    indicator = Indicator(decimals=1, unit_of_measure="%")
    figures = [Figure(Decimal(amount), 1, 1) for amount in amounts]
    return [row.label for row in legend_of(indicator, Mode.GROUPS, figures)]


def test_no_two_classes_share_a_number() -> None:
    assert rate(["97", "98", "99.1", "99.2", "99.3"]) == ["97,0", "98,0", "99,1", "99,2", "99,3"]
    assert rate(["1", "1", "2", "2", "99.1", "99.38", "99.42", "99.5", "100", "100"]) == [
        "1,00", "2,00", "99,10 đến 99,38", "99,42 đến 99,50", "100,00",
    ]  # fmt: skip


def test_the_map_page_is_small(client: Client, bloc: Bloc) -> None:
    svg = client.get("/ban-do/").content.decode().split('<svg class="map__svg"')[1].split("</svg>")[0]
    assert len(gzip.compress(svg.encode())) < 30_000
    assert len(gzip.compress(svg.encode())) < 6_000  # what 18 cells really need


def test_imported_boundaries_replace_the_schematic_map(client: Client, bloc: Bloc, at: datetime) -> None:
    make.borders(at, "thử")
    row = Boundary.objects.first()
    assert row is not None
    row.geometry = {"type": "MultiPolygon", "coordinates": [row.geometry["coordinates"]]}
    row.save()
    page = client.get("/ban-do/").content.decode()
    assert "Sơ đồ minh hoạ" not in page
    Boundary.objects.first().delete()  # type: ignore[union-attr]
    assert "Sơ đồ minh hoạ" in client.get("/ban-do/").content.decode()


def test_where_the_outlines_come_from_is_told_in_the_words_of_their_import(
    client: Client, bloc: Bloc, at: datetime
) -> None:
    make.borders(at, "Sở Nội vụ <2020>")
    told = re.sub(r"<[^>]+>", "", client.get("/ban-do/").content.decode())
    assert "Ranh giới: Sở Nội vụ &lt;2020&gt;, vẽ giản lược." in told
    drawn = ElementTree.fromstring(client.get("/ban-do/ban-do.svg").content)
    assert "Ranh giới: Sở Nội vụ <2020>, vẽ giản lược" in " ".join(drawn.itertext())
    assert client.get("/ban-do/ban-do.geojson").json()["note"] == "Ranh giới: Sở Nội vụ <2020>, vẽ giản lược"
    picture = client.get("/ban-do/ban-do.png").content
    one = Boundary.objects.latest("pk")
    one.source = "OSM"
    one.save()
    assert "Ranh giới: Sở Nội vụ &lt;2020&gt;; OSM, vẽ giản lược." in re.sub(
        r"<[^>]+>", "", client.get("/ban-do/").content.decode()
    )
    assert client.get("/ban-do/ban-do.png").content != picture
    assert "chính thức" not in client.get("/ban-do/").content.decode()


def test_a_changed_figure_recolours_the_units_as_they_were_drawn(bloc: Bloc, at: datetime) -> None:
    def now() -> AdministrativeMap:
        shown = map_of_today(at)
        assert shown is not None
        return shown

    make.borders(at, "thử")
    before = now()
    assert now().drawing is before.drawing
    RollUp.objects.filter(unit__code="05860").update(numerator=1)
    after = now()
    assert [unit.word for unit in after.units] != [unit.word for unit in before.units]
    assert after.drawing is before.drawing
    make.borders(at, "thử", side=0.02)
    assert now().drawing.shapes["05860"].rings != before.drawing.shapes["05860"].rings


def test_figures_of_an_unconcluded_conference_stay_inside(client: Client, at: datetime) -> None:
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at, state=ConferenceState.OPEN)
    make.published_rate(bloc)
    page = client.get("/ban-do/").content.decode()
    assert "Phường Ba Hàng" in page
    assert "bảo hiểm y tế" not in page


def test_an_internal_indicator_cannot_be_asked_for(client: Client, bloc: Bloc) -> None:
    hidden = make.published_rate(Bloc.objects.get(), code="NOI-BO", name="Chỉ tiêu nội bộ")
    assert "Chỉ tiêu nội bộ" in client.get("/ban-do/?chi-tieu=NOI-BO").content.decode()
    hidden.is_public = False
    hidden.save()
    page = client.get("/ban-do/?chi-tieu=NOI-BO").content.decode()
    assert "Chỉ tiêu nội bộ" not in page
    assert "bảo hiểm y tế" in page


def shaded(page: str) -> dict[str, str]:
    """Return the shade of each unit drawn."""
    svg = page.split('<svg class="map__svg"')[1].split("</svg>")[0]
    shades = {
        place: shade for shade, place in re.findall(r'<use class="([\w-]+)" href="#(u\d+)"', svg) if shade != "hit"
    }
    places = re.findall(r'href="/don-vi/(\d+)/.*?<use class="hit" href="#(u\d+)"', svg)
    return {code: shades[place] for code, place in places}


def give_targets(at: datetime) -> None:
    """Plan 89 % for every commune but one."""
    for commune in Unit.objects.filter(level=Level.COMMUNE).exclude(code="05857"):
        Target.objects.create(
            indicator=Indicator.objects.get(), unit=commune, year=2020, value=89, source="thử", recorded_at=at
        )


def test_by_plan_reached_each_unit_is_shaded_by_the_verdict_of_compare(
    client: Client, bloc: Bloc, at: datetime
) -> None:
    give_targets(at)
    page = client.get("/ban-do/?cach=ke-hoach").content.decode()
    communes = list(Unit.objects.filter(level=Level.COMMUNE))
    lines = {unit.code: compare(Indicator.objects.get(), unit, "2020-H1") for unit in communes}
    assert compare_across(Indicator.objects.get(), communes, "2020-H1") == {
        unit.pk: lines[unit.code] for unit in communes
    }
    expected = {code: SHADES[line.verdict] for code, line in lines.items() if line.valued}
    found = shaded(page)
    assert {code: found[code] for code in expected} == expected
    assert set(expected.values()) == {"v-over", "v-behind", "v-open"}
    legend = page.split('class="legend"')[1].split("</ul>")[0]
    assert sum(int(count) for count in re.findall(r'class="count">(\d+) ', legend)) == 18
    assert "Chậm" in legend
    assert "chưa báo cáo" in legend


def test_only_concluded_periods_can_be_asked_for(client: Client, bloc: Bloc, at: datetime) -> None:
    regime = Round.objects.get().regime
    earlier = Round.objects.create(
        regime=regime, period="2019-H2", opened_at=at, opened_by=Conference.objects.get().chair
    )
    held = Conference.objects.get()
    held.pk, held.round, held.concluded_at = None, earlier, at.replace(month=1)
    held.save()
    Round.objects.create(regime=regime, period="2020-H2", opened_at=at, opened_by=held.chair)
    page = client.get("/ban-do/?ky=2020-H2").content.decode()
    assert re.findall(r'<option value="(20[^"]+)"( selected)?', page) == [("2020-H1", " selected"), ("2019-H2", "")]
    without_figures = client.get("/ban-do/?ky=2019-H2").content.decode()
    assert "Không có số liệu công khai nào của các xã, phường trong kỳ 6 tháng cuối năm 2019" in without_figures
    assert '<option value="2020-H1">' in without_figures  # the way back


def test_the_page_costs_the_same_however_many_units(
    client: Client, bloc: Bloc, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    give_targets(at)
    client.get("/ban-do/")
    with django_assert_max_num_queries(22) as all_of_them:
        client.get("/ban-do/?cach=ke-hoach")
    last = Unit.objects.filter(level=Level.COMMUNE).values_list("pk", flat=True)[:9]
    Unit.objects.filter(pk__in=list(last)).update(level=Level.BODY)
    with django_assert_max_num_queries(len(all_of_them)) as half:
        client.get("/ban-do/?cach=ke-hoach")
    assert len(half) == len(all_of_them)


@pytest.mark.parametrize("asked", ["ngay=2020-13-45", "ngay=", "ky=%00", "chi-tieu=%27", "cach=x", "ngay=20200710"])
def test_what_cannot_be_read_is_as_if_it_had_not_been_asked(client: Client, bloc: Bloc, asked: str) -> None:
    assert len(shaded(client.get(f"/ban-do/?{asked}").content.decode())) == 18


class TestFiles:
    """The map to take away."""

    def test_the_drawing_stands_on_its_own(self, client: Client, bloc: Bloc) -> None:
        response = client.get("/ban-do/ban-do.svg?cach=ke-hoach")
        drawing = ElementTree.fromstring(response.content)
        assert response["Content-Type"] == "image/svg+xml"
        assert response["Content-Disposition"] == 'attachment; filename="ban-do.svg"'
        titles = [title.text for title in drawing.iter("{http://www.w3.org/2000/svg}title")]
        assert "Phường Ba Hàng: 87,4%" in titles
        assert len(titles) == 19
        assert not re.search(rb"class=|style=|https?://(?!www\.w3\.org/2000/svg)", response.content)
        assert "không dùng để xác định ranh giới" in " ".join(
            re.sub(r"<[^>]+>", " ", response.content.decode()).split()
        )

    def test_the_picture_is_that_drawing_and_is_drawn_once(self, client: Client, bloc: Bloc) -> None:
        response = client.get("/ban-do/ban-do.png")
        image = Image.open(BytesIO(response.content))
        assert (image.format, image.width) == ("PNG", 1600)
        assert image.height < 2000
        again = client.get("/ban-do/ban-do.png", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (
            client.get("/ban-do/ban-do.png?cach=ke-hoach", headers={"If-None-Match": response["ETag"]}).status_code
            == 200
        )

    @pytest.mark.parametrize("letters", ["ắ", "ộ", "Ữ", "đ", "ẵ", "m²"])
    def test_every_vietnamese_mark_is_drawn(self, letters: str) -> None:
        def drawn(text: str) -> bytes:
            return lettering.picture(
                f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text y="30">{text}</text></svg>', 90
            )

        assert drawn(letters) not in {drawn(""), drawn("\ue000"), drawn("a"), drawn("o"), drawn("d")}

    def test_a_crowd_asking_for_pictures_is_sent_away_not_kept_waiting(
        self, client: Client, bloc: Bloc, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lettering, "PATIENCE_SECONDS", 0.01)
        with lettering._one_at_a_time:
            response = client.get("/ban-do/ban-do.png?ngay=2020-05-05")
        assert (response.status_code, response["Retry-After"]) == (503, "5")

    def test_the_geometry_says_that_it_is_a_sketch(self, client: Client, bloc: Bloc) -> None:
        response = client.get("/ban-do/ban-do.geojson")
        found = response.json()
        assert response["Content-Type"] == "application/geo+json"
        assert found["is_schematic"] is True
        assert "Sơ đồ minh hoạ" in found["note"]
        by_code = {feature["properties"]["code"]: feature for feature in found["features"]}
        assert len(by_code) == 18
        assert by_code["05860"]["properties"]["shown"] == "87,4%"
        ring = by_code["05860"]["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert outlines.fault_in(by_code["05860"]["geometry"]) == ""
        assert plane.area([tuple(point) for point in ring[:-1]]) > 0
        assert plane.contains([tuple(point) for point in ring], (105.8649, 21.4166))

    def test_nothing_else_is_given(self, client: Client, bloc: Bloc) -> None:
        assert client.get("/ban-do/ban-do.exe").status_code == 404
        assert client.post("/ban-do/ban-do.svg").status_code == 405

    def test_the_palette_of_files_is_the_one_of_the_pages(self) -> None:
        tokens = Path(finders.find("ui/tokens.css") or "").read_text().split("@media")[0]
        value = dict(re.findall(r"--([\w-]+): (#\w+);", tokens))
        for shade, (ground, ink) in files.PALETTE.items():
            kind, _, name = shade.partition("-")
            token = f"map-{shade[1:]}" if not name else f"plan-{name}"
            if shade in {"m1", "m2", "m3", "m4", "m5"} or kind == "v":
                on = "on-plan-" + name if kind == "v" else f"on-{token}"
                assert (value[token], value[on]) == (ground, ink)
        assert value["map-none"] == files.PALETTE["m0"][0]
