"""A table as an Excel workbook: numbers stay numbers, so that people can go on reckoning."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from giaoban.lib.tables.content import Cell, Table

FACE = "Times New Roman"
THIN = Side(style="thin", color="999999")
EDGES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SHADE = PatternFill("solid", fgColor="EDEDED")


def as_xlsx(table: Table) -> bytes:
    """Return the table as a workbook of one sheet, ready to print on A4 across, the head on every page."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook always has one
    sheet.title = "Tổng hợp"
    width = len(table.columns)
    for number, text in enumerate([table.title, *table.under], start=1):
        line = sheet.cell(number, 1, text)
        line.font = Font(name=FACE, size=14 if number == 1 else 11, bold=number == 1, italic=number > 1)
        line.alignment = Alignment(horizontal="center", wrap_text=True, vertical="center")
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=width)
        sheet.row_dimensions[number].height = 22 if number == 1 else 16
    head = 2 + len(table.under) + 1
    _head(sheet, table, head)
    last = _body(sheet, table, head + 1)
    for offset, text in enumerate(table.foot, start=2):
        sheet.cell(last + offset, 1, text).font = Font(name=FACE, size=10, italic=True)
    sheet.freeze_panes = f"C{head + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, table: Table, row: int) -> None:
    for place, column in enumerate(table.columns, start=1):
        cell = sheet.cell(row, place, column.title)
        cell.font, cell.border, cell.fill = Font(name=FACE, size=11, bold=True), EDGES, SHADE
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width + 2
    sheet.row_dimensions[row].height = 32


def _body(sheet: Worksheet, table: Table, row: int) -> int:
    for group in table.groups:
        if group.title:
            for place in range(1, len(table.columns) + 1):
                sheet.cell(row, place).border = EDGES
            sheet.cell(row, 1, group.title).font = Font(name=FACE, size=11, bold=True)
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(table.columns))
            row += 1
        for line in group.rows:
            for place, (column, cell) in enumerate(zip(table.columns, line, strict=True), start=1):
                _write(sheet, row, place, cell, numeric=column.numeric)
            row += 1
    return row - 1


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, *, numeric: bool) -> None:
    written = sheet.cell(row, place)
    if cell.number is not None:
        written.value = cell.number
        written.number_format = cell.number_format or "General"
    else:
        written.value = cell.text
        written.data_type = "s"  # a text that begins with "=" stays a text
    written.font, written.border = Font(name=FACE, size=11), EDGES
    written.alignment = Alignment(horizontal="right" if numeric else "left", vertical="top", wrap_text=not numeric)
