"""A line of the published table as the public pages draw it: figures in Vietnamese form, words in the reader's."""

from dataclasses import dataclass

from giaoban.domain.indicators.queries import Row, amount_text, change_text, plan_text
from giaoban.interfaces.ui.words import said


@dataclass(frozen=True)
class Line:
    """A row with its figures as they are read."""

    row: Row
    plan: str
    before: str
    actual: str
    against_plan: str
    change: str


def line_of(row: Row) -> Line:
    """Return a row as it is drawn."""
    return Line(
        row, amount_text(row, row.plan), amount_text(row, row.before), amount_text(row, row.actual),
        said(plan_text(row)), said(change_text(row)),
    )  # fmt: skip
