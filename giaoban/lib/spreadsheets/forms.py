"""What a form is, before and after it travelled as a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

KEY_COLUMN = "_key"  # hidden first column of the sheet: the key of each line
IDENTITY_SHEET = "_nhan_dang"


class SpreadsheetRefused(ValueError):
    """The whole file is refused; the message (Vietnamese) says what was found and what to do."""


@dataclass(frozen=True)
class Column:
    """One column. `kind` is text, number or choice; only `editable` ones are unlocked; hidden ones carry keys."""

    key: str
    title: str
    width: int = 12
    kind: str = "text"
    editable: bool = False
    hidden: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Line:
    """One line: values by column key; `locked` names editable columns that do not apply; a heading spans the sheet."""

    key: str
    values: Mapping[str, str | Decimal | None] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    heading: str = ""


@dataclass(frozen=True)
class Form:
    """A form to fill. `identity` travels hidden and says whose it is."""

    sheet_name: str
    title: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    identity: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """What one cell held: text, or a number; `is_formula` where the number is a formula's last result."""

    ref: str
    text: str = ""
    number: Decimal | None = None
    is_formula: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether the cell says nothing."""
        return self.number is None and not self.text


@dataclass(frozen=True)
class Remark:
    """Something about one cell: what was found, what is expected, and the key of its line."""

    ref: str
    found: str
    expected: str
    line: str = ""


@dataclass(frozen=True)
class Filled:
    """A form that came back: its identity, its cells by line and column key, and what could not be read."""

    identity: Mapping[str, str]
    cells: Mapping[tuple[str, str], Found]
    remarks: tuple[Remark, ...]

    @property
    def lines(self) -> list[str]:
        """The keys of the lines, in the order of the file."""
        return list(dict.fromkeys(line for line, _ in self.cells))
