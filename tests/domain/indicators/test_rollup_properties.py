"""For any tree, any successions, any order of acts: totals equal their recomputation, and history is untouched."""

import hashlib
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.domain.indicators.models import Indicator, Observation, RollUp
from giaoban.domain.indicators.queries import find_rollup_faults, recomputed, sums_of
from giaoban.domain.indicators.rules import NOTHING, Figure
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.operations import UnitRefused, record_succession
from tests.factories.indicators import AT, make_indicator, make_unit, rate, report, volume

AMOUNTS = st.decimals(min_value=-10_000, max_value=10_000_000, places=3)
COUNTS = st.decimals(min_value=0, max_value=100_000, places=3)
TREES = st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=7)
STATUSES = st.sampled_from(["official", "preliminary", "estimate"])
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
