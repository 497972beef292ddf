"""Reading a filled form back. The file is surveyed first (safety.py); only then does the parser see it."""

import datetime
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from giaoban.lib.dates import short
from giaoban.lib.spreadsheets.forms import (
    IDENTITY_SHEET,
    KEY_COLUMN,
    Column,
    Filled,
    Found,
    Remark,
    SpreadsheetRefused,
)  # fmt: skip
from giaoban.lib.spreadsheets.safety import Limits, Surveyed, cell_ref, survey
from giaoban.lib.text import clean

_LARGEST_AREA = 2000 * 100  # cells of the largest sheet that is read


def read_form(content: bytes, columns: Iterable[Column], limits: Limits | None = None) -> Filled:
    """Read a form written by write_form and filled in Excel or LibreOffice (.xlsx or .ods).

    Only columns asked for are read. Raises SpreadsheetRefused for a file that is not this form or not safe; what is
    wrong with single cells comes back as remarks, everything else as read. Numbers carry 15 digits, as shown.
    """
    sheets = survey(content, limits or Limits())
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            tables = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
                if name in sheets
            }
    except (CalamineError, ValueError, OSError) as broken:
        raise SpreadsheetRefused("Tệp hỏng hoặc có mật khẩu, không đọc được; hãy tải lại mẫu và nhập lại") from broken
    identity = {str(row[0]): clean(str(row[1])) for row in tables.pop(IDENTITY_SHEET, []) if len(row) > 1}
    for name, rows in tables.items():
        if (head := _key_row(rows)) is not None and identity:
            return _fill(identity, rows, head, {column.key: column for column in columns}, sheets[name])
    raise SpreadsheetRefused(
        "Không phải mẫu của hệ thống (thiếu phần nhận dạng); hãy tải mẫu của đơn vị và điền vào đó"
    )


def _key_row(rows: list[list[Any]]) -> int | None:
    return next((index for index, row in enumerate(rows[:30]) if row and row[0] == KEY_COLUMN), None)


def _fill(
    identity: dict[str, str], rows: list[list[Any]], head: int, columns: dict[str, Column], sheet: Surveyed
) -> Filled:
    places = {index: columns[key] for index, key in enumerate(rows[head]) if key in columns}
    cells: dict[tuple[str, str], Found] = {}
    remarks: list[Remark] = []
    seen: set[str] = set()
    merged = _merged_refs(sheet)
    for row_index, row in enumerate(rows[head + 1 :], start=head + 1):
        key = clean(str(row[0])) if row else ""
        if not key:
            continue
        if key in seen:
            remarks.append(Remark(cell_ref(row_index, 0), f"dòng “{key}” lặp lại", "mỗi chỉ tiêu một dòng", key))
            continue
        seen.add(key)
        for index, column in places.items():
            ref = cell_ref(row_index, index)
            value = row[index] if index < len(row) else ""
            found = _found(ref, value, column, sheet, merged)
            if isinstance(found, Found):
                cells[key, column.key] = found
            else:
                remarks.append(Remark(ref, *found, key))
    return Filled(identity, cells, tuple(remarks))


def _found(ref: str, value: Any, column: Column, sheet: Surveyed, merged: set[str]) -> Found | tuple[str, str]:
    """Return the cell as read, or (found, expected) where it cannot be taken."""
    expected = "một số" if column.kind == "number" else "chữ"
    if ref in merged and column.editable:
        return "ô bị gộp", "ô riêng như trong mẫu"
    if ref in sheet.errors or (isinstance(value, str) and re.fullmatch(r"#[A-Z0-9/!?]+", value)):
        return f"lỗi công thức {value}".strip(), expected
    if sheet.formulas.get(ref) is False:
        return "công thức chưa có kết quả", f"{expected}, hoặc mở bằng Excel và lưu lại"
    if isinstance(value, bool):
        return ("ĐÚNG" if value else "SAI"), expected
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return f"ngày giờ {_moment(value)}", expected
    if isinstance(value, int | float):
        return Found(ref, number=Decimal(f"{value:.15g}"), is_formula=ref in sheet.formulas)
    return Found(ref, text=clean(str(value)), is_formula=ref in sheet.formulas)


def _moment(value: datetime.date | datetime.time | datetime.timedelta) -> str:
    return short(value) if isinstance(value, datetime.date) else str(value)


def _merged_refs(sheet: Surveyed) -> set[str]:
    """Return every cell inside a merged range. Ranges do not overlap in a sound file, so their area is bounded."""
    found: set[str] = set()
    room = 2 * _LARGEST_AREA
    for area in sheet.merges:
        first, _, last = area.partition(":")
        (left, top), (right, bottom) = _corner(first), _corner(last)
        bottom, right = min(bottom, top + 2000), min(right, left + 100)
        room -= max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if room < 0:
            raise SpreadsheetRefused("Tệp gộp ô chồng chéo; hãy tải lại mẫu và nhập lại")
        for row in range(top, bottom + 1):
            found.update(cell_ref(row, column) for column in range(left, right + 1))
    return found


def _corner(ref: str) -> tuple[int, int]:
    letters = re.match(r"[A-Z]+", ref)
    column = 0
    for letter in letters.group() if letters else "":
        column = column * 26 + ord(letter) - 64
    return column - 1, int(ref[len(letters.group()) if letters else 0 :]) - 1
