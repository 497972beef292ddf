"""The unit's workbook out of the page and back into it."""

import io
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pytest_django import Settings

from giaoban.domain.reports.models import Cell, Submission
from giaoban.lib import clock
from tests.factories.reports import Office
from tests.interfaces.console.reports.conftest import SignIn


def filled(content: bytes, figures: dict[str, int | str]) -> SimpleUploadedFile:
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    keys = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "_key")
    column = next(c for c in range(1, sheet.max_column + 1) if sheet.cell(keys, c).value == "value")
    for row in range(1, sheet.max_row + 1):
        code = str(sheet.cell(row, 1).value)
        if code in figures:
            sheet.cell(row, column).value = figures[code]
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("bieu.xlsx", stream.getvalue())


def test_a_filled_workbook_is_taken_and_its_wrong_cell_named(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    client, here = sign_in("clerk"), f"/lam-viec/bao-cao/{submission.pk}/"
    form = client.get(f"{here}mau-excel/")
    assert form["Content-Disposition"] == 'attachment; filename="bieu-2020-h1-xa-dac-son.xlsx"'
    figures: dict[str, int | str] = {"YT01": 5100, "DS01": "bảy mươi"}
    page = client.post(f"{here}tep/", {"file": filled(form.content, figures)}).content.decode()
    assert "1 ô thay đổi" in page
    assert "5.100" in page
    assert "bảy mươi" in page
    assert f"{here}#o-DS01" in page
    assert Cell.objects.get(indicator__code="YT01").value == 5100
    again = client.post(f"{here}tep/", {"file": filled(form.content, {"YT01": 5100})}).content.decode()
    assert "0 ô thay đổi, 1 ô giữ nguyên" in again


def test_a_file_that_is_no_workbook_is_refused_in_plain_words(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    client, here = sign_in("clerk"), f"/lam-viec/bao-cao/{submission.pk}/tep/"
    response = client.post(here, {"file": SimpleUploadedFile("ảnh.png", b"\x89PNG")})
    assert response.status_code == 422
    assert "Chưa ô nào bị thay đổi" in response.content.decode()
    assert "Chưa chọn tệp nào" in client.post(here).content.decode()
    assert not Cell.objects.exists()


def test_what_was_read_in_doubt_is_listed_with_what_was_understood(
    office: Office, submission: Submission, sign_in: SignIn
) -> None:
    client, here = sign_in("clerk"), f"/lam-viec/bao-cao/{submission.pk}/"
    form = client.get(f"{here}mau-excel/")
    response = client.post(f"{here}tep/", {"file": filled(form.content, {"YT01": "9.120", "DS01": 1075})})
    page = response.content.decode()
    assert "Ô có thể hiểu hai cách" in page
    ((remark, row, href),) = response.context["doubts"]
    assert (remark.found, remark.expected, row.indicator.code) == ("9.120", "9.120", "YT01")
    assert href == f"{here}#o-YT01"
    assert remark.ref in page
    listed = client.get(here).content.decode()
    assert "“Số lượt khám bệnh”: đã gõ “9.120”, hiểu là 9.120" in listed
    again = sign_in("clerk").post(f"{here}tep/", {"file": filled(form.content, {"YT01": "1.5.2"})})
    assert again.context["doubts"] == []


def test_in_a_demonstration_the_workbook_says_that_its_figures_are_made_up(
    submission: Submission, sign_in: SignIn, settings: Settings, tmp_path: Path
) -> None:
    settings.CLOCK_FILE = tmp_path / "clock.json"
    client, address = sign_in("clerk"), f"/lam-viec/bao-cao/{submission.pk}/mau-excel/"

    def lines() -> list[object]:
        sheet = load_workbook(io.BytesIO(client.get(address).content)).worksheets[0]
        return [sheet.cell(row, 2).value for row in range(1, 5)]

    assert "(số liệu minh hoạ)" not in lines()
    clock.set_shown(clock.now())
    assert "(số liệu minh hoạ)" in lines()
