"""Acts on report regimes, rounds and submissions, each one transaction with one audit line."""

from giaoban.domain.reports.operations.cells import TypedCell, save_cell, save_cells
from giaoban.domain.reports.operations.life import (
    accept_report,
    reopen_report,
    return_report,
    sign_off,
    submit_report,
    withdraw_sign_off,
)
from giaoban.domain.reports.operations.narratives import comment_on_cell, save_narrative
from giaoban.domain.reports.operations.refusals import (
    AlreadyReminded,
    EditConflict,
    RemainingProblems,
    ReportRefused,
    RoundClosed,
    WorkbookRefused,
    WrongState,
)
from giaoban.domain.reports.operations.rounds import close_round, define_regime, open_round, remind_unit
from giaoban.domain.reports.operations.snapshots import take_snapshot
from giaoban.domain.reports.operations.workbooks import ImportResult, import_workbook

__all__ = [
    "AlreadyReminded",
    "EditConflict",
    "ImportResult",
    "RemainingProblems",
    "ReportRefused",
    "RoundClosed",
    "TypedCell",
    "WorkbookRefused",
    "WrongState",
    "accept_report",
    "close_round",
    "comment_on_cell",
    "define_regime",
    "import_workbook",
    "open_round",
    "remind_unit",
    "reopen_report",
    "return_report",
    "save_cell",
    "save_cells",
    "save_narrative",
    "sign_off",
    "submit_report",
    "take_snapshot",
    "withdraw_sign_off",
]  # fmt: skip
