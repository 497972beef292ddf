"""The unit's workbook: which columns it has, and what stands in each line."""

from collections.abc import Mapping
from decimal import Decimal

from giaoban.domain.indicators.models import EmptyKind, FigureStatus, Indicator
from giaoban.domain.indicators.queries import MADE_UP
from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.queries.grid import Grid, Row, entry_grid
from giaoban.lib.dates import short
from giaoban.lib.numbers import shown
from giaoban.lib.spreadsheets import Column, Form, Line, write_form

FORM_VERSION = "1"
MARK = "x"
COLUMNS = (
    Column("stt", "STT", 6),
    Column("name", "Chỉ tiêu", 44),
    Column("measure", "ĐVT", 12),
    Column("as_of", "Tính đến", 12),
    Column("before", "Cùng kỳ", 12, "number"),
    Column("plan", "Kế hoạch năm", 12, "number"),
    Column("value", "Thực hiện", 14, "number", editable=True, hint="Nhập số; chỉ tiêu tỷ lệ thì nhập tử số và mẫu số"),
    Column("numerator", "Tử số", 12, "number", editable=True, hint="Chỉ cho chỉ tiêu tỷ lệ"),
    Column("denominator", "Mẫu số", 12, "number", editable=True, hint="Chỉ cho chỉ tiêu tỷ lệ"),
    Column("none_arose", "Không phát sinh", 10, "choice", editable=True, choices=(MARK,), hint="Chọn x nếu không có"),
    Column("estimate", "Ước", 8, "choice", editable=True, choices=(MARK,), hint="Chọn x nếu số là số ước"),
    Column("reason", "Lý do, giải trình", 34, editable=True),
    Column("counts", "Tử số / mẫu số là gì", 36),
    Column("version", "", 4, hidden=True),
)
ENTRY_KEYS = ("value", "numerator", "denominator", "none_arose", "estimate", "reason")


def identity_of(submission: Submission) -> dict[str, str]:
    """Return what the workbook must carry to be taken back: unit and its validity, period, regime, form version."""
    return {
        "unit": submission.unit.code,
        "unit_from": submission.unit.valid_from.isoformat(),
        "unit_name": submission.unit.name,
        "period": submission.round.period,
        "regime": submission.round.regime.code,
        "form": FORM_VERSION,
    }


def workbook_for(submission: Submission, *, made_up: bool = False) -> bytes:
    """Return the unit's .xlsx with what is already entered (4 queries); made-up figures are marked under its title."""
    return write_form(form_of(entry_grid(submission, with_history=False), made_up=made_up))


def form_of(grid: Grid, *, made_up: bool = False) -> Form:
    """Return the form of a grid: a heading per sector, a line per indicator."""
    submission = grid.submission
    lines: list[Line] = []
    for group in grid.sectors:
        lines.append(Line("", heading=group.sector.name))
        lines += [_line(row, number) for number, row in enumerate(group.rows, start=1)]
    title = (
        f"{submission.round.regime.name}, {grid.period.label}",
        f"Đơn vị: {submission.unit.name}. Điền vào ô nền vàng; ô để trống thì hệ thống giữ số đang có.",
        *([f"({MADE_UP})"] if made_up else []),
    )
    return Form("Biểu số liệu", title, COLUMNS, tuple(lines), identity_of(submission))


def _line(row: Row, number: int) -> Line:
    indicator, cell = row.indicator, row.cell
    values: Mapping[str, str | Decimal | None] = {
        "stt": str(number),
        "name": indicator.name,
        "measure": indicator.unit_of_measure,
        "as_of": short(row.as_of),
        "before": _rounded(row.same_period.level if row.same_period else None, indicator),
        "plan": row.plan,
        "value": cell.value if cell else None,
        "numerator": cell.numerator if cell else None,
        "denominator": cell.denominator if cell else None,
        "none_arose": MARK if row.kind == EmptyKind.NONE_AROSE else None,
        "estimate": MARK if cell and cell.status == FigureStatus.ESTIMATE else None,
        "reason": cell.reason if cell else None,
        "counts": f"{indicator.numerator_name} / {indicator.denominator_name}" if indicator.is_ratio else None,
        "version": str(row.version),
    }
    return Line(indicator.code, values, frozenset({"value"} if indicator.is_ratio else {"numerator", "denominator"}))


def _rounded(level: Decimal | None, indicator: Indicator) -> Decimal | None:
    if level is None:
        return None
    return Decimal(shown(level, indicator.decimals).replace(".", "").replace(",", ".").replace("\u2212", "-"))
