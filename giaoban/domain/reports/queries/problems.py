"""What still stands between a report and its head's approval, each problem with its place on the page."""

from dataclasses import dataclass

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.reports.models import Section, Submission
from giaoban.domain.reports.queries.grid import Grid, Row, RowState, entry_grid
from giaoban.domain.reports.queries.narratives import SectionPage, section_pages
from giaoban.domain.reports.rules import Level


@dataclass(frozen=True)
class Problem:
    """One thing to settle. `level` is error, warning or missing; `anchor` the id of its box on the page."""

    level: str
    message: str
    anchor: str
    indicator: Indicator | None = None
    section: Section | None = None


def remaining(submission: Submission) -> list[Problem]:
    """Return everything that blocks sign-off: errors, warnings without a reason, missing cells, texts (7 queries)."""
    return problems_of(entry_grid(submission, with_history=False), section_pages(submission))


def problems_of(grid: Grid, pages: list[SectionPage]) -> list[Problem]:
    """Return what blocks sign-off, from a grid and pages already read (no query)."""
    return [problem for row in grid.rows for problem in _of_row(row)] + [
        Problem("missing", f"Mục “{page.section.title}” chưa có nội dung", page.anchor, section=page.section)
        for page in pages
        if page.is_missing
    ]


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
