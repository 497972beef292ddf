"""What a table holds, whatever its form."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cell:
    """What a cell says, and the number behind it where a spreadsheet should be able to reckon with it."""

    text: str
    number: Decimal | None = None
    number_format: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, whether it holds numbers (set to the right)."""

    title: str
    width: int
    numeric: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under one heading that runs across the table."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Table:
    """A titled table; `under` stands below the title, `foot` below the table, `mark` in every row where no title is."""

    title: str
    under: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    foot: tuple[str, ...] = ()
    mark: str = ""
