"""The secretary accepts one unit's report of 60 figures, totals and all: does the cost grow with the country?

What is timed is the act itself, `accept_report`: permission, lock, figures, every total above, notices, audit line.
Two trees in one database of the bench's own: a town of 18 units, and 3.300 units under a province of 100 towns.
Rounds are interleaved, so that a busy machine slows both alike; the medians are compared. The bar is 1.5.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # models can be imported only once the bench has chosen its database
    from giaoban.domain.accounts.models import User
    from giaoban.domain.indicators.models import Indicator
    from giaoban.domain.orgs.models import Unit
    from giaoban.domain.reports.models import Round, Submission

FIGURES, SMALL, LARGE, TOWNS = 60, 18, 3300, 100
ROUNDS, WARM_UP, BAR = 24, 3, 1.5
PERIODS = ("2020-H1", "2019-H2")  # a unit that has reported one reports the other


def main() -> bool:
    """Run the comparison, print it, and return whether the bar was met."""
    with _database() as engine:
        small, large = _medians()
    ratio = large / small
    met = ratio <= BAR
    print(f"accept one report of {FIGURES} figures with roll-ups ({engine}, median of {ROUNDS} interleaved rounds)")
    print(f"  {SMALL} units: {small * 1000:.1f} ms    {LARGE} units: {large * 1000:.1f} ms")
    print(f"  ratio {ratio:.2f}, bar {BAR}: {'met' if met else 'NOT MET'}")
    return met


@contextmanager
def _database() -> Iterator[str]:
    """Give a migrated database that goes away again: SQLite in a folder, or a new one beside DATABASE_URL's."""
    with tempfile.TemporaryDirectory(prefix="giaoban-bench-") as folder:
        os.environ["GIAOBAN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        creation: Any = connection.creation
        if connection.vendor == "postgresql":
            name = creation._create_test_db(verbosity=0, autoclobber=True)
            connection.close()
            connection.settings_dict["NAME"] = name
        else:
            connection.settings_dict["NAME"] = name = str(Path(folder) / "bench.sqlite3")
        for app in ("audit", "notices", "reports"):  # with what they stand on; the portal's tables are not needed here
            call_command("migrate", app, verbosity=0)
        try:
            yield str(connection.vendor)
        finally:
            connection.close()
            if connection.vendor == "postgresql":
                creation._destroy_test_db(name, verbosity=0)


def _medians() -> tuple[float, float]:
    from giaoban.domain.reports.models import State, Submission
    from giaoban.domain.reports.operations import accept_report
    from giaoban.lib.clock import VIETNAM

    at = datetime(2020, 6, 16, 8, 0, tzinfo=VIETNAM)
    indicators = _indicators()
    trees = {SMALL: _tree("s", SMALL, 1), LARGE: _tree("l", LARGE, TOWNS)}
    rounds = {size: [_open(size, period, at) for period in PERIODS] for size in trees}
    _fill(at)
    accepted = _open(LARGE, "2019-H1", at)
    Submission.objects.bulk_create(
        Submission(round=accepted, unit=unit, state=State.ACCEPTED, due_at=at) for unit in trees[LARGE]
    )
    took: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for turn in range(ROUNDS + WARM_UP):
        for size in (SMALL, LARGE) if turn % 2 else (LARGE, SMALL):
            held = rounds[size][turn // SMALL]
            report = _hand_in(held, trees[size][turn % SMALL], indicators, turn, at)
            start = time.perf_counter()
            accept_report(submission=report, acting_user=held.opened_by, at=at)
            if turn >= WARM_UP:
                took[size].append(time.perf_counter() - start)
    assert Submission.objects.filter(state=State.SUBMITTED).count() == 0
    return statistics.median(took[SMALL]), statistics.median(took[LARGE])


def _secretary(size: int, at: datetime) -> "User":
    """The secretary of the tree's province, who takes the reports."""
    from giaoban.domain.accounts.models import Role, User
    from giaoban.domain.accounts.operations import create_user, give_post
    from giaoban.domain.orgs.models import Unit

    name = f"thu-ky-{size}"
    if known := User.objects.filter(username=name).first():
        return known
    user = create_user(username=name, hashed_password="!", display_name="Thư ký", at=at, acting_user=None)
    give_post(user=user, unit=Unit.objects.get(code=f"{'s' if size == SMALL else 'l'}p"), role=Role.SECRETARY,
              title="Thư ký", valid_from=date(2010, 1, 1), at=at, acting_user=None)  # fmt: skip
    return user


def _open(size: int, period: str, at: datetime) -> "Round":
    """Open the tree's regime for a period, without a submission yet."""
    from giaoban.domain.accounts.models import Post
    from giaoban.domain.orgs.models import Bloc
    from giaoban.domain.reports.models import Regime, Round

    secretary = _secretary(size, at)
    receiver = Post.objects.select_related("unit").get(user=secretary).unit
    bloc, _ = Bloc.objects.get_or_create(
        code=f"b{size}", defaults={"name": "Khối", "coordinator": receiver, "territory": receiver}
    )
    regime, _ = Regime.objects.get_or_create(
        code=f"r{size}", valid_from=date(2010, 1, 1),
        defaults={"name": "Báo cáo", "receiver": receiver, "bloc": bloc, "frequency": "half"},
    )  # fmt: skip
    return Round.objects.create(regime=regime, period=period, opened_at=at, opened_by=secretary)


def _hand_in(held: "Round", unit: "Unit", indicators: list["Indicator"], turn: int, at: datetime) -> "Submission":
    """A submitted report with a figure for every indicator, as the unit's clerk left it."""
    from giaoban.domain.indicators.models import EmptyKind
    from giaoban.domain.reports.models import Cell, State, Submission

    report = Submission.objects.create(round=held, unit=unit, state=State.SUBMITTED, due_at=at, submitted_at=at)
    cells = []
    for place, one in enumerate(indicators):
        cell = Cell(submission=report, indicator=one, kind=EmptyKind.VALUE, updated_at=at, updated_by=held.opened_by)
        if one.is_ratio:
            cell.numerator, cell.denominator = Decimal(turn + place), Decimal(5000)
        else:
            cell.value = Decimal(turn * 10 + place)
        cells.append(cell)
    Cell.objects.bulk_create(cells)
    return report


def _indicators() -> list["Indicator"]:
    from giaoban.domain.indicators.models import Indicator
    from giaoban.domain.orgs.models import Sector

    sector = Sector.objects.create(code="YT", name="Y tế", name_en="Health", position=1)
    return [
        Indicator.objects.create(
            code=f"B-{n:02d}", name=f"Chỉ tiêu {n}", name_en=f"Indicator {n}", sector=sector, position=n,
            unit_of_measure="%" if n % 2 else "lượt", direction="up", over_units="ratio" if n % 2 else "sum",
            over_time="flow", calendar="state", numerator_name="đạt" if n % 2 else "",
            denominator_name="tổng" if n % 2 else "", scale=100 if n % 2 else 1, may_exceed_whole=True,
            valid_from=date(2010, 1, 1),
        )
        for n in range(FIGURES)
    ]  # fmt: skip


def _tree(prefix: str, size: int, towns: int) -> list["Unit"]:
    """Make a province, its towns, and `size` communes under them; returns the communes."""
    from giaoban.domain.orgs.models import Parentage, Unit

    since = date(2010, 1, 1)

    def rows(level: str, codes: list[str]) -> list[Unit]:
        made = [
            Unit(code=code, valid_from=since, name=code, short_name=code, search_name=code, sort_key=code, kind=level,
                 level=level) for code in codes
        ]  # fmt: skip
        return Unit.objects.bulk_create(made)

    province = rows("province", [f"{prefix}p"])[0]
    middle = rows("town", [f"{prefix}t{n}" for n in range(towns)])
    communes = rows("commune", [f"{prefix}c{n}" for n in range(size)])
    links = [Parentage(child=town, parent=province, valid_from=since) for town in middle]
    links += [Parentage(child=unit, parent=middle[n % towns], valid_from=since) for n, unit in enumerate(communes)]
    Parentage.objects.bulk_create(links)
    return communes


def _fill(at: datetime) -> None:
    """Let every commune of the large tree have reported already: 198.000 figures, and their totals."""
    from django.db import connection

    value = "CASE WHEN i.denominator_name = '' THEN 7 END"
    counts = "CASE WHEN i.denominator_name = '' THEN NULL ELSE {} END"
    source = "FROM orgs_unit u CROSS JOIN indicators_indicator i WHERE u.code LIKE 'lc%%'"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_observation (indicator_id, unit_id, period, revision, kind, value, numerator,"
            " denominator, status, as_of, note, source, recorded_at, recorded_by)"
            f" SELECT i.id, u.id, '2019-H1', 1, 'value', {value}, {counts.format(7)}, {counts.format(9)}, 'official',"
            f" %s, '', 'bench', %s, 'bench' {source}",
            [date(2019, 6, 14), at],
        )
        cursor.execute(
            "INSERT INTO indicators_rollup (indicator_id, unit_id, period, value, numerator, denominator, reported,"
            f" valued, estimated) SELECT i.id, u.id, '2019-H1', 7, 7, 9, 1, 1, 0 {source}",
            [],
        )
