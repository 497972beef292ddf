"""A table for a terminal, and as CSV."""

import csv
import io
import re
from itertools import zip_longest
from textwrap import wrap

from giaoban.lib.tables.content import Cell, Column, Table

GAP = "  "
STARTS_FORMULA = {"=", "+", "-", "@", "\t", "\r"}
# +4,8%, -1.234,5, +0,47 điểm: a sign, digits, and at most a word of measure; nothing in it can be run
_FIGURE = re.compile(r"[+-]\d+(?:[.,]\d+)*(?: ?%| [^\W\d_]+)?")


def as_text(table: Table) -> str:
    """Return the table for a terminal: wrapped columns, numbers to the right, one rule under the head."""
    columns = table.columns
    width = sum(column.width for column in columns) + len(GAP) * (len(columns) - 1)
    lines = [table.title, *table.under, "", *_row(columns, [column.title for column in columns]), "─" * width]
    for group in table.groups:
        lines += ["", group.title] if group.title else []
        for row in group.rows:
            lines += _row(columns, [cell.text for cell in row])
    return "\n".join(line.rstrip() for line in [*lines, "", *table.foot]).rstrip() + "\n"


def _row(columns: tuple[Column, ...], texts: list[str]) -> list[str]:
    wrapped = [wrap(text, column.width) or [""] for column, text in zip(columns, texts, strict=True)]
    return [
        GAP.join(
            part.rjust(column.width) if column.numeric else part.ljust(column.width)
            for column, part in zip(columns, parts, strict=True)
        )
        for parts in zip_longest(*wrapped, fillvalue="")
    ]


def as_csv(table: Table) -> str:
    """Return the table as CSV in Vietnamese number format, a heading row first; groups become a first column.

    Begins with a byte order mark, without which Excel would not read the Vietnamese letters.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    grouped = any(group.title for group in table.groups)
    writer.writerow([*(["Lĩnh vực"] if grouped else []), *(column.title for column in table.columns)])
    for group in table.groups:
        for row in group.rows:
            writer.writerow([*([group.title] if grouped else []), *_marked([_inert(cell) for cell in row], table.mark)])
    return out.getvalue()


def _marked(texts: list[str], mark: str) -> list[str]:
    return [*texts[:-1], "; ".join(part for part in (texts[-1], mark) if part)]


def _inert(cell: Cell) -> str:
    """Return the cell's text so that a spreadsheet takes it for no formula; signed figures stay as they are."""
    text = cell.text
    runs = cell.number is None and text[:1] in STARTS_FORMULA and not _FIGURE.fullmatch(text)
    return f"'{text}" if runs else text
