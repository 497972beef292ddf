"""The entry grid: one row per indicator the unit owes, with everything the clerk needs beside the box."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import OuterRef, QuerySet, Subquery

from giaoban.domain.indicators.models import Duty, EmptyKind, FigureStatus, Indicator, Observation, Target
from giaoban.domain.orgs.models import Sector, valid_on
from giaoban.domain.periods.rules import Calendar, Period, parse
from giaoban.domain.reports.models import Cell, CellComment, CellRevision, Submission
from giaoban.domain.reports.permissions import reference_day
from giaoban.domain.reports.rules import Checks, Finding, Level, Measured, Past, check_report
from giaoban.domain.reports.rules.checks import level_of


class RowState(StrEnum):
    """What a row shows beside its box."""

    MISSING = "missing"  # nothing typed, nothing explained
    EXPLAINED_GAP = "explained_gap"  # nothing reported, with the reason
    NONE_AROSE = "none_arose"
    SAVED = "saved"
    IN_DOUBT = "in_doubt"  # saved; shown as understood
    NEEDS_REASON = "needs_reason"
    EXPLAINED = "explained"  # a warning with its reason
    WRONG = "wrong"


BLOCKING = frozenset({RowState.MISSING, RowState.NEEDS_REASON, RowState.WRONG})


@dataclass(frozen=True)
class PastFigure:
    """An accepted figure of an earlier period; `level` is the value or the computed rate."""

    period: str
    kind: str
    status: str
    level: Decimal | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    as_of: date


@dataclass(frozen=True)
class Row:
    """One indicator of the grid. Amounts are exact; `level` is the value or the rate computed from the counts."""

    indicator: Indicator
    cell: Cell | None
    as_of: date
    plan: Decimal | None
    previous: PastFigure | None
    same_period: PastFigure | None
    findings: tuple[Finding, ...]
    comments: tuple[CellComment, ...] = ()
    history: tuple[CellRevision, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the row's box on a page."""
        return f"o-{self.indicator.code}"

    @property
    def version(self) -> int:
        """The version to send back as `expected_version`; 0 where nothing was saved."""
        return self.cell.version if self.cell else 0

    @property
    def kind(self) -> str:
        """The kind of empty, or that there is a value."""
        return self.cell.kind if self.cell else EmptyKind.NOT_REPORTED

    @property
    def is_estimate(self) -> bool:
        """Whether the figure is marked as anything but official."""
        return self.cell is not None and self.cell.status != FigureStatus.OFFICIAL

    @property
    def level(self) -> Decimal | None:
        """The value, or the rate computed from the counts."""
        if self.cell is None:
            return None
        return level_of(self.cell.value, self.cell.numerator, self.cell.denominator, self.indicator.scale)

    @property
    def percent_of_plan(self) -> Decimal | None:
        """Actual as a percentage of the plan, for volumes; a rate is read against its target instead."""
        if self.level is None or not self.plan or self.indicator.is_ratio:
            return None
        return 100 * self.level / self.plan

    @property
    def change(self) -> Decimal | None:
        """Change on the same period last year: points for a rate, per cent for a volume; None without a base."""
        before = self.same_period.level if self.same_period else None
        if self.level is None or before is None:
            return None
        if self.indicator.is_ratio:
            return self.level - before
        return 100 * (self.level - before) / before if before else None

    @property
    def state(self) -> RowState:
        """What stands beside the box."""
        reason = bool(self.cell and self.cell.reason)
        if (self.cell and self.cell.problem) or any(found.level is Level.ERROR for found in self.findings):
            return RowState.WRONG
        if self.cell is None or self.cell.kind == EmptyKind.NOT_REPORTED:
            return RowState.EXPLAINED_GAP if reason else RowState.MISSING
        if self.findings:
            return RowState.EXPLAINED if reason else RowState.NEEDS_REASON
        if self.cell.kind == EmptyKind.NONE_AROSE:
            return RowState.NONE_AROSE
        return RowState.IN_DOUBT if self.cell.in_doubt else RowState.SAVED


@dataclass(frozen=True)
class SectorRows:
    """The rows of one sector, in catalogue order."""

    sector: Sector
    rows: tuple[Row, ...]

    @property
    def done(self) -> int:
        """How many rows are in order."""
        return sum(row.state not in BLOCKING for row in self.rows)


@dataclass(frozen=True)
class Grid:
    """A unit's figures for one round, by sector."""

    submission: Submission
    period: Period
    sectors: tuple[SectorRows, ...]

    @property
    def rows(self) -> list[Row]:
        """Every row in order."""
        return [row for group in self.sectors for row in group.rows]

    @property
    def total(self) -> int:
        """How many indicators the unit owes."""
        return len(self.rows)

    @property
    def done(self) -> int:
        """How many are in order."""
        return sum(group.done for group in self.sectors)

    def row(self, code: str) -> Row | None:
        """Return the row of an indicator by its code."""
        return next((row for row in self.rows if row.indicator.code == code), None)

    @property
    def by_state(self) -> dict[str, int]:
        """How many rows stand in each state."""
        counts: dict[str, int] = defaultdict(int)
        for row in self.rows:
            counts[row.state.value] += 1
        return dict(counts)


def owed_indicators(unit_id: int, period: str) -> QuerySet[Indicator]:
    """Return the indicators a unit owes for a period, with sector and parent, in catalogue order (1 query)."""
    duties = Duty.objects.filter(valid_on(reference_day(period)), unit_id=unit_id).values("indicator_id")
    return Indicator.objects.filter(pk__in=duties).select_related("sector", "part_of")


def entry_grid(submission: Submission, *, with_history: bool = True) -> Grid:
    """Return the grid of a submission (6 queries; 4 without comments and history).

    The submission should come with round, regime and unit loaded.
    """
    period = parse(submission.round.period)
    indicators = list(owed_indicators(submission.unit_id, period.code))
    cells = {cell.indicator_id: cell for cell in submission.cells.select_related("updated_by")}
    past = past_figures([submission.unit_id], _compared(period), indicators)
    plans = _plans(submission.unit_id, period.year, indicators)
    comments: dict[int, list[CellComment]] = defaultdict(list)
    history: dict[int, list[CellRevision]] = defaultdict(list)
    if with_history:
        for comment in submission.comments.select_related("by"):
            comments[comment.indicator_id].append(comment)
        revisions = CellRevision.objects.filter(cell__submission=submission).select_related("by", "cell")
        for revision in revisions.order_by("cell_id", "-version"):
            history[revision.cell.indicator_id].append(revision)
    rows = _bare_rows(submission, period, indicators, cells, plans, past)
    found = _findings(submission, rows)
    finished = [
        Row(
            row.indicator, row.cell, row.as_of, row.plan, row.previous, row.same_period,
            tuple(found.get(row.indicator.code, ())), tuple(comments[row.indicator.pk]),
            tuple(history[row.indicator.pk]),
        )
        for row in rows
    ]  # fmt: skip
    return Grid(submission, period, _by_sector(finished))


def _compared(period: Period) -> list[str]:
    return [period.previous.code, period.same_period_last_year.code]


def _bare_rows(
    submission: Submission,
    period: Period,
    indicators: Iterable[Indicator],
    cells: Mapping[int, Cell],
    plans: Mapping[int, Decimal],
    past: Mapping[tuple[int, int, str], PastFigure],
) -> list[Row]:
    before, last_year = _compared(period)
    return [
        Row(
            indicator,
            cells.get(indicator.pk),
            period.as_of(Calendar(indicator.calendar)),
            plans.get(indicator.pk),
            past.get((submission.unit_id, indicator.pk, before)),
            past.get((submission.unit_id, indicator.pk, last_year)),
            (),
        )
        for indicator in indicators
    ]


def _by_sector(rows: Iterable[Row]) -> tuple[SectorRows, ...]:
    groups: dict[int, list[Row]] = defaultdict(list)
    sectors: dict[int, Sector] = {}
    for row in rows:
        groups[row.indicator.sector_id].append(row)
        sectors[row.indicator.sector_id] = row.indicator.sector
    return tuple(SectorRows(sectors[pk], tuple(group)) for pk, group in groups.items())


def past_figures(
    unit_ids: Iterable[int], periods: Iterable[str], indicators: Iterable[Indicator]
) -> dict[tuple[int, int, str], PastFigure]:
    """Return the latest accepted figures of earlier periods, by unit, indicator and period (1 query)."""
    scales = {indicator.pk: indicator.scale for indicator in indicators}
    latest = Observation.objects.filter(
        unit=OuterRef("unit"), period=OuterRef("period"), indicator=OuterRef("indicator")
    ).order_by("-revision")
    rows = Observation.objects.filter(
        unit_id__in=list(unit_ids), period__in=list(periods), indicator_id__in=list(scales),
        revision=Subquery(latest.values("revision")[:1]),
    )  # fmt: skip
    return {
        (row.unit_id, row.indicator_id, row.period): PastFigure(
            row.period, row.kind, row.status,
            level_of(row.value, row.numerator, row.denominator, scales[row.indicator_id]),
            row.value, row.numerator, row.denominator, row.as_of,
        )
        for row in rows
    }  # fmt: skip


def _plans(unit_id: int, year: int, indicators: Iterable[Indicator]) -> dict[int, Decimal]:
    wanted = [indicator.pk for indicator in indicators]
    targets = Target.objects.filter(unit_id=unit_id, year=year, indicator_id__in=wanted).order_by("revision")
    return {target.indicator_id: target.value for target in targets}


def _findings(submission: Submission, rows: Iterable[Row]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    checks = Checks.from_json(submission.round.regime.checks)
    for finding in check_report((measured(row) for row in rows), checks):
        found[finding.indicator].append(finding)
    return found


def measured(row: Row) -> Measured:
    """Return a row as the checks see it."""
    indicator, cell = row.indicator, row.cell
    past = tuple(
        Past(label, figure.value, figure.numerator, figure.denominator)
        for label, figure in (("kỳ trước", row.previous), ("cùng kỳ năm trước", row.same_period))
        if figure is not None and figure.kind == EmptyKind.VALUE
    )
    return Measured(
        indicator.code, indicator.name, indicator.unit_of_measure, indicator.decimals, indicator.is_ratio,
        indicator.scale, indicator.may_exceed_whole, indicator.part_of.code if indicator.part_of else "",
        indicator.numerator_name, indicator.denominator_name, cell.value if cell else None,
        cell.numerator if cell else None, cell.denominator if cell else None, past,
    )  # fmt: skip
