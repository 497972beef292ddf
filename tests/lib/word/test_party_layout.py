"""Every measure of the Party layout, read back from the file's XML."""

import re
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from giaoban.lib.word import PARTY_36, Column, Letterhead, PartyPaper, party_layout_on
from tests.factories.documents import MOMENT

HEAD = Letterhead("Thị ủy Phổ Yên", "Ban Tuyên giáo", "Số 12-TB/BTGThU", "Phổ Yên", date(2020, 2, 3))
TWIPS_PER_MM = 1440 / 25.4


@pytest.fixture(scope="module")
def content() -> bytes:
    paper = PartyPaper(PARTY_36, title="Thông báo", author="Ban Tuyên giáo", made_at=MOMENT)
    paper.letterhead(HEAD)
    paper.title("Thông báo", "kết luận hội nghị giao ban")
    for _ in range(40):
        paper.paragraph("Một đoạn văn đủ dài để sang trang khác. " * 4)
    paper.table([Column("STT", 20), Column("Việc", 145)], [[str(n), "việc"] for n in range(3)])
    paper.signature(["- Thường trực Thị ủy (báo cáo),", "- Lưu Ban Tuyên giáo."], "Trưởng ban")
    paper.landscape_annex()
    paper.table([Column("Chỉ tiêu", 252)], [["Y tế"], ["Giáo dục"]], {0})
    return paper.to_bytes()


@pytest.fixture
def document(content: bytes) -> Any:
    return Document(BytesIO(content))


def cell_runs(cell: Any) -> list[tuple[str, float, bool, bool]]:
    """(text, size, bold, italic) of each line of a cell."""
    return [
        (p.text, p.runs[0].font.size.pt, bool(p.runs[0].bold), bool(p.runs[0].italic))
        for p in cell.paragraphs
        if p.text
    ]


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


def test_number_without_colon_and_date_by_the_zero_rule(document: Any) -> None:
    number, dated = document.tables[0].rows[1].cells
    assert cell_runs(number) == [("Số 12-TB/BTGThU", 14, False, False)]
    assert cell_runs(dated) == [("Phổ Yên, ngày 03 tháng 02 năm 2020", 14, False, True)]


def test_type_abstract_and_the_five_hyphens(document: Any) -> None:
    kind, abstract, mark = document.paragraphs[:3]
    lines = [(p.text.replace("\u00a0", " "), p.runs[0].font.size.pt, p.runs[0].bold) for p in (kind, abstract, mark)]
    assert lines == [("THÔNG BÁO", 16, True), ("kết luận hội nghị giao ban", 15, True), ("-----", 15, True)]
    assert {p.alignment for p in (kind, abstract, mark)} == {WD_ALIGN_PARAGRAPH.CENTER}


def test_the_body_is_14_exactly_20_justified_with_first_line_10(document: Any) -> None:
    paragraph = document.paragraphs[3]
    form = paragraph.paragraph_format
    assert paragraph.runs[0].font.size == Pt(14)
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


def test_the_head_signs_without_t_m_and_leaves_room_for_a_name(document: Any) -> None:
    _, right = document.tables[2].rows[0].cells
    assert cell_runs(right) == [("TRƯỞNG BAN", 14, False, False)]
    assert "T/M" not in right.text
    assert right.paragraphs[-1].text == ""
    assert right.paragraphs[-1].runs[0].bold


def test_recipients_are_underlined_upright_14_and_listed_in_12(document: Any) -> None:
    left, _ = document.tables[2].rows[0].cells
    heading = left.paragraphs[0].runs[0]
    assert (heading.text, heading.font.size.pt, heading.underline, bool(heading.italic), bool(heading.bold)) == (
        "Nơi nhận:", 14, True, False, False,
    )  # fmt: skip
    assert [p.runs[0].font.size.pt for p in left.paragraphs[1:]] == [12, 12]
    assert left.paragraphs[-1].text == "- Lưu Ban Tuyên giáo."


def test_page_number_top_centre_14_ten_from_the_edge_and_not_on_the_first_page(document: Any) -> None:
    page = document.sections[0]
    assert page.different_first_page_header_footer
    assert round(page.header_distance.mm, 1) == 10
    assert page.first_page_header.paragraphs[0].text == ""
    number = page.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xml
    assert number.runs[0].font.size == Pt(14)


def test_header_rows_repeat_and_the_annex_lies_on_its_side(document: Any) -> None:
    for table in (document.tables[1], document.tables[3]):
        marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marks == [True] + [False] * (len(table.rows) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    annex = document.sections[1]
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    assert annex._sectPr.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
    assert not annex.different_first_page_header_footer
    assert annex.header.is_linked_to_previous


def test_a_name_is_bold_where_one_is_given() -> None:
    paper = PartyPaper(PARTY_36, title="x", author="x", made_at=MOMENT)
    paper.signature([], "Trưởng ban", "Họ và tên")
    _, right = Document(BytesIO(paper.to_bytes())).tables[0].rows[0].cells
    assert right.paragraphs[-1].runs[0].text == "Họ và tên"
    assert right.paragraphs[-1].runs[0].bold


def test_the_layout_of_a_day_is_looked_up() -> None:
    assert party_layout_on(date(2020, 7, 13)) is PARTY_36
    assert party_layout_on(date(2017, 1, 1)) is PARTY_36
    assert "36-HD/VPTW" in PARTY_36.source
    assert Mm(PARTY_36.text_width_mm) == Mm(165)
