"""Reading reports: the grid, what remains, the board, the merged text, what a conference was told."""

from giaoban.domain.reports.queries.board import Board, BoardRow, Filled, Timing, board, timing_of
from giaoban.domain.reports.queries.checking import SnapshotFault, find_snapshot_faults
from giaoban.domain.reports.queries.grid import (
    Grid,
    PastFigure,
    Row,
    RowState,
    SectorRows,
    entry_grid,
    owed_indicators,
)
from giaoban.domain.reports.queries.narratives import (
    MergedSection,
    Paragraph,
    SectionPage,
    UnitText,
    merged_narrative,
    section_pages,
)
from giaoban.domain.reports.queries.problems import Problem, problems_of, remaining
from giaoban.domain.reports.queries.published import Erratum, errata_of, is_intact, reported_table
from giaoban.domain.reports.queries.workbook import COLUMNS, ENTRY_KEYS, form_of, identity_of, workbook_for

__all__ = [
    "COLUMNS",
    "ENTRY_KEYS",
    "Board",
    "BoardRow",
    "Erratum",
    "Filled",
    "Grid",
    "MergedSection",
    "Paragraph",
    "PastFigure",
    "Problem",
    "Row",
    "RowState",
    "SectionPage",
    "SectorRows",
    "SnapshotFault",
    "Timing",
    "UnitText",
    "board",
    "entry_grid",
    "errata_of",
    "find_snapshot_faults",
    "form_of",
    "identity_of",
    "is_intact",
    "merged_narrative",
    "owed_indicators",
    "problems_of",
    "remaining",
    "reported_table",
    "section_pages",
    "timing_of",
    "workbook_for",
]  # fmt: skip
