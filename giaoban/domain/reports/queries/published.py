"""The table "as reported to the conference", read back from its snapshot: what was frozen, not what stands now."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.queries import Comparison
from giaoban.domain.indicators.queries import Row as TableRow
from giaoban.domain.indicators.rules import ChangeKind, Verdict
from giaoban.domain.orgs.models import Unit
from giaoban.domain.reports.models import Snapshot

AMOUNTS = ("actual", "numerator", "denominator", "plan", "year_to_date", "plan_share", "plan_gap", "needed",
           "before", "change")  # fmt: skip
COUNTS = ("reported", "expected", "estimated", "before_reported", "before_expected")


def reported_table(snapshot: Snapshot) -> list[TableRow]:
    """Return the frozen table's lines of public indicators, numbered anew (1 query; `snapshot.unit` is read too).

    Names, measures and decimals are those of the day it was frozen; the English name is today's.
    """
    lines = snapshot.data["table"]
    public = Indicator.objects.filter(is_public=True, code__in=[line["indicator"]["code"] for line in lines])
    known = {indicator.code: indicator for indicator in public.select_related("sector")}
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
