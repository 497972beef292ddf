"""Files made to look small to the survey and large to the reader, which would lay out every cell between two."""

import io
import zipfile

import pytest

from giaoban.lib.spreadsheets import Limits, SpreadsheetRefused
from giaoban.lib.spreadsheets.safety import survey

SHEET = '<sheet name="Biểu" sheetId="1" r:id="r1"/>'
RELATION = '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
FAR = '<c r="XFD1048576"><v>1</v></c>'
REPEATED = "table:number-columns-repeated"


def packed(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def xlsx(cells: str | bytes, sheets: str = SHEET) -> bytes:
    return packed({
        "xl/workbook.xml": f"<workbook><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{RELATION}</Relationships>",
        "xl/worksheets/sheet1.xml": cells,
    })  # fmt: skip


def ods(cell: str) -> bytes:
    return packed({
        "content.xml": f'<table:table table:name="Biểu"><table:table-row>{cell}</table:table-row></table:table>'
    })  # fmt: skip


def test_plain_files_pass() -> None:
    assert survey(xlsx('<row><c r="B2"><v>1</v></c><c r="C3" s="1"/></row>'), Limits())["Biểu"].columns == 2
    assert survey(ods('<table:table-cell office:value-type="float" office:value="1"/>'), Limits())["Biểu"].rows == 1


@pytest.mark.parametrize("cells", [
    FAR,
    FAR.replace('"', "'"),
    '<c q=">" r="XFD1048576"><v>1</v></c>',
    '<c r="XFD1048576" x:r="A1"><v>1</v></c>',
    '<c r = "XFD1048576"><v>1</v></c>',
    '<c q="<" r="XFD1048576"><v>1</v></c>',
    f"<!DOCTYPE x>{FAR}",
    FAR.encode("utf-16"),
])  # fmt: skip
def test_a_far_cell_of_an_xlsx_is_seen_however_it_is_written(cells: str | bytes) -> None:
    with pytest.raises(SpreadsheetRefused):
        survey(xlsx(cells), Limits())


@pytest.mark.parametrize("attributes", [
    f'office:value-type="float" {REPEATED}="16384"',
    f"office:value-type='float' {REPEATED}='16384'",
    f'office:value="1" {REPEATED}="16384"',
    f'office:string-value="x" {REPEATED} = "16384"',
    f'q=">" office:value-type="float" {REPEATED}="16384"',
    f'office:value-type="float" {REPEATED}="&#49;6384"',
])  # fmt: skip
def test_a_repeated_cell_of_an_ods_is_counted_however_it_is_written(attributes: str) -> None:
    with pytest.raises(SpreadsheetRefused):
        survey(ods(f"<table:table-cell {attributes}/>"), Limits())


def test_two_sheets_of_one_name_are_refused() -> None:
    with pytest.raises(SpreadsheetRefused, match="cùng tên"):
        survey(xlsx("<row/>", SHEET * 2), Limits())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    content = io.BytesIO(xlsx("<row/>"))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", FAR)
    with pytest.raises(SpreadsheetRefused, match="trùng tên"):
        survey(content.getvalue(), Limits())


def test_a_stream_that_does_not_unpack_is_refused_in_words() -> None:
    sound = xlsx("<row/>" * 200)
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        place = archive.getinfo("xl/workbook.xml")
    start = place.header_offset + 30 + len(place.filename)
    broken = sound[:start] + b"\xff" * place.compress_size + sound[start + place.compress_size :]
    with pytest.raises(SpreadsheetRefused, match="hỏng"):
        survey(broken, Limits())


def test_text_without_tag_ends_takes_no_more_than_one_walk() -> None:
    with pytest.raises(SpreadsheetRefused):
        survey(xlsx("<c " * 200_000), Limits())


def test_a_formula_of_an_ods_stands_where_a_reader_finds_it() -> None:
    found = survey(ods('<table:table-cell/><table:table-cell table:formula="of:=1"/>'), Limits())["Biểu"]
    assert found.formulas == {"B1": False}
