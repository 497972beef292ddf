"""A table as a Word paper on A4 across: the head repeats on every page, no row breaks over two."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from giaoban.lib.tables.content import Table

FACE = "Times New Roman"
USABLE_MM = 297 - 20 - 15


def as_docx(table: Table) -> bytes:
    """Return the table as a Word file: A4 across, Times New Roman, margins 20 15 20 20 mm as of Nghị định 30/2020."""
    document = Document()
    _page(document)
    _line(document, table.title, size=14, bold=True)
    for text in table.under:
        _line(document, text, size=12, italic=True)
    _table(document, table)
    for text in table.foot:
        _line(document, text, size=11, italic=True, centred=False)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)


def _line(
    document: Any, text: str, *, size: int, bold: bool = False, italic: bool = False, centred: bool = True
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(4)
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold, run.italic = FACE, Pt(size), bold, italic


def _table(document: Any, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.columns))
    grid.style = "Table Grid"
    grid.autofit = False
    whole = sum(column.width for column in table.columns)
    widths = [Mm(USABLE_MM * column.width / whole) for column in table.columns]
    for place, column in enumerate(table.columns):
        grid.columns[place].width = widths[place]
        _fill(grid.rows[0].cells[place], column.title, WD_ALIGN_PARAGRAPH.CENTER, widths[place], bold=True)
    _mark(grid.rows[0], "w:tblHeader")
    for group in table.groups:
        if group.title:
            cells = grid.add_row().cells
            _fill(cells[0].merge(cells[-1]), group.title, WD_ALIGN_PARAGRAPH.LEFT, None, bold=True)
        for line in group.rows:
            row = grid.add_row()
            _mark(row, "w:cantSplit")
            cells = row.cells
            for place, cell in enumerate(line):
                side = WD_ALIGN_PARAGRAPH.RIGHT if table.columns[place].numeric else WD_ALIGN_PARAGRAPH.LEFT
                _fill(cells[place], cell.text, side, widths[place])


def _fill(cell: Any, text: str, alignment: Any, width: Any, *, bold: bool = False) -> None:
    if width is not None:
        cell.width = width
    paragraph = cell.paragraphs[0]
    paragraph.alignment = alignment
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = FACE, Pt(11), bold


def _mark(row: Any, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))
