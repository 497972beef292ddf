"""Every measure of the Party layout, read back from the XML of a made-up paper and of the three a conference issues."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt

from giaoban.domain.documents.queries import file_of
from giaoban.lib.word import PARTY_36
from giaoban.processes.issue_conference_papers import (
    issue_conclusion_notice,
    issue_consolidated_report,
    issue_minutes,
)
from tests.lib.word.test_party_layout import cell_runs, sample
from tests.processes.test_conference_papers import concluded, issue

pytestmark = pytest.mark.django_db
ISSUED_DAY = "ngày 13 tháng 7 năm 2020"


@dataclass(frozen=True)
class Kind:
    """What one of the papers says where the layout says only how."""

    number: str
    dated: str
    type: str
    abstract: str
    signers: tuple[str, ...] = ("TRƯỞNG BAN",)
    recipients: bool = True


KINDS = {
    "sample": Kind("Số 12-TB/BTGThU", "ngày 03 tháng 02 năm 2020", "THÔNG BÁO", "kết luận hội nghị giao ban"),
    "report": Kind("Số 01-BC/BTGThU", ISSUED_DAY, "BÁO CÁO", "kết quả công tác 6 tháng đầu năm 2020"),
    "notice": Kind("Số 01-TB/BTGThU", ISSUED_DAY, "THÔNG BÁO", "kết luận hội nghị giao ban công tác khoa giáo"),
    "minutes": Kind("Số 01-BB/BTGThU", ISSUED_DAY, "BIÊN BẢN", "Hội nghị giao ban công tác khoa giáo",
                    ("THƯ KÝ", "CHỦ TRÌ"), recipients=False),
}  # fmt: skip
ACTS: dict[str, Any] = {
    "report": issue_consolidated_report, "notice": issue_conclusion_notice, "minutes": issue_minutes,
}  # fmt: skip
FILES: dict[str, bytes] = {}


@pytest.fixture(params=KINDS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def kind(name: str) -> Kind:
    return KINDS[name]


@pytest.fixture
def content(name: str) -> bytes:
    """The paper's file, issued once for all the measures that are read from it."""
    if name not in FILES:
        FILES[name] = sample() if name == "sample" else file_of(issue(concluded(), ACTS[name]))
    return FILES[name]


@pytest.fixture
def document(content: bytes) -> Any:
    return Document(BytesIO(content))


def signing(document: Any) -> Any:
    """The two cells of the table in which the paper is signed."""
    return next(
        table.rows[0].cells
        for table in document.tables[1:]
        if len(table.columns) == 2 and len(table.rows) == 1
    )  # fmt: skip


def ruled(document: Any) -> list[Any]:
    """The tables of the body and the annex; letterhead and signature are drawn as tables without rules."""
    return [table for table in document.tables if len(table.columns) != 2 or len(table.rows) > 2]


def test_the_page_is_a4_with_margins_20_20_30_15(document: Any) -> None:
    page = document.sections[0]
    sizes = [page.page_width, page.page_height, page.top_margin, page.bottom_margin, page.left_margin,
             page.right_margin]  # fmt: skip
    assert [round(size.mm, 1) for size in sizes] == [210, 297, 20, 20, 30, 15]


def test_the_organ_lines_stand_on_the_left_with_the_asterisk(document: Any) -> None:
    left, _ = document.tables[0].rows[0].cells
    assert cell_runs(left) == [
        ("THỊ ỦY PHỔ YÊN", 14, False, False), ("BAN TUYÊN GIÁO", 14, True, False), ("*", 14, False, False),
    ]  # fmt: skip


def test_the_partys_name_has_a_solid_line_of_its_own_length(document: Any) -> None:
    _, right = document.tables[0].rows[0].cells
    assert cell_runs(right) == [("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False)]
    line = right.paragraphs[1]
    border = line._p.pPr.find(qn("w:pBdr")).find(qn("w:top"))
    assert border.get(qn("w:val")) == "single"
    indents = line.paragraph_format
    drawn = right.width.mm - indents.left_indent.mm - indents.right_indent.mm
    text_mm = PARTY_36.motto_width_em * 15 * 25.4 / 72
    assert drawn == pytest.approx(text_mm, abs=0.2)
    assert 64 < text_mm < 67
    assert indents.left_indent == indents.right_indent


def test_number_without_colon_and_date_by_the_zero_rule(document: Any, kind: Kind) -> None:
    number, dated = document.tables[0].rows[1].cells
    assert cell_runs(number) == [(kind.number, 14, False, False)]
    assert cell_runs(dated) == [(f"Phổ Yên, {kind.dated}", 14, False, True)]


def test_type_abstract_and_the_five_hyphens(document: Any, kind: Kind) -> None:
    first, abstract, mark = document.paragraphs[:3]
    said = abstract.text.replace("\u00a0", " ")
    assert said.startswith(kind.abstract)
    lines = [(p.text, p.runs[0].font.size.pt, p.runs[0].bold) for p in (first, abstract, mark)]
    assert lines == [(kind.type, 16, True), (abstract.text, 15, True), ("-----", 15, True)]
    assert {p.alignment for p in (first, abstract, mark)} == {WD_ALIGN_PARAGRAPH.CENTER}


def test_the_body_is_14_exactly_20_justified_with_first_line_10(document: Any) -> None:
    body = [p for p in document.paragraphs[3:] if p.text and p.alignment != WD_ALIGN_PARAGRAPH.CENTER]
    assert len(body) > 2
    for paragraph in body:
        form = paragraph.paragraph_format
        assert {run.font.size for run in paragraph.runs} == {Pt(14)}
        assert paragraph.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
        assert form.line_spacing_rule == WD_LINE_SPACING.EXACTLY
        assert 18 <= form.line_spacing.pt <= 22
        assert round(form.first_line_indent.mm, 1) == 10


def test_every_face_is_times_new_roman(document: Any, content: bytes) -> None:
    fonts = document.styles["Normal"].element.rPr.find(qn("w:rFonts"))
    faces = {face: fonts.get(qn(f"w:{face}")) for face in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert set(faces.values()) == {"Times New Roman"}
    with ZipFile(BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
    assert set(re.findall(r'w:ascii="([^"]+)"', body)) <= {"Times New Roman"}


def test_who_signs_does_so_without_t_m_and_has_room_for_a_name(document: Any, kind: Kind) -> None:
    """The ban's head signs a report and a notice; minutes are signed by the secretary on the left, the chair right."""
    signers = signing(document)[-len(kind.signers) :]
    for cell, title in zip(signers, kind.signers, strict=True):
        assert cell_runs(cell) == [(title, 14, False, False)]
        assert "T/M" not in cell.text
        assert len(cell.paragraphs) > 4
        assert cell.paragraphs[-1].text == ""
        assert cell.paragraphs[-1].runs[0].bold


def test_recipients_are_underlined_upright_14_and_listed_in_12(document: Any, kind: Kind) -> None:
    left = signing(document)[0]
    if not kind.recipients:
        assert "Nơi nhận" not in "".join(cell.text for table in document.tables for cell in table._cells)
        return
    heading = left.paragraphs[0].runs[0]
    assert (heading.text, heading.font.size.pt, heading.underline, bool(heading.italic), bool(heading.bold)) == (
        "Nơi nhận:", 14, True, False, False,
    )  # fmt: skip
    lines = left.paragraphs[1:]
    assert len(lines) > 1
    assert {p.runs[0].font.size.pt for p in lines} == {12}
    assert all(p.text.startswith("- ") for p in lines)
    assert lines[-1].text.startswith("- Lưu ")
    assert lines[-1].text.endswith(".")


def test_page_number_top_centre_14_ten_from_the_edge_and_not_on_the_first_page(document: Any) -> None:
    page = document.sections[0]
    assert page.different_first_page_header_footer
    assert round(page.header_distance.mm, 1) == 10
    assert page.first_page_header.paragraphs[0].text == ""
    number = page.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xml
    assert number.runs[0].font.size == Pt(14)


def test_header_rows_repeat_and_rows_stay_whole(document: Any) -> None:
    assert ruled(document)
    for table in ruled(document):
        marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marks == [True] + [False] * (len(table.rows) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_wide_table_lies_on_its_side(document: Any, name: str) -> None:
    if name not in {"sample", "report"}:
        assert len(document.sections) == 1
        return
    annex = document.sections[1]
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    margins = (annex.top_margin, annex.bottom_margin, annex.left_margin, annex.right_margin)
    assert [round(size.mm) for size in margins] == [20, 20, 30, 15]
    assert annex._sectPr.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
    assert not annex.different_first_page_header_footer
    assert annex.header.is_linked_to_previous
