"""Registers from files: all of it or nothing, with every fault told."""

import json
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from giaoban.domain.audit.models import Entry
from giaoban.domain.orgs.models import Boundary, Level, Unit
from giaoban.domain.orgs.operations import found_unit
from giaoban.domain.orgs.queries import children_on, unit_on
from giaoban.interfaces.commands.importing import load_boundaries, load_units

HEAD = "code,kind,short_name,level,valid_from,valid_to,parent\n"
DAY = date(2020, 7, 10)
SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "phoyen-2020.geojson"
SQUARE = [[[105.8, 21.4], [105.9, 21.4], [105.9, 21.5], [105.8, 21.4]]]


def csv_file(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """Write a register."""
    path = folder / "units.csv"
    path.write_text(head + "\n".join(lines), encoding="utf-8")
    return path


def geojson(folder: Path, *features: tuple[str, dict[str, Any]]) -> Path:
    """Write outlines given as (code, geometry)."""
    path = folder / "units.geojson"
    path.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": {"code": c}, "geometry": g} for c, g in features],
            }
        )
    )
    return path


@pytest.fixture
def town(at: datetime, db: None) -> Unit:
    """Ba Hàng, the town's first ward."""
    return found_unit(
        code="05860", kind="phường", short_name="Ba Hàng", level=Level.COMMUNE, valid_from=date(2015, 5, 15),
        valid_to=date(2025, 6, 30), at=at, acting_user=None,
    )  # fmt: skip


@pytest.mark.django_db
def test_units_come_in_whatever_their_order_and_leave_an_audit_line(tmp_path: Path, at: datetime) -> None:
    path = csv_file(
        tmp_path, "05860,phường,Ba Hàng,commune,2015-05-15,2025-06-30,172", "172,thị xã,Phổ Yên,town,2015-05-15,,"
    )
    load_units(path, at=at)
    assert list(children_on(unit_on("172", DAY), DAY)) == [unit_on("05860", DAY)]
    assert Entry.objects.filter(act="orgs.found_unit").count() == 2


@pytest.mark.django_db
def test_decomposed_letters_and_a_byte_order_mark_do_no_harm(tmp_path: Path, at: datetime) -> None:
    path = csv_file(tmp_path, "172,thị xã,Pho\u0302\u0309 Ye\u0302n,town,2015-05-15,,", head="\ufeff" + HEAD)
    load_units(path, at=at)
    assert unit_on("172", DAY).short_name == "Phổ Yên"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("05863,xã,Phúc Tân,village,2015-05-15,,", "dòng 3 (05863): cấp “village”"),
        ("05863,xã,Phúc Tân,commune,15/5/2015,,", "“15/5/2015” không phải ngày"),
        ("05863,xã,,commune,2015-05-15,,", "để trống short_name"),
        ("05863,xã,Phúc Tân,commune,2015-05-15,,999", "không có đơn vị cấp trên mã 999"),
        ("172,thị xã,Phổ Yên,town,2016-01-01,,", "Mã 172 đã là của"),
    ],
)
def test_one_unsound_line_and_nothing_is_imported(tmp_path: Path, at: datetime, line: str, told: str) -> None:
    with pytest.raises(CommandError) as refusal:
        load_units(csv_file(tmp_path, "172,thị xã,Phổ Yên,town,2015-05-15,,", line), at=at)
    assert told in str(refusal.value)
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_a_missing_column_or_file_is_one_line(tmp_path: Path, at: datetime) -> None:
    with pytest.raises(CommandError, match="thiếu cột level"):
        load_units(csv_file(tmp_path, head="code,kind,short_name,valid_from\n"), at=at)
    with pytest.raises(CommandError, match="Không có tệp"):
        load_units(tmp_path / "none.csv", at=at)


def test_an_outline_belongs_to_the_unit_of_its_day(tmp_path: Path, at: datetime, town: Unit) -> None:
    path = geojson(tmp_path, ("05860", {"type": "Polygon", "coordinates": SQUARE}))
    out = StringIO()
    call_command("import_boundaries", str(path), "--source", "đo thử", "--on", "2020-07-10", stdout=out)
    assert Boundary.objects.get().unit == town
    assert "1 đơn vị, ngày 10/7/2020" in out.getvalue()
    with pytest.raises(CommandError, match="Ngày 10/7/2025 không có đơn vị mã 05860"):
        load_boundaries(path, source="đo thử", on=date(2025, 7, 10), at=at)
    with pytest.raises(CommandError, match="“10/7/2020” không phải là ngày; hãy ghi như 2020-07-10"):
        call_command("import_boundaries", str(path), "--source", "đo thử", "--on", "10/7/2020")


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ({"type": "Point", "coordinates": [105.8, 21.4]}, "cần Polygon hoặc MultiPolygon, gặp Point"),
        ({"type": "Polygon", "coordinates": [SQUARE[0][:3]]}, "chưa khép kín"),
        ({"type": "Polygon", "coordinates": [[[590000, 2370000]] * 4]}, "kinh độ, vĩ độ"),
        ({"type": "Polygon", "coordinates": [["a"] * 4]}, "không đọc được"),
        ({}, "hình trống"),
    ],
)
def test_an_unsound_outline_imports_nothing(
    tmp_path: Path, at: datetime, town: Unit, geometry: dict[str, Any], told: str
) -> None:
    path = geojson(tmp_path, ("05860", {"type": "Polygon", "coordinates": SQUARE}), ("05863", geometry))
    with pytest.raises(CommandError) as refusal:
        load_boundaries(path, source="đo thử", on=DAY, at=at)
    assert told in str(refusal.value)
    assert not Boundary.objects.exists()


def test_the_outlines_of_2020_import_whole(at: datetime, db: None) -> None:
    if not SHARED.exists():
        pytest.skip(f"NOT TESTED: {SHARED} is absent")
    codes = [feature["properties"]["code"] for feature in json.loads(SHARED.read_text())["features"]]
    for code in codes:
        found_unit(code=code, kind="xã", short_name=code, level=Level.COMMUNE, valid_from=date(2015, 5, 15), at=at,
                   acting_user=None)  # fmt: skip
    assert len(load_boundaries(SHARED, source="số liệu thử", on=DAY, at=at)) == 18
