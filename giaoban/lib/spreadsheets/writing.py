"""Writing a form as .xlsx: styled, locked but for the cells to fill, with drop-downs and hidden identity."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from giaoban.lib.spreadsheets.forms import IDENTITY_SHEET, KEY_COLUMN, Column, Form, Line

_HEAD = PatternFill("solid", fgColor="F1E4E1")
_GROUP = PatternFill("solid", fgColor="F4F1EA")
_ENTRY = PatternFill("solid", fgColor="FFFBE6")
_THIN = Side(style="thin", color="B8B2A6")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FONT = "Times New Roman"
_NUMBER_FORMAT = "#,##0.###"


def write_form(form: Form) -> bytes:
    """Return the form as the bytes of an .xlsx file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = form.sheet_name
    head = _write_title(sheet, form)
    _write_head(sheet, form, head)
    for row, line in enumerate(form.lines, start=head + 1):
        _write_line(sheet, form, row, line)
    _add_validation(sheet, form, head + 1, head + len(form.lines))
    sheet.freeze_panes = f"C{head + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"
    hidden = book.create_sheet(IDENTITY_SHEET)
    for key, value in form.identity.items():
        hidden.append([key, value])
    hidden.sheet_state = "hidden"
    hidden.protection.sheet = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_title(sheet: Worksheet, form: Form) -> int:
    """Write the title lines and the hidden row of column keys; return the row of the column heads."""
    for row, text in enumerate(form.title, start=1):
        cell = sheet.cell(row, 2, text)
        cell.font = Font(name=_FONT, size=14 if row == 1 else 11, bold=row == 1)
    keys = len(form.title) + 1
    for column, key in enumerate([KEY_COLUMN, *(column.key for column in form.columns)], start=1):
        sheet.cell(keys, column, key)
    sheet.row_dimensions[keys].hidden = True
    sheet.column_dimensions["A"].hidden = True
    return keys + 1


def _write_head(sheet: Worksheet, form: Form, row: int) -> None:
    for index, column in enumerate(form.columns, start=2):
        cell = sheet.cell(row, index, column.title)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.fill, cell.border = _HEAD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column.hidden


def _write_line(sheet: Worksheet, form: Form, row: int, line: Line) -> None:
    if line.heading:
        cell = sheet.cell(row, 2, line.heading)
        cell.font = Font(name=_FONT, size=11, bold=True)
        for index in range(2, len(form.columns) + 2):
            sheet.cell(row, index).fill = _GROUP
        return
    sheet.cell(row, 1, line.key)
    for index, column in enumerate(form.columns, start=2):
        cell = sheet.cell(row, index, line.values.get(column.key))
        cell.font, cell.border = Font(name=_FONT, size=11), _BOX
        cell.alignment = Alignment(
            horizontal="right" if column.kind == "number" else "left", vertical="center", wrap_text=True
        )
        if column.kind == "number":
            cell.number_format = _NUMBER_FORMAT
        if column.editable and column.key not in line.locked:
            cell.protection, cell.fill = Protection(locked=False), _ENTRY


def _add_validation(sheet: Worksheet, form: Form, first: int, last: int) -> None:
    for index, column in enumerate(form.columns, start=2):
        if not column.editable or column.kind == "text" or last < first:
            continue
        rule = _rule(column)
        letter = get_column_letter(index)
        rule.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(rule)


def _rule(column: Column) -> DataValidation:
    if column.kind == "choice":
        rule = DataValidation(type="list", formula1='"{}"'.format(",".join(column.choices)), allow_blank=True)
    else:
        rule = DataValidation(type="decimal", operator="between", formula1="-999999999999", formula2="999999999999",
                              allow_blank=True)  # fmt: skip
    rule.errorTitle, rule.error = "Giao Ban", column.hint or f"Ô “{column.title}” cần {column.kind}"
    rule.promptTitle, rule.prompt = column.title, column.hint or column.title
    rule.showErrorMessage = rule.showInputMessage = True
    return rule
