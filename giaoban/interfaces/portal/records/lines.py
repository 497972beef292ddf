"""A line of the published table as the public pages draw it: figures and words in the reader's language."""

from dataclasses import dataclass

from giaoban.domain.indicators.queries import Row, amount_text, change_text, plan_text
from giaoban.interfaces.ui.words import in_figures, said


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
        row, in_figures(amount_text(row, row.plan)), in_figures(amount_text(row, row.before)),
        in_figures(amount_text(row, row.actual)), in_figures(said(plan_text(row))), in_figures(said(change_text(row))),
    )  # fmt: skip
