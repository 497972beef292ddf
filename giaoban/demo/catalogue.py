"""What the demonstration measures: the catalogue, who reports what, the plans of 2019 and 2020."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from giaoban.demo.registers import CONFERENCE_DAY, DATA, TOWN, rows_of
from giaoban.domain.accounts.models import User
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.operations import adopt_catalogue, set_plan
from giaoban.domain.indicators.rules import read_catalogue
from giaoban.domain.orgs.models import Bloc
from giaoban.domain.orgs.queries import members_of, unit_on

SOURCE = "Kế hoạch năm (số liệu minh hoạ)"
REPORTING_SINCE = date(2018, 1, 1)


def load_catalogue(*, bloc: Bloc, acting_user: User | None, at: datetime) -> dict[str, Indicator]:
    """Define the indicators and give each reporting unit of the bloc its duties."""
    with (DATA / "indicators.csv").open(encoding="utf-8", newline="") as handle:
        rows = read_catalogue(handle)
    return adopt_catalogue(
        rows=rows, units=members_of(bloc, CONFERENCE_DAY), valid_from=REPORTING_SINCE, acting_user=acting_user, at=at
    )


def load_targets(*, bloc: Bloc, indicators: dict[str, Indicator], acting_user: User | None, at: datetime) -> int:
    """Set the plans of the town and of its units; return how many."""
    units = {unit.code: unit for unit in members_of(bloc, CONFERENCE_DAY)}
    units[TOWN] = unit_on(TOWN, CONFERENCE_DAY)
    plans: dict[tuple[str, int], dict[Indicator, Decimal]] = defaultdict(dict)
    for line in rows_of("targets.csv"):
        plans[line["unit"], int(line["year"])][indicators[line["indicator"]]] = Decimal(line["value"])
    return sum(
        set_plan(unit=units[code], year=year, targets=targets, source=SOURCE, acting_user=acting_user, at=at)
        for (code, year), targets in plans.items()
    )
