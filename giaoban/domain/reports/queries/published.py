"""The table "as reported to the conference", read back from its snapshot: what was frozen, not what stands now.

What units corrected afterwards stands beside it, as errata.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from giaoban.domain.indicators.models import EmptyKind, Indicator, Observation
from giaoban.domain.indicators.queries import Comparison
from giaoban.domain.indicators.queries import Row as TableRow
from giaoban.domain.indicators.rules import ChangeKind, Verdict
from giaoban.domain.orgs.models import Unit
from giaoban.domain.reports.models import Snapshot
from giaoban.domain.reports.rules import seal
from giaoban.domain.reports.rules.checks import level_of

AMOUNTS = ("actual", "numerator", "denominator", "plan", "year_to_date", "plan_share", "plan_gap", "needed",
           "before", "change")  # fmt: skip
COUNTS = ("reported", "expected", "estimated", "before_reported", "before_expected")


@dataclass(frozen=True)
class Erratum:
    """A unit's figure that stood when the table was frozen and was corrected since; None where nothing is reported."""

    frozen: Observation
    current: Observation

    @property
    def before(self) -> Decimal | None:
        """The figure that went into the frozen table; a rate is computed from its counts."""
        return _level(self.frozen)

    @property
    def after(self) -> Decimal | None:
        """The figure in force."""
        return _level(self.current)


def _level(row: Observation) -> Decimal | None:
    if row.kind == EmptyKind.NONE_AROSE:
        return Decimal(0)
    return level_of(row.value, row.numerator, row.denominator, row.indicator.scale)


def is_intact(snapshot: Snapshot) -> bool:
    """Return whether what is stored is what was sealed."""
    return seal(snapshot.data) == snapshot.sha256


def errata_of(snapshot: Snapshot) -> list[Erratum]:
    """Return what the round's units corrected after the freezing, in catalogue order (2 queries)."""
    round = snapshot.round
    of_round = Observation.objects.filter(period=round.period, unit__submissions__round=round)
    changed = of_round.filter(recorded_at__gt=snapshot.taken_at, revision__gt=1)
    touched = set(changed.values_list("unit_id", "indicator_id"))
    history: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for row in (
        of_round.filter(unit__in={unit for unit, _ in touched}, indicator__in={one for _, one in touched})
        .select_related("unit", "indicator")
        .order_by("indicator__sector__position", "indicator__position", "unit__sort_key", "revision")
    ):
        history[row.unit_id, row.indicator_id].append(row)
    found = []
    for key, rows in history.items():
        stood = [row for row in rows if row.recorded_at <= snapshot.taken_at]
        if key in touched and stood:
            found.append(Erratum(stood[-1], rows[-1]))
    return found


def reported_table(snapshot: Snapshot, *, only_public: bool = True) -> list[TableRow]:
    """Return the frozen table's lines, of public indicators or of all, numbered anew (1 query; `unit` is read too).

    Names, measures and decimals are those of the day it was frozen; the English name is today's.
    """
    lines = snapshot.data["table"]
    wanted = Indicator.objects.filter(code__in=[line["indicator"]["code"] for line in lines])
    wanted = wanted.filter(is_public=True) if only_public else wanted
    known = {indicator.code: indicator for indicator in wanted.select_related("sector")}
    shown = [line for line in lines if line["indicator"]["code"] in known]
    return [
        _row(line, _as_frozen(known[line["indicator"]["code"]], line["indicator"]), snapshot.unit, stt)
        for stt, line in enumerate(shown, start=1)
    ]


def _as_frozen(indicator: Indicator, frozen: Mapping[str, Any]) -> Indicator:
    for name in ("name", "unit_of_measure", "decimals"):
        setattr(indicator, name, frozen[name])
    return indicator


def _row(line: Mapping[str, Any], indicator: Indicator, unit: Unit, stt: int) -> TableRow:
    told: dict[str, Any] = {name: None if line[name] is None else Decimal(line[name]) for name in AMOUNTS}
    told |= {name: int(line[name]) for name in COUNTS}
    told["valued"] = int(line.get("valued", line["reported"]))  # tables frozen before it was counted do not have it
    compared = Comparison(
        indicator=indicator, unit=unit, period=line["period"], as_of=date.fromisoformat(line["as_of"]),
        change_kind=ChangeKind(line["change_kind"]), verdict=Verdict(line["verdict"]), crossed=bool(line["crossed"]),
        summed=tuple(_unit(one) for one in line["summed"]), not_comparable=line["not_comparable"], **told,
    )  # fmt: skip
    return TableRow(**vars(compared), stt=stt, note=line["note"])


def _unit(frozen: Mapping[str, str]) -> Unit:
    """Return a unit as it was named then; not stored, only shown."""
    return Unit(code=frozen["code"], valid_from=date.fromisoformat(frozen["valid_from"]), name=frozen["name"])
