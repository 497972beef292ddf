"""A table of figures under headings, and its forms: text for a terminal, CSV, Excel, Word."""

from giaoban.lib.tables.content import Cell, Column, Group, Table
from giaoban.lib.tables.paper import as_docx
from giaoban.lib.tables.plain import as_csv, as_text
from giaoban.lib.tables.workbook import as_xlsx

__all__ = ["Cell", "Column", "Group", "Table", "as_csv", "as_docx", "as_text", "as_xlsx"]
