"""Figures against the plan and against the same period, for one indicator or a whole table, in constant queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q

from giaoban.domain.indicators.models import Indicator, Observation, RollUp, Target
from giaoban.domain.indicators.queries.behind import expected_reporters, territory
from giaoban.domain.indicators.queries.sums import cut_off, measure_of, sums_of
from giaoban.domain.indicators.rules import (
    NOTHING,
    ChangeKind,
    Measure,
    Standing,
    Sums,
    Verdict,
    change,
    needed_level,
    plan_gap,
    plan_share,
    total,
    value_of,
    verdict,
    year_is_over,
    year_share,
    year_to_date_periods,
    year_to_date_sums,
)
from giaoban.domain.orgs.models import Unit, valid_on
from giaoban.domain.orgs.queries import Origin, origins_on, tree_on
from giaoban.domain.periods.rules import Calendar, Period, parse
from giaoban.lib.dates import short
from giaoban.lib.numbers import shown_plain


@dataclass(frozen=True)
class Comparison:
    """One indicator of one unit and period, compared. Amounts are exact and unrounded, in the unit of measure."""

    indicator: Indicator
    unit: Unit
    period: str
    as_of: date
    actual: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    plan: Decimal | None
    year_to_date: Decimal | None
    plan_share: Decimal | None
    plan_gap: Decimal | None
    needed: Decimal | None
    before: Decimal | None
    change: Decimal | None
    change_kind: ChangeKind
    verdict: Verdict
    reported: int
    expected: int
    valued: int
    estimated: int
    before_reported: int
    before_expected: int
    crossed: bool
    summed: tuple[Unit, ...]
    not_comparable: str

    @property
    def is_complete(self) -> bool:
        """Whether every unit that must report has."""
        return self.reported >= self.expected

    @property
    def nothing_arose(self) -> bool:
        """Whether units have reported and there is no figure: a rate of which nothing arose, which is not missing."""
        return self.actual is None and self.reported > 0

    @property
    def is_estimate(self) -> bool:
        """Whether some unit's figure is not official yet."""
        return self.estimated > 0


@dataclass(frozen=True)
class Row(Comparison):
    """A line of the consolidated table: its number, and the note (as-of date, share reported, ước, crossing)."""

    stt: int
    note: str


@dataclass(frozen=True)
class Past:
    """What stood for the unit in an earlier period: its sums by indicator, and whether they may be compared."""

    origins: Sequence[Origin]
    crossed: bool
    why_not: str


@dataclass(frozen=True)
class Read:
    """Everything a table needs, read once."""

    unit: Unit
    period: Period
    sums: dict[tuple[str, int], Sums]
    pasts: dict[str, Past]
    plans: dict[int, Decimal]
    expected: dict[int, int]
    before_expected: dict[int, int]
    report_days: dict[int, date]


def compare(indicator: Indicator, unit: Unit, period: str) -> Comparison:
    """Compare one indicator of a unit with its plan and the same period (9 queries, a few more where it crossed).

    A unit that did not exist in the same period is compared with the sum of those it was made of (`crossed`,
    `summed`); where one of them came in only in part, or a series broke between, `not_comparable` says why.
    """
    return comparison_of(indicator, _read([indicator], unit, parse(period)))


def consolidated_table(unit: Unit, period: str, *, sectors: Collection[str] | None = None) -> list[Row]:
    """Return the consolidated table in the catalogue's order (11 queries, a few more where successions are crossed).

    An indicator stands in it where somebody in the territory must report it, or has. `sectors` are codes.
    """
    parsed = parse(period)
    chosen = Indicator.objects.filter(valid_on(cut_off(period)))
    if sectors is not None:
        chosen = chosen.filter(sector__code__in=sectors)
    indicators = list(
        chosen.select_related("sector").prefetch_related("breaks").order_by("sector__position", "position")
    )
    read = _read(indicators, unit, parsed)
    compared = [comparison_of(indicator, read) for indicator in indicators]
    lines = [line for line in compared if line.expected or line.reported]
    return [_numbered(line, stt) for stt, line in enumerate(lines, start=1)]


def _numbered(line: Comparison, stt: int) -> Row:
    values = {field.name: getattr(line, field.name) for field in fields(Comparison)}
    return Row(**values, stt=stt, note=note_of(line))


def _read(indicators: Sequence[Indicator], unit: Unit, period: Period) -> Read:
    ids = [indicator.pk for indicator in indicators]
    day, same = cut_off(period.code), period.same_period_last_year
    involved = [same, *year_to_date_periods(period)]
    pasts = {past.code: past_of(unit, cut_off(past.code), origins_on(unit, cut_off(past.code))) for past in involved}
    inside = territory(tree_on(day), [unit.pk])
    before_day = cut_off(same.code)
    before = territory(tree_on(before_day), [origin.unit.pk for origin in pasts[same.code].origins])
    daily = [i.pk for i in indicators if i.calendar == Calendar.REPORT_DAY]
    return Read(
        unit=unit,
        period=period,
        sums=_sums(ids, {code: past.origins for code, past in pasts.items()}),
        pasts=pasts,
        plans=_plans(ids, unit, period.year),
        expected=expected_reporters(inside, day),
        before_expected=expected_reporters(before, before_day),
        report_days=_report_days(daily, inside, period.code) if daily else {},
    )


def past_of(unit: Unit, day: date, origins: Sequence[Origin]) -> Past:
    """Return what stood for a unit on an earlier day, and why it may not be compared where it may not."""
    if unit.holds_on(day):
        return Past(origins, crossed=False, why_not="")
    if not origins:
        return Past([], crossed=True, why_not=f"không rõ {unit.name} gồm những đơn vị nào vào ngày {short(day)}")
    partial = [origin for origin in origins if origin.share < 1]
    why = "; ".join(
        f"{o.unit.name} chỉ có {shown_plain(o.share * 100)}% nhập vào {unit.name}, không tách được số liệu"
        for o in partial
    )
    return Past(origins, crossed=True, why_not=why)


def _sums(ids: Sequence[int], origins: dict[str, Sequence[Origin]]) -> dict[tuple[str, int], Sums]:
    wanted = Q(pk__in=[])
    for code, units in origins.items():
        wanted |= Q(period=code, unit__in=[origin.unit.pk for origin in units])
    parts: dict[tuple[str, int], list[Sums]] = {}
    for row in RollUp.objects.filter(wanted, indicator__in=ids):
        parts.setdefault((row.period, row.indicator_id), []).append(sums_of(row))
    return {key: total(found) for key, found in parts.items()}


def _plans(ids: Sequence[int], unit: Unit, year: int) -> dict[int, Decimal]:
    rows = Target.objects.filter(indicator__in=ids, unit=unit, year=year).order_by("revision")
    return dict(rows.values_list("indicator", "value"))


def _report_days(ids: Sequence[int], inside: Collection[int], period: str) -> dict[int, date]:
    rows = Observation.objects.filter(indicator__in=ids, unit__in=inside, period=period).order_by()
    return {row["indicator"]: row["latest"] for row in rows.values("indicator").annotate(latest=Max("as_of"))}


def comparison_of(indicator: Indicator, read: Read) -> Comparison:
    """Return an indicator compared, from what was read."""
    measure, period, unit = measure_of(indicator), read.period, read.unit
    same = period.same_period_last_year.code
    past = read.pasts[same]
    now = read.sums.get((period.code, indicator.pk), NOTHING)
    then = read.sums.get((same, indicator.pk), NOTHING)
    so_far = _year_to_date(measure, indicator, read)
    as_of = read.report_days.get(indicator.pk) or period.as_of(Calendar(indicator.calendar))
    actual, before, plan = value_of(measure, now), value_of(measure, then), read.plans.get(indicator.pk)
    why_not = past.why_not or _broken(indicator, period, as_of)
    moved = change(measure, actual, before)
    elapsed = year_share(period)
    judged = Standing(actual, plan, so_far, elapsed, final=year_is_over(measure, period))
    return Comparison(
        indicator=indicator, unit=unit, period=period.code, as_of=as_of, actual=actual,
        numerator=now.numerator if measure.is_ratio and now.valued else None,
        denominator=now.denominator if measure.is_ratio and now.valued else None,
        plan=plan, year_to_date=so_far, plan_share=plan_share(measure, so_far, plan),
        plan_gap=plan_gap(measure, so_far, plan), needed=needed_level(measure, plan, elapsed),
        before=None if past.why_not else before,
        change=None if why_not else moved.amount, change_kind=moved.kind,
        verdict=verdict(measure, judged),
        reported=now.reported, expected=read.expected.get(indicator.pk, 0), valued=now.valued,
        estimated=now.estimated,
        before_reported=then.reported, before_expected=read.before_expected.get(indicator.pk, 0),
        crossed=past.crossed, summed=tuple(origin.unit for origin in past.origins) if past.crossed else (),
        not_comparable=why_not,
    )  # fmt: skip


def _year_to_date(measure: Measure, indicator: Indicator, read: Read) -> Decimal | None:
    parts = [part.code for part in year_to_date_periods(read.period)]
    if measure.over_time == "flow" and any(read.pasts[code].why_not for code in parts):
        return None
    sums = [read.sums.get((code, indicator.pk), NOTHING) for code in parts]
    return value_of(measure, year_to_date_sums(measure, sums))


def _broken(indicator: Indicator, period: Period, as_of: date) -> str:
    before = period.same_period_last_year.as_of(Calendar(indicator.calendar))
    for row in indicator.breaks.all():
        if before < row.on <= as_of:
            return f"không so được với trước {short(row.on)}: {row.reason}"
    return ""


def note_of(line: Comparison) -> str:
    """Return what must stand beside a figure: its date, the share reported, ước, what it was compared with."""
    parts = [f"đến {short(line.as_of)}"]
    if line.expected != 1 or line.reported != 1:
        parts.append(f"{line.reported}/{line.expected} đơn vị báo cáo")
    if line.nothing_arose:
        parts.append("không phát sinh")
    if line.is_estimate:
        parts.append("ước" if line.estimated == line.reported else f"ước ({line.estimated} đơn vị)")
    if line.before is not None and line.before_reported < line.before_expected:
        parts.append(f"cùng kỳ có {line.before_reported}/{line.before_expected} đơn vị")
    if line.crossed and line.summed and not line.not_comparable:
        parts.append("cùng kỳ cộng từ " + ", ".join(unit.name for unit in line.summed))
    if line.not_comparable:
        parts.append(line.not_comparable)
    return "; ".join(parts)
