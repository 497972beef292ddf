"""Tables of figures: a header row that repeats on every page, rows that are never torn apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt

from giaoban.lib.word.layouts import Layout
from giaoban.lib.word.marks import set_cell_margins, set_row_flag, set_widths

ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in millimetres, how its cells are set (left, right, centre)."""

    title: str
    width_mm: float
    align: str = "left"


def draw_table(
    document: Any, layout: Layout, columns: Sequence[Column], rows: Sequence[Sequence[str]], group_rows: set[int]
) -> Any:
    """Draw a ruled table. `group_rows` are the indexes of rows whose first text spans all columns, in bold."""
    table = document.add_table(rows=1 + len(rows), cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_cell_margins(table, 1.2, 1.2)
    set_widths(table, [column.width_mm for column in columns])
    _fill(table.rows[0], [column.title for column in columns], layout, ["centre"] * len(columns), bold=True)
    set_row_flag(table.rows[0], "w:cantSplit")
    set_row_flag(table.rows[0], "w:tblHeader")
    aligns = [column.align for column in columns]
    table_rows = list(table.rows)
    for index, texts in enumerate(rows):
        row = table_rows[index + 1]
        set_row_flag(row, "w:cantSplit")
        if index in group_rows:
            cells = row.cells
            merged = cells[0].merge(cells[-1])
            write_cell(merged, texts[0], layout, "left", bold=True)
            merged.paragraphs[0].paragraph_format.keep_with_next = True
        else:
            _fill(row, texts, layout, aligns)
    return table


def _fill(row: Any, texts: Sequence[str], layout: Layout, aligns: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, align in zip(row.cells, texts, aligns, strict=True):
        write_cell(cell, text, layout, align, bold=bold)


def write_cell(cell: Any, text: str, layout: Layout, align: str, *, bold: bool = False) -> None:
    """Write a cell's text in the table's size, single spaced; lines of the text become paragraphs."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment = ALIGNMENTS[align]
        form.first_line_indent = Pt(0)
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
        form.space_before, form.space_after = Pt(1.5), Pt(1.5)
        run = paragraph.add_run(line)
        run.font.size = Pt(layout.table_pt)
        run.bold = bold
