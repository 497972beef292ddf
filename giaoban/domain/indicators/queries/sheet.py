"""The consolidated table as it is printed and handed on: the columns of domain.md §1.4, in words and as plain data."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from giaoban.domain.indicators.queries.comparing import Comparison, Row
from giaoban.domain.indicators.rules import ChangeKind
from giaoban.domain.orgs.models import Unit
from giaoban.domain.periods.rules import parse
from giaoban.lib.numbers import NO_FIGURE, rounded, shown, shown_change
from giaoban.lib.tables import Cell, Column, Group, Table

COLUMNS = (
    Column("STT", 5, numeric=True),
    Column("Chỉ tiêu", 40),
    Column("ĐVT", 12),
    Column("Kế hoạch năm", 11, numeric=True),
    Column("Cùng kỳ", 11, numeric=True),
    Column("Thực hiện kỳ này", 11, numeric=True),
    Column("% so KH", 12, numeric=True),
    Column("% so cùng kỳ", 12, numeric=True),
    Column("Ghi chú", 34),
)
MADE_UP = "số liệu minh hoạ"
FOOT = (
    "Số lượng so bằng %, tỷ lệ so bằng điểm. Tỷ lệ của đơn vị tổng hợp tính từ tổng tử số chia tổng mẫu số.",
    "% so KH tính trên luỹ kế từ đầu năm. Dấu – là không có số liệu hoặc không so được.",
)


def places_of(line: Comparison, amount: Decimal | None) -> int:
    """Return how many decimals an amount is shown with: the indicator's, more where a stored volume has more."""
    if line.indicator.is_ratio or amount is None:
        return line.indicator.decimals
    exponent = amount.normalize().as_tuple().exponent
    return max(line.indicator.decimals, -exponent if isinstance(exponent, int) else 0)


def amount_text(line: Comparison, amount: Decimal | None) -> str:
    """Return an amount of the line's indicator as people read it."""
    return shown(amount, places_of(line, amount))


def change_text(line: Comparison) -> str:
    """Return the change against the same period: +5,2% or −0,3 điểm."""
    if line.change is None:
        return NO_FIGURE
    if line.change_kind is ChangeKind.PERCENT:
        return f"{shown_change(line.change)}%"
    return f"{shown_change(line.change, max(1, line.indicator.decimals))} điểm"


def plan_text(line: Comparison) -> str:
    """Return the standing against the annual plan: 98,4% of a volume, +0,1 điểm beside a rate's target."""
    if line.plan_gap is not None:
        return f"{shown_change(line.plan_gap, max(1, line.indicator.decimals))} điểm"
    return f"{shown(line.plan_share, 1)}%" if line.plan_share is not None else NO_FIGURE


def sheet_of(rows: Sequence[Row], unit: Unit, period: str, *, made_up: bool = False) -> Table:
    """Return the consolidated table for print, grouped by sector; made-up figures are marked in every form of it."""
    return Table(
        title=f"Biểu tổng hợp số liệu {parse(period).label}",
        under=(unit.name[:1].upper() + unit.name[1:], *([f"({MADE_UP})"] if made_up else [])),
        columns=COLUMNS,
        groups=tuple(
            Group(sector.name, tuple(_line(row) for row in lines))
            for sector, lines in groupby(rows, key=lambda row: row.indicator.sector)
        ),
        foot=FOOT,
        mark=MADE_UP if made_up else "",
    )


def _amount(row: Row, amount: Decimal | None) -> Cell:
    places = places_of(row, amount)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return Cell(shown(amount, places), None if amount is None else rounded(amount, places), pattern)


def _line(row: Row) -> tuple[Cell, ...]:
    return (
        Cell(str(row.stt), Decimal(row.stt), "0"),
        Cell(row.indicator.name),
        Cell(row.indicator.unit_of_measure),
        _amount(row, row.plan),
        _amount(row, row.before),
        _amount(row, row.actual),
        Cell(plan_text(row)),
        Cell(change_text(row)),
        Cell(row.note),
    )


def plain(amount: Decimal | None, places: int | None = None) -> str | None:
    """Return a decimal as a plain string (no exponent), rounded where places are given; None stays None."""
    if amount is None:
        return None
    if places is not None:
        return f"{rounded(amount, places):f}"
    return f"{amount.normalize():f}"


def record_of(row: Row) -> dict[str, object]:
    """Return a line as plain data: decimals as strings with a point, dates in ISO form, counts as numbers."""
    places = row.indicator.decimals if row.indicator.is_ratio else None
    return {
        "stt": row.stt, "code": row.indicator.code, "indicator": row.indicator.name,
        "sector": row.indicator.sector.code, "unit_of_measure": row.indicator.unit_of_measure,
        "plan": plain(row.plan), "same_period": plain(row.before, places), "actual": plain(row.actual, places),
        "numerator": plain(row.numerator), "denominator": plain(row.denominator),
        "year_to_date": plain(row.year_to_date, places), "plan_percent": plain(row.plan_share, 2),
        "plan_gap_points": plain(row.plan_gap, 2), "change": plain(row.change, 2),
        "change_kind": str(row.change_kind), "verdict": str(row.verdict), "as_of": row.as_of.isoformat(),
        "reported": row.reported, "expected": row.expected, "estimated": row.estimated,
        "crossed_succession": row.crossed, "summed_units": [unit.name for unit in row.summed],
        "not_comparable": row.not_comparable, "note": row.note,
    }  # fmt: skip


def records_of(rows: Sequence[Row], unit: Unit, period: str, *, made_up: bool = False) -> dict[str, object]:
    """Return the consolidated table as plain data, ready for JSON."""
    return {
        **({"remark": MADE_UP} if made_up else {}),
        "unit": {"code": unit.code, "name": unit.name, "valid_from": unit.valid_from.isoformat()},
        "period": period,
        "period_label": parse(period).label,
        "rows": [record_of(row) for row in rows],
    }
