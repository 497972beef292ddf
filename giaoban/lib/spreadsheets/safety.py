"""Looking at a file before any parser does: what it is, how large it grows, where its formulas and merges are.

A spreadsheet is a zip of XML. Sizes are judged from the directory and enforced while reading, and how far a sheet
reaches is counted on the text, since a reader that lays out a dense table would allocate for one cell at XFD1048576.
"""

import html
import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from giaoban.lib.spreadsheets.forms import SpreadsheetRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
# The inside of a tag as a parser sees it: a ">" between quotes does not end it, quotes may be of either kind.
# No "<" can stand there, so that each search ends at the next tag and the whole stays linear.
_INSIDE = rb"""(?:[^<>"']|"[^<"]*"|'[^<']*')*?"""
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s" + _INSIDE + rb">")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s" + _INSIDE + rb">")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(rb"<(?:\w+:)?c(\s" + _INSIDE + rb")?(/?)>")
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL_END = re.compile(rb"</(?:\w+:)?c\s*>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_RESULT = re.compile(rb"<(?:\w+:)?v>[^<]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_REF = re.compile(rb"^([A-Z]{1,3})(\d{1,7})$")
_ODS_PART = re.compile(
    rb"<table:(?:table(?:-row|-cell)?|covered-table-cell)(?:\s" + _INSIDE + rb")?/?>|</table:table\s*>"
)
_ODS_START = re.compile(rb"<table:table(?:-row|-cell)?[\s/>]|<table:covered-table-cell[\s/>]|</table:table\s*>")
# What makes an .ods cell hold something for the reader, which goes by any of them.
_ODS_HELD = {
    b"value-type", b"value", b"string-value", b"date-value", b"time-value", b"boolean-value", b"formula",
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How large a file may be: bytes as sent, bytes unpacked, parts, growth, rows and columns with content."""

    sent: int = 10 * 1024 * 1024
    unpacked: int = 80 * 1024 * 1024
    parts: int = 400
    growth: int = 200
    rows: int = 2000
    columns: int = 100


@dataclass
class Surveyed:
    """What the text of one sheet says: how far it reaches, its formulas (with a stored result or not), its merges."""

    rows: int = 0
    columns: int = 0
    formulas: dict[str, bool] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    errors: set[str] = field(default_factory=set)


def survey(content: bytes, limits: Limits) -> dict[str, Surveyed]:
    """Return what each sheet of an .xlsx or .ods holds, by name. Raises SpreadsheetRefused for anything unsafe."""
    if len(content) > limits.sent:
        raise SpreadsheetRefused(f"Tệp lớn quá {limits.sent // 1048576} MB")
    if content.startswith(OLE):
        raise SpreadsheetRefused("Tệp .xls đời cũ hoặc có mật khẩu; hãy bỏ mật khẩu và lưu lại thành .xlsx")
    if not content.startswith(ZIP):
        raise SpreadsheetRefused("Không phải tệp bảng tính; cần tệp .xlsx hoặc .ods đã tải từ hệ thống")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, len(content), limits)
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                found = _survey_xlsx(archive, limits)
            elif "content.xml" in names:
                found = _survey_ods(archive, limits)
            else:
                raise SpreadsheetRefused("Không phải tệp bảng tính; cần tệp .xlsx hoặc .ods đã tải từ hệ thống")
    except SpreadsheetRefused:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, OSError, ValueError,
            zlib.error, lzma.LZMAError) as broken:  # fmt: skip
        raise SpreadsheetRefused("Tệp hỏng hoặc có mật khẩu, không mở được; hãy tải lại mẫu và nhập lại") from broken
    for name, sheet in found.items():
        if sheet.rows > limits.rows or sheet.columns > limits.columns:
            raise SpreadsheetRefused(
                f"Trang “{name}” có {sheet.rows} dòng, {sheet.columns} cột; mẫu chỉ nhận đến {limits.rows} dòng, "
                f"{limits.columns} cột"
            )
    return found


def _refuse_bomb(archive: zipfile.ZipFile, sent: int, limits: Limits) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > limits.parts or total > limits.unpacked or total > max(sent * limits.growth, 1024 * 1024):
        raise SpreadsheetRefused("Tệp nén phình ra quá lớn, có thể là tệp độc; không mở")
    if len({part.filename for part in parts}) != len(parts):
        raise SpreadsheetRefused("Tệp có hai phần trùng tên, có thể là tệp độc; không mở")


def _read(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """Read one part, never past the limit whatever the directory claims."""
    with archive.open(name) as part:
        data = part.read(limits.unpacked + 1)
    if len(data) > limits.unpacked:
        raise SpreadsheetRefused("Tệp nén phình ra quá lớn, có thể là tệp độc; không mở")
    if b"\0" in data or b"<!DOCTYPE" in data:  # UTF-16, or entities: text that the survey would read otherwise
        raise SpreadsheetRefused("Tệp không ghi theo chuẩn; hãy mở bằng Excel hoặc LibreOffice và lưu lại")
    return data


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    """Return a tag's attributes by local name; one without a prefix wins over a namesake with one."""
    found = sorted(_ATTRIBUTE.findall(tag), key=lambda one: b":" not in one[0])
    return {key.rsplit(b":", 1)[-1]: double or single for key, double, single in found}


def _text(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace"))


def _survey_xlsx(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Surveyed]:
    relations = _read(archive, "xl/_rels/workbook.xml.rels", limits)
    targets = {}
    for tag in _RELATION.findall(relations):
        attributes = _attributes(tag)
        targets[attributes.get(b"Id", b"")] = _text(attributes.get(b"Target", b""))
    found: dict[str, Surveyed] = {}
    for tag in _SHEET.findall(_read(archive, "xl/workbook.xml", limits)):
        attributes = _attributes(tag)
        target = targets.get(attributes.get(b"id", b""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        _add(found, _text(attributes.get(b"name", b"")), _survey_sheet(_read(archive, part, limits)))
    return found


def _add(found: dict[str, Surveyed], name: str, sheet: Surveyed) -> None:
    """Keep a sheet under its name. Two of one name: the reader might open the other one."""
    if name in found:
        raise SpreadsheetRefused(f"Tệp có hai trang cùng tên “{name}”; hãy tải lại mẫu và nhập lại")
    found[name] = sheet


def _refuse_unseen(data: bytes, starts: re.Pattern[bytes], seen: re.Pattern[bytes]) -> None:
    """Refuse text with a tag that begins like one we count but is not written as XML is: a parser might take it."""
    if sum(1 for _ in starts.finditer(data)) != sum(1 for _ in seen.finditer(data)):
        raise SpreadsheetRefused("Tệp không ghi theo chuẩn; hãy mở bằng Excel hoặc LibreOffice và lưu lại")


def _survey_sheet(data: bytes) -> Surveyed:
    _refuse_unseen(data, _CELL_START, _CELL)
    sheet = Surveyed(merges=[ref.decode() for ref in _MERGE.findall(data)])
    for match in _CELL.finditer(data):
        if match.group(2):
            continue  # an empty cell that only carries a style
        end = _CELL_END.search(data, match.end())
        body = data[match.end() : end.start() if end else match.end()]
        attributes = _attributes(match.group(1) or b"")
        ref = attributes.get(b"r", b"").decode("ascii", "replace")
        row, column = _place(ref)
        sheet.rows, sheet.columns = max(sheet.rows, row), max(sheet.columns, column)
        if _FORMULA.search(body):
            sheet.formulas[ref] = bool(_RESULT.search(body))
        if attributes.get(b"t") == b"e":
            sheet.errors.add(ref)
    sheet.rows = max(sheet.rows, len(_ROW.findall(data)) if sheet.rows else 0)
    return sheet


def _place(ref: str) -> tuple[int, int]:
    match = _REF.match(ref.encode())
    if match is None:
        raise SpreadsheetRefused("Tệp không ghi vị trí ô theo chuẩn; hãy mở bằng Excel hoặc LibreOffice và lưu lại")
    column = 0
    for letter in match.group(1):
        column = column * 26 + letter - 64
    return int(match.group(2)), column


def _survey_ods(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Surveyed]:
    """Count rows and columns with their repeats up to the last one that holds something."""
    found: dict[str, Surveyed] = {}
    sheet, row, column, repeat = Surveyed(), 0, 0, 0
    data = _read(archive, "content.xml", limits)
    _refuse_unseen(data, _ODS_START, _ODS_PART)
    for match in _ODS_PART.finditer(data):
        tag = match.group()
        attributes = _attributes(tag)
        if re.match(rb"<table:table[\s/>]", tag):
            sheet, row, column, repeat = Surveyed(), 0, 0, 0
            _add(found, _text(attributes.get(b"name", b"")), sheet)
        elif tag.startswith(b"<table:table-row"):
            row, column = row + repeat, 0
            repeat = int(attributes.get(b"number-rows-repeated", b"1"))
        elif b"table-cell" in tag:
            width = int(attributes.get(b"number-columns-repeated", b"1"))
            if not _ODS_HELD.isdisjoint(attributes):
                sheet.rows, sheet.columns = max(sheet.rows, row + repeat), max(sheet.columns, column + width)
                ref = cell_ref(row, column)
                if b"formula" in attributes:
                    sheet.formulas[ref] = b"value" in attributes or b"string-value" in attributes
            spanned = max(int(attributes.get(b"number-columns-spanned", b"1")),
                          int(attributes.get(b"number-rows-spanned", b"1")))  # fmt: skip
            if spanned > 1:
                sheet.merges.append(f"{cell_ref(row, column)}:{cell_ref(row, column + spanned - 1)}")
            column += width
    return found


def cell_ref(row: int, column: int) -> str:
    """Return the name of a cell from its row and column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
