"""What still stands between a report and its head's approval, each problem with its place on the page.

A number that can be read two ways stands in the list, with what was understood, and blocks nothing.
"""

from dataclasses import dataclass

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.reports.models import Section, Submission
from giaoban.domain.reports.queries.grid import Grid, Row, RowState, entry_grid
from giaoban.domain.reports.queries.narratives import SectionPage, section_pages
from giaoban.domain.reports.rules import Level
from giaoban.lib.numbers import shown_plain

DOUBT = "doubt"


@dataclass(frozen=True)
class Problem:
    """One thing to settle. `level` is error, warning, missing or doubt; `anchor` the id of its box on the page."""

    level: str
    message: str
    anchor: str
    indicator: Indicator | None = None
    section: Section | None = None

    @property
    def blocks(self) -> bool:
        """Whether the report cannot be signed off while it stands."""
        return self.level != DOUBT


def remaining(submission: Submission) -> list[Problem]:
    """Return everything that blocks sign-off: errors, warnings without a reason, missing cells, texts (7 queries)."""
    found = problems_of(entry_grid(submission, with_history=False), section_pages(submission))
    return [problem for problem in found if problem.blocks]


def problems_of(grid: Grid, pages: list[SectionPage]) -> list[Problem]:
    """Return what blocks sign-off, then the numbers in doubt, from a grid and pages already read (no query)."""
    unwritten = [
        Problem("missing", f"Mục “{page.section.title}” chưa có nội dung", page.anchor, section=page.section)
        for page in pages
        if page.is_missing
    ]
    doubts = [_doubt(row) for row in grid.rows if row.cell is not None and row.cell.in_doubt and not row.cell.problem]
    return [problem for row in grid.rows for problem in _of_row(row)] + unwritten + doubts


def _doubt(row: Row) -> Problem:
    typed, understood = doubt_words(row)
    return Problem(DOUBT, f"“{row.indicator.name}”: đã gõ “{typed}”, hiểu là {understood}", row.anchor, row.indicator)


def doubt_words(row: Row) -> tuple[str, str]:
    """Return what was typed in a row's cell and what was understood: 9.120 / 9.500 and 9.120 / 9.500."""
    cell = row.cell
    if cell is None:
        return "", ""
    amounts = (cell.value, cell.numerator, cell.denominator)
    typed = " / ".join(part for part in (cell.typed, cell.typed_denominator) if part)
    return typed, " / ".join(shown_plain(amount) for amount in amounts if amount is not None)


def _of_row(row: Row) -> list[Problem]:
    name = f"“{row.indicator.name}”"
    match row.state:
        case RowState.WRONG:
            texts = [row.cell.problem] if row.cell and row.cell.problem else []
            texts += [found.message for found in row.findings if found.level is Level.ERROR]
            return [Problem("error", f"{name}: {text}", row.anchor, row.indicator) for text in texts]
        case RowState.NEEDS_REASON:
            return [Problem("warning", f"{name}: {found.message}", row.anchor, row.indicator) for found in row.findings]
        case RowState.MISSING:
            text = f"{name}: chưa nhập; nếu không có, chọn “không phát sinh” hoặc ghi lý do chưa báo cáo"
            return [Problem("missing", text, row.anchor, row.indicator)]
    return []
