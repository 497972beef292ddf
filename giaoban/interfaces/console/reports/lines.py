"""One indicator of a report as the screens show it: the domain's row, put into words, marks and links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.utils.translation import gettext as _

from giaoban.domain.indicators.models import EmptyKind, Indicator
from giaoban.domain.orgs.models import Sector
from giaoban.domain.reports.operations import TypedCell
from giaoban.domain.reports.queries import Grid, Row, RowState, SectorRows
from giaoban.domain.reports.rules import Level
from giaoban.interfaces.ui.words import said
from giaoban.lib import numbers

TONES = {
    RowState.MISSING: "empty", RowState.EXPLAINED_GAP: "none", RowState.NONE_AROSE: "none", RowState.SAVED: "ok",
    RowState.IN_DOUBT: "doubt", RowState.NEEDS_REASON: "warn", RowState.EXPLAINED: "ok", RowState.WRONG: "bad",
}  # fmt: skip


@dataclass(frozen=True)
class Say:
    """One sentence beside a cell: how grave, its icon, its words."""

    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class Doubt:
    """A number that can be read two ways: as understood, the other way, and a way to type it that is not in doubt."""

    field: str
    shown: str
    plain: str
    other: str


@dataclass(frozen=True)
class Line:
    """One row of the grid."""

    row: Row
    is_editable: bool
    says: tuple[Say, ...]
    doubt: Doubt | None
    typed: str
    typed_denominator: str
    version: int
    clash: TypedCell | None = None
    asks_reason: bool = False
    plan_text: str = ""
    change_text: str = ""
    entered: str = ""
    findings: tuple[Say, ...] = field(default=())

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.row.indicator

    @property
    def id(self) -> int:
        """The indicator's key, by which its fields are named."""
        return self.row.indicator.pk

    @property
    def state(self) -> str:
        """The style of the cell."""
        return "bad" if self.clash else TONES[self.row.state]

    @property
    def as_of(self) -> date:
        """The day the figure speaks of."""
        return self.row.as_of

    @property
    def reason(self) -> str:
        """The unit's explanation."""
        return self.row.cell.reason if self.row.cell else ""

    @property
    def is_none(self) -> bool:
        """Whether "không phát sinh" is chosen."""
        return self.row.kind == EmptyKind.NONE_AROSE

    @property
    def mine(self) -> str:
        """What was typed here, in a clash."""
        return self.typed_words or numbers.NO_FIGURE

    @property
    def typed_words(self) -> str:
        """What was typed, both counts of a rate."""
        return " / ".join(part for part in (self.typed, self.typed_denominator) if part)

    @property
    def typed_unit(self) -> str:
        """What a typed number counts. The counts of a rate are not in its measure: 9.120 children, not 9.120 %."""
        return "" if self.indicator.is_ratio else self.indicator.unit_of_measure

    @property
    def last_year(self) -> Decimal | None:
        """The same period last year."""
        return self.row.same_period.level if self.row.same_period else None

    @property
    def previous(self) -> Decimal | None:
        """The period before."""
        return self.row.previous.level if self.row.previous else None

    @property
    def fingerprint(self) -> str:
        """What the row's fields held when the page was made, so that an untouched row is not sent as an edit."""
        parts = (self.typed, self.typed_denominator, self.is_none, self.row.is_estimate, self.reason)
        return fingerprint(*parts)


@dataclass(frozen=True)
class Group:
    """The lines of one sector with how many are in order."""

    sector: Sector
    lines: tuple[Line, ...]
    done: int

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self.lines)


def fingerprint(typed: str, denominator: str, is_none: bool, is_estimate: bool, reason: str) -> str:
    """Return a short mark of what a row's fields hold."""
    text = "\x1f".join((typed.strip(), denominator.strip(), str(is_none), str(is_estimate), reason.strip()))
    return sha256(text.encode()).hexdigest()[:16]


def groups_of(grid: Grid, *, is_editable: bool, clashes: Mapping[int, TypedCell] | None = None) -> list[Group]:
    """Return the grid's sectors as the screens show them; `clashes` by indicator keep the typed text in its box."""
    return [_group(sector, is_editable, clashes or {}) for sector in grid.sectors]


def _group(sector: SectorRows, is_editable: bool, clashes: Mapping[int, TypedCell]) -> Group:
    lines = tuple(line_of(row, is_editable, clashes.get(row.indicator.pk)) for row in sector.rows)
    return Group(sector.sector, lines, sector.done)


def line_of(row: Row, is_editable: bool, clash: TypedCell | None = None) -> Line:
    """Return one row as shown. After a clash the box keeps what was typed here, the version is theirs."""
    held = clash or row.cell
    typed, denominator = (held.typed, held.typed_denominator) if held else ("", "")
    findings = tuple(_findings(row))
    return Line(
        row=row, is_editable=is_editable, says=findings or tuple(_calm(row)), findings=findings,
        doubt=_doubt(row) if row.state is RowState.IN_DOUBT else None, typed=typed, typed_denominator=denominator,
        version=row.version, clash=clash, asks_reason=row.state in (RowState.NEEDS_REASON, RowState.EXPLAINED),
        plan_text=plan_text(row), change_text=change_text(row), entered=entered(row),
    )  # fmt: skip


def _findings(row: Row) -> Iterable[Say]:
    if row.cell and row.cell.problem:
        yield Say("bad", "bad", said(row.cell.problem))
    for found in row.findings:
        is_error = found.level is Level.ERROR
        yield Say("bad" if is_error else "warn", "bad" if is_error else "warn", said(found.message))


def _calm(row: Row) -> Iterable[Say]:
    if row.state is RowState.NONE_AROSE:
        yield Say("", "dash", _("Không phát sinh"))
    elif row.state is RowState.EXPLAINED_GAP:
        yield Say("", "info", _("Chưa có số, đã ghi lý do"))
    elif row.cell and row.is_estimate:
        yield Say("info", "info", _("Ước: sẽ thay bằng số chính thức"))
    elif row.state is RowState.SAVED:
        yield Say("good", "check", _("Đã lưu"))


def _doubt(row: Row) -> Doubt | None:
    cell = row.cell
    if cell is None:
        return None
    for name, typed in (("n", cell.typed), ("d", cell.typed_denominator)):
        try:
            understood = numbers.parse(typed)
        except numbers.NotANumber:
            continue
        if understood.in_doubt:
            return _two_readings(f"{name}-{row.indicator.pk}", typed, understood.amount)
    return None


def _two_readings(name: str, typed: str, amount: Decimal) -> Doubt:
    shown = numbers.shown_plain(amount)
    is_whole = amount == amount.to_integral_value()
    # "9,12", "1,2340" and "9120" have one reading each; "9.12", "1,234" and "9.120" have two.
    plain = f"{amount:f}".split(".")[0] if is_whole else _one_reading(amount)
    digits = typed.strip().lstrip("+-").replace("\u2212", "")
    whole, _point, rest = digits.replace(",", ".").partition(".")
    other = numbers.shown_plain(Decimal(f"{whole}.{rest}")) if is_whole else f"{whole}{rest}".lstrip("0")
    return Doubt(name, shown, plain, other if rest.isdigit() and whole.isdigit() else "")


def _one_reading(amount: Decimal) -> str:
    text = numbers.shown_plain(amount).replace(".", "").replace(numbers.MINUS, "-")
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text


def plan_text(row: Row) -> str:
    """Return 91,2% of a volume's plan, +0,4 điểm against a rate's target, or nothing."""
    if row.indicator.is_ratio:
        gap = None if row.level is None or row.plan is None else row.level - row.plan
        return _points(gap, row)
    return "" if row.percent_of_plan is None else f"{numbers.shown(row.percent_of_plan, 1)}%"


def change_text(row: Row) -> str:
    """Return the change on the same period: +82,9% of a volume, −0,2 điểm of a rate, or nothing."""
    if row.indicator.is_ratio:
        return _points(row.change, row)
    return "" if row.change is None else f"{numbers.shown_change(row.change, 1)}%"


def _points(gap: Decimal | None, row: Row) -> str:
    if gap is None:
        return ""
    # A rate that is no percentage (per 10.000, per 100) moves in its own unit of measure, not in points.
    unit = _("điểm") if row.indicator.unit_of_measure == "%" else ""
    return f"{numbers.shown_change(gap, max(1, row.indicator.decimals))} {unit}".strip()


def entered(row: Row) -> str:
    """Return what the unit entered, as a reader sees it."""
    cell = row.cell
    if cell is None or cell.kind == EmptyKind.NOT_REPORTED:
        return cell.typed if cell and cell.typed else _("Chưa nhập")
    if cell.kind == EmptyKind.NONE_AROSE:
        return _("Không phát sinh")
    if row.indicator.is_ratio:
        return f"{numbers.shown_plain(cell.numerator)} / {numbers.shown_plain(cell.denominator)}"
    return numbers.shown_plain(cell.value)
