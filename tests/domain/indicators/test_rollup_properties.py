"""For any tree, any successions, any order of acts: totals equal their recomputation, and history is untouched."""

import contextlib
import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.domain.indicators.models import Indicator, Observation, RollUp
from giaoban.domain.indicators.queries import compare, cut_off, find_rollup_faults, recomputed, sums_of
from giaoban.domain.indicators.queries.across import compare_across
from giaoban.domain.indicators.rules import NOTHING, Figure
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.operations import UnitRefused, record_succession
from giaoban.domain.periods.rules import parse
from tests.factories.indicators import AT, make_indicator, make_unit, rate, report, volume

AMOUNTS = st.decimals(min_value=-10_000, max_value=10_000_000, places=3)
COUNTS = st.decimals(min_value=0, max_value=100_000, places=3)
TREES = st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=7)
STATUSES = st.sampled_from(["official", "preliminary", "estimate"])
ONE_DAY = timedelta(days=1)
PERIODS = ("2019-H1", "2019-H2", "2020-H1")
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("value"), st.integers(0, 50), st.sampled_from(PERIODS), AMOUNTS, COUNTS, STATUSES),
        st.tuples(st.just("none_arose"), st.integers(0, 50), st.sampled_from(PERIODS), AMOUNTS, COUNTS, STATUSES),
        st.tuples(st.just("not_reported"), st.integers(0, 50), st.sampled_from(PERIODS), AMOUNTS, COUNTS, STATUSES),
    ),
    max_size=14,
)
SUCCESSIONS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["1", "0.5", "0.25"])), max_size=6
)
Step = tuple[str, int, str, Decimal, Decimal, str]
# Four generations of units, three days on which some go into others, the periods each generation reports.
HANDOVER_DAYS = (date(2019, 7, 1), date(2020, 1, 1), date(2020, 7, 1))
GENERATIONS = (("2018-H2", "2019-H1"), ("2019-H2",), ("2020-H1", "2019-H1"), ("2020-H2", "2021-H1", "2019-H2"))
HANDOVER = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 2), st.sampled_from(["1", "1", "0.5", "0.25"]), st.integers(0, 2)),
    max_size=4,
)
LIGHT = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def grow(parents: list[int]) -> list[Unit]:
    """A tree: each further unit hangs under one of those before it."""
    units = [make_unit("0")]
    for number, parent in enumerate(parents, start=1):
        units.append(make_unit(str(number), parent=units[parent % len(units)]))
    return units


def act(
    units: list[Unit], visits: Indicator, cover: Indicator, step: tuple[str, int, str, Decimal, Decimal, str]
) -> None:
    kind, chosen, period, amount, count, status = step
    if kind == "value":
        figures = [volume(visits, str(amount), status=status), rate(cover, str(count / 2), str(count), status=status)]
        figures[1:] = [figures[1]] if (count * 500) % 1 == 0 else []
    else:
        figures = [Figure(visits.pk, kind=kind), Figure(cover.pk, kind=kind)]
    report(units[chosen % len(units)], figures, period)


def fingerprint() -> str:
    """Every stored figure and total, hashed."""
    rows = [*Observation.objects.order_by("pk").values_list(), *RollUp.objects.order_by("pk").values_list()]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def assert_exact() -> None:
    stored = {(r.indicator_id, r.unit_id, r.period): sums_of(r) for r in RollUp.objects.all()}
    expected = recomputed()
    assert all(stored.get(key, NOTHING) == sums for key, sums in expected.items())
    assert find_rollup_faults() == []


class RollUpsEqualTheirRecomputation(TestCase):
    @LIGHT
    @given(parents=TREES, steps=ACTS)
    def test_in_any_tree_and_any_order(
        self, parents: list[int], steps: list[tuple[str, int, str, Decimal, Decimal, str]]
    ) -> None:
        units = grow(parents)
        visits, cover = make_indicator(), make_indicator("X-02", ratio=True)
        for step in steps:
            act(units, visits, cover, step)
            assert_exact()
        top = RollUp.objects.filter(unit=units[0], indicator=visits)
        for row in top:
            held: dict[int, Observation] = {}
            for seen in Observation.objects.filter(indicator=visits, period=row.period).order_by("revision"):
                held[seen.unit_id] = seen
            assert row.value == sum((seen.value or Decimal(0) for seen in held.values()), Decimal(0))

    @LIGHT
    @given(parents=TREES, steps=ACTS, successions=SUCCESSIONS, later=ACTS)
    def test_across_any_successions_which_touch_no_stored_row(
        self,
        parents: list[int],
        steps: list[tuple[str, int, str, Decimal, Decimal, str]],
        successions: list[tuple[int, int, str]],
        later: list[tuple[str, int, str, Decimal, Decimal, str]],
    ) -> None:
        units = grow(parents)
        visits, cover = make_indicator(), make_indicator("X-02", ratio=True)
        for step in steps:
            act(units, visits, cover, step)
        before = fingerprint()
        heirs = succeed(units, successions)
        assert fingerprint() == before
        for step in later:
            act(units, visits, cover, step)  # corrections of old periods, after the units have ended
            if heirs:
                act(heirs, visits, cover, (*step[:2], "2021-H1", *step[3:]))
        assert_exact()

    @settings(LIGHT, max_examples=12)
    @given(parents=TREES, steps=st.tuples(*[ACTS] * 4), handovers=st.tuples(*[HANDOVER] * 3))
    def test_across_generations_of_successions(
        self,
        parents: list[int],
        steps: tuple[list[Step], ...],
        handovers: tuple[list[tuple[int, int, str, int]], ...],
    ) -> None:
        units = grow(parents)
        visits, cover = make_indicator(), make_indicator("X-02", ratio=True)
        for generation, periods in enumerate(GENERATIONS):
            for kind, chosen, when, *told in steps[generation]:
                period = periods[PERIODS.index(when) % len(periods)]  # its own, or a correction of an older one
                alive = [unit for unit in units if unit.holds_on(cut_off(period))]
                act(alive, visits, cover, (kind, chosen, period, *told))  # type: ignore[arg-type]
            if generation < len(HANDOVER_DAYS):
                before = fingerprint()
                units += hand_over(units, handovers[generation], HANDOVER_DAYS[generation])
                assert fingerprint() == before
            assert_exact()
        for period in ("2019-H2", "2020-H1", "2020-H2", "2021-H1"):
            assert_compared_with_what_it_was_made_of(visits, units, period)


def hand_over(units: list[Unit], plan: list[tuple[int, int, str, int]], day: date) -> list[Unit]:
    """On a day, let units go into new ones, whole or split; each new one stands under the top or another new one."""
    heirs: dict[int, Unit] = {}
    for chosen, number, share, above in plan:
        ending = [unit for unit in units[1:] if unit.valid_from < day and unit.valid_to in (None, day - ONE_DAY)]
        if not ending:
            break
        parent = heirs.get(above) if above != number else None
        heir = heirs.get(number) or make_unit(f"{day}-{number}", parent=parent or units[0], valid_from=day)
        heirs[number] = heir
        predecessor = ending[chosen % len(ending)]
        if not predecessor.successions.filter(successor=heir).exists():
            with contextlib.suppress(UnitRefused):
                record_succession(predecessor=predecessor, successor=heir, on=day, decree="", at=AT, acting_user=None,
                                  share=Decimal(share))  # fmt: skip
    return list(heirs.values())


def made_of(unit: Unit, day: date) -> dict[int, Decimal]:
    """The units of an earlier day that a unit goes back to, with their shares: the definition, link by link."""
    if unit.holds_on(day):
        return {unit.pk: Decimal(1)}
    found: dict[int, Decimal] = {}
    for row in unit.origins.select_related("predecessor"):
        for pk, share in made_of(row.predecessor, day).items():
            found[pk] = found.get(pk, Decimal(0)) + share * row.share
    return found


def assert_compared_with_what_it_was_made_of(visits: Indicator, units: list[Unit], period: str) -> None:
    alive = [unit for unit in units if unit.holds_on(cut_off(period))]
    same = parse(period).same_period_last_year.code
    totals = recomputed(same)
    for pk, compared in compare_across(visits, alive, period).items():
        unit = next(one for one in alive if one.pk == pk)
        origins = made_of(unit, cut_off(same))
        if not origins or any(share < 1 for share in origins.values()):
            assert compared.not_comparable
            continue
        parts = [totals.get((visits.pk, origin, same), NOTHING) for origin in origins]
        if any(part.valued for part in parts):
            assert compared.before == sum((part.value for part in parts), Decimal(0))
        assert compared.crossed == (pk not in origins)


def succeed(units: list[Unit], successions: list[tuple[int, int, str]]) -> list[Unit]:
    """Let units go into new ones on 1 July 2020, whole or in part; what contradicts is refused and skipped."""
    heirs: dict[int, Unit] = {}
    for chosen, heir, share in successions:
        new = heirs.get(heir) or make_unit(f"new-{heir}", valid_from=date(2020, 7, 1))
        heirs[heir] = new
        predecessor = units[chosen % len(units)]
        if predecessor.successions.filter(successor=new).exists():
            continue
        try:
            record_succession(
                predecessor=predecessor, successor=new, on=date(2020, 7, 1), decree="", at=AT, acting_user=None,
                share=Decimal(share),
            )  # fmt: skip
        except UnitRefused:
            continue
    return list(heirs.values())


@pytest.mark.django_db
def test_a_unit_split_and_brought_together_again_is_compared_whole() -> None:
    """A goes half into B and half into C, and both go into D: A came into D whole, by two ways."""
    visits = make_indicator()
    top = make_unit("0")
    first, last = date(2019, 7, 1), date(2020, 1, 1)
    a, e = make_unit("a", parent=top), make_unit("e", parent=top)
    b, c = (make_unit(code, parent=top, valid_from=first) for code in "bc")
    d = make_unit("d", parent=top, valid_from=last)
    report(a, [volume(visits, 40)], "2019-H1")
    report(e, [volume(visits, 2)], "2019-H1")
    for old, new, day, share in ((a, b, first, "0.5"), (a, c, first, "0.5"), (b, d, last, "1"), (c, d, last, "1"),
                                 (e, d, last, "1")):  # fmt: skip
        record_succession(predecessor=old, successor=new, on=day, decree="", at=AT, acting_user=None,
                          share=Decimal(share))  # fmt: skip
    report(d, [volume(visits, 63)], "2020-H1")
    compared = compare(visits, d, "2020-H1")
    assert (compared.before, compared.change, compared.not_comparable) == (Decimal(42), Decimal(50), "")
    assert sorted(unit.code for unit in compared.summed) == ["a", "e"]
