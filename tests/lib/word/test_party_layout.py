"""The Party layout: which holds on a day, and a name where one is given."""

from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Mm

from giaoban.lib.word import PARTY_36, Column, Letterhead, PartyPaper, party_layout_on
from tests.factories.documents import MOMENT

HEAD = Letterhead("Thị ủy Phổ Yên", "Ban Tuyên giáo", "Số 12-TB/BTGThU", "Phổ Yên", date(2020, 2, 3))


def sample() -> bytes:
    """A paper with every part the layout knows; tests/processes/test_paper_layout.py measures it."""
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


def cell_runs(cell: Any) -> list[tuple[str, float, bool, bool]]:
    """(text, size, bold, italic) of each line of a cell."""
    return [
        (p.text, p.runs[0].font.size.pt, bool(p.runs[0].bold), bool(p.runs[0].italic))
        for p in cell.paragraphs
        if p.text
    ]


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
