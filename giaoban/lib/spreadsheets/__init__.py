"""Forms as spreadsheets: written with locks and drop-downs, read back with suspicion. Knows nothing of reports."""

from giaoban.lib.spreadsheets.forms import Column, Filled, Form, Found, Line, Remark, SpreadsheetRefused
from giaoban.lib.spreadsheets.reading import read_form
from giaoban.lib.spreadsheets.safety import Limits
from giaoban.lib.spreadsheets.writing import write_form

__all__ = [
    "Column", "Filled", "Form", "Found", "Limits", "Line", "Remark", "SpreadsheetRefused", "read_form", "write_form",
]  # fmt: skip
