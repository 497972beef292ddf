"""`giaoban consolidate` in all its formats; the files are opened again."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from openpyxl import load_workbook
from pytest_django import Settings

from giaoban.domain.indicators.models import EmptyKind
from giaoban.domain.indicators.operations import set_target
from giaoban.domain.indicators.rules import Figure
from giaoban.domain.orgs.models import Unit
from giaoban.lib import clock
from tests.factories.indicators import AT, make_indicator, make_town, make_unit, oblige, rate, report, volume

pytestmark = pytest.mark.django_db
HEADINGS = [
    "STT",
    "Chỉ tiêu",
    "ĐVT",
    "Kế hoạch năm",
    "Cùng kỳ",
    "Thực hiện kỳ này",
    "% so KH",
    "% so cùng kỳ",
    "Ghi chú",
]


@pytest.fixture(autouse=True)
def town_with_figures(settings: Settings, tmp_path: Path) -> None:
    settings.CLOCK_FILE = tmp_path / "clock.json"
    town = make_town()
    first, second = make_unit("1", "Đắc Sơn", parent=town), make_unit("2", "Ba Hàng", parent=town)
    schools = make_indicator("GD-01", ratio=True, over_time="school_year", calendar="school", sector="GD")
    jobs = make_indicator("DN-05", even=True, sector="DN")
    for indicator in (schools, jobs):
        oblige(indicator, first, second)
    set_target(indicator=jobs, unit=town, year=2020, value=Decimal(3600), source="", acting_user=None, at=AT)
    set_target(indicator=schools, unit=town, year=2020, value=Decimal("95.4"), source="", acting_user=None, at=AT)
    report(first, [rate(schools, 2000, 2044), volume(jobs, 1000, status="estimate")])
    report(second, [rate(schools, 909, 1000), volume(jobs, 702)])
    report(first, [rate(schools, 95, 100), volume(jobs, 1884)], "2019-H1")


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("consolidate", "2020-H1", "--unit", "172", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_demonstrations_figures_are_marked_as_made_up(form: str) -> None:
    assert "số liệu minh hoạ" not in run("--format", form)
    clock.set_shown(AT)
    text = run("--format", form)
    assert text.count("số liệu minh hoạ") == (2 if form == "csv" else 1)  # a row of a CSV file stands alone


def test_a_rate_of_which_nothing_arose_is_not_missing() -> None:
    exam = make_indicator("GD-11", ratio=True, sector="GD")
    town = Unit.objects.get(code="172")
    report(make_unit("3", "Phúc Tân", parent=town), [Figure(exam.pk, EmptyKind.NONE_AROSE)])
    row = next(row for row in json.loads(run("--format", "json"))["rows"] if row["code"] == "GD-11")
    assert (row["actual"], row["reported"]) == (None, 1)
    assert "không phát sinh" in row["note"]


def test_the_table_for_people() -> None:
    text = run()
    assert text.startswith("Biểu tổng hợp số liệu 6 tháng đầu năm 2020\nThị xã Phổ Yên\n")
    line = next(line for line in text.splitlines() if "Chỉ tiêu DN-05" in line)
    for part in ("3.600", "1.884", "1.702", "47,3%", "−9,7%", "đến 14/6/2020"):
        assert part in line
    assert "Chỉ tiêu GD-01" in text
    assert "95,6" in text
    assert "+0,2 điểm" in text
    assert "đến 31/5/2020" in text
    assert text.index("Giáo dục") < text.index("Dạy nghề")


def test_json_carries_decimals_as_plain_strings() -> None:
    data = json.loads(run("--format", "json"))
    assert (data["unit"]["code"], data["period"]) == ("172", "2020-H1")
    jobs = next(row for row in data["rows"] if row["code"] == "DN-05")
    assert (jobs["plan"], jobs["same_period"], jobs["actual"]) == ("3600", "1884", "1702")
    assert (jobs["plan_percent"], jobs["change"], jobs["change_kind"]) == ("47.28", "-9.66", "percent")
    assert (jobs["as_of"], jobs["reported"], jobs["expected"], jobs["estimated"]) == ("2020-06-14", 2, 2, 1)
    schools = next(row for row in data["rows"] if row["code"] == "GD-01")
    assert (schools["numerator"], schools["denominator"], schools["actual"]) == ("2909", "3044", "95.6")
    assert schools["verdict"] == "exceeded"


def test_csv_is_in_vietnamese_numbers_with_every_column() -> None:
    lines = run("--format", "csv").lstrip("\ufeff").splitlines()
    assert lines[0].split(",") == ["Lĩnh vực", *HEADINGS]
    assert any("1.702" in line and '"47,3%"' in line for line in lines)
    assert not [line for line in lines if "'" in line]
    assert any(",+" in line or ',"+' in line for line in lines)


def test_the_workbook_opens_again_with_numbers_in_it(tmp_path: Path) -> None:
    run("--format", "xlsx", "--output", str(tmp_path / "bieu.xlsx"))
    sheet = load_workbook(tmp_path / "bieu.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] == "STT")
    assert rows[head] == HEADINGS
    jobs = next(row for row in rows if row[1] == "Chỉ tiêu DN-05")
    assert jobs[3:8] == [3600, 1884, 1702, "47,3%", "−9,7%"]
    schools = next(row for row in rows if row[1] == "Chỉ tiêu GD-01")
    assert schools[5] == 95.6
    assert sheet.page_setup.orientation == "landscape"


def test_the_word_paper_opens_again(tmp_path: Path) -> None:
    run("--format", "docx", "--output", str(tmp_path / "bieu.docx"))
    document = Document(str(tmp_path / "bieu.docx"))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == HEADINGS
    jobs = next(row for row in rows if row[1] == "Chỉ tiêu DN-05")
    assert jobs[3:8] == ["3.600", "1.884", "1.702", "47,3%", "−9,7%"]
    assert "ước (1 đơn vị)" in jobs[8]
    assert document.sections[0].page_width > document.sections[0].page_height


def test_sectors_can_be_chosen() -> None:
    assert [row["code"] for row in json.loads(run("--format", "json", "--sector", "DN"))["rows"]] == ["DN-05"]
    with pytest.raises(CommandError, match="Không có lĩnh vực XX; có: GD, YT"):
        run("--sector", "XX")


def test_what_is_not_there_is_said_clearly() -> None:
    with pytest.raises(CommandError, match=r"“2020-H3” không phải là mã kỳ; ví dụ 2020-H1"):
        call_command("consolidate", "2020-H3", "--unit", "172")
    with pytest.raises(CommandError, match="Không có đơn vị mã 999 vào ngày 14/6/2020"):
        call_command("consolidate", "2020-H1", "--unit", "999")
    make_unit("3", "Trống")
    out = io.StringIO()
    call_command("consolidate", "2020-H1", "--unit", "3", stdout=out)
    assert "chưa có chỉ tiêu nào" in out.getvalue()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không ghi được"):
        run("--format", "xlsx", "--output", str(tmp_path / "khong-co" / "bieu.xlsx"))
