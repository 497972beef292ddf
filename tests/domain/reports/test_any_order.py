"""Any order of entering, signing off, submitting, returning, accepting and reopening: totals equal a recomputation.

Steps go through the real operations as the people who may take them. A small model beside them says which steps are
allowed and what must have been accepted; stored totals are held against it and against `find_rollup_faults`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import give_post
from giaoban.domain.audit.models import Entry
from giaoban.domain.indicators.models import EmptyKind, Observation, RollUp
from giaoban.domain.indicators.queries import find_rollup_faults, sums_of
from giaoban.domain.indicators.rules import NOTHING, Sums
from giaoban.domain.indicators.rules.figures import contribution
from giaoban.domain.orgs.operations import place_unit
from giaoban.domain.reports.models import State, Submission, Transition
from giaoban.domain.reports.operations import (
    ReportRefused,
    TypedCell,
    accept_report,
    reopen_report,
    return_report,
    save_cell,
    save_cells,
    save_narrative,
    sign_off,
    submit_report,
    withdraw_sign_off,
)
from giaoban.lib.clock import VIETNAM
from tests.factories.reports import START, Office, fill, make_office

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
CLERKS = {"dac-son": "clerk", "tien-phong": "stranger", "health": "body_clerk"}
HEADS = {"dac-son": "head", "tien-phong": "stranger_head", "health": "body_head"}
UNITS = tuple(CLERKS)
CODES = ("YT01", "YT02", "GN01", "GD01")  # a sum, two rates of two calendars, a stock
COUNTS = st.integers(0, 10**9)
CONTENT = st.one_of(
    st.tuples(st.just("value"), COUNTS, COUNTS, st.sampled_from(["official", "preliminary", "estimate"])),
    st.tuples(st.sampled_from(["none_arose", "not_reported"]), st.just(0), st.just(0), st.just("official")),
)
ENTRY = st.tuples(st.sampled_from(CODES), CONTENT)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(UNITS), st.lists(ENTRY, min_size=1, max_size=3)),
        st.tuples(st.just("on"), st.sampled_from(UNITS), st.integers(1, 3)),
        st.tuples(
            st.sampled_from(["sign_off", "withdraw", "submit", "return", "accept", "reopen"]),
            st.sampled_from(UNITS),
            st.none(),
        ),
    ),
    min_size=4,
    max_size=16,
)
ACTS: dict[str, tuple[Callable[..., Submission], str, dict[str, str]]] = {
    "sign_off": (sign_off, "head", {}), "withdraw": (withdraw_sign_off, "head", {}),
    "submit": (submit_report, "clerk", {}), "return": (return_report, "secretary", {"reason": "Sai"}),
    "accept": (accept_report, "secretary", {}), "reopen": (reopen_report, "secretary", {"reason": "Sai"}),
}  # fmt: skip
# From which states a step leads where; a step taken again from where it leads is no step.
LIFE = {
    "sign_off": ({"draft", "returned", "signed_off"}, "signed_off"), "withdraw": ({"signed_off", "draft"}, "draft"),
    "submit": ({"signed_off", "submitted"}, "submitted"), "return": ({"submitted"}, "returned"),
    "accept": ({"submitted", "accepted"}, "accepted"), "reopen": ({"accepted"}, "returned"),
}  # fmt: skip
ONWARD = {"draft": "sign_off", "returned": "sign_off", "signed_off": "submit", "submitted": "accept",
          "accepted": "reopen"}  # fmt: skip
Told = tuple[str, Decimal | None, Decimal | None, Decimal | None, str]


@dataclass
class Model:
    """What each unit's report must hold now, its state, and what of it was accepted last."""

    state: dict[str, str]
    cells: dict[str, dict[str, Told]]
    accepted: dict[str, dict[str, Told]] = field(default_factory=dict)

    def total(self, code: str) -> Sums:
        told = [cells[code] for cells in self.accepted.values() if code in cells]
        return sum((contribution(*one) for one in told), NOTHING)


def told_of(code: str, content: tuple[str, int, int, str]) -> Told:
    kind, first, second, status = content
    if kind != "value":
        return kind, None, None, None, status
    if code in ("YT02", "GD01"):
        small, large = sorted((first, second))
        return kind, None, Decimal(small), Decimal(large + 1), status
    return kind, Decimal(first), None, None, status


def fingerprint() -> str:
    rows = [*Observation.objects.order_by("pk").values_list(), *RollUp.objects.order_by("pk").values_list()]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


class ReportsInAnyOrder(TestCase):
    office: ClassVar[Office]

    @classmethod
    def setUpTestData(cls) -> None:
        office = cls.office = make_office(AT)
        office.people["body_head"] = User.objects.create(username="body_head")
        give_post(user=office.people["body_head"], unit=office.units["health"], role=Role.HEAD, title="Trưởng phòng",
                  valid_from=START, at=AT, acting_user=None)  # fmt: skip
        for unit in UNITS:
            place_unit(child=office.units[unit], parent=office.units["town"], valid_from=START, at=AT, acting_user=None)
        opened = office.open()
        for unit in ("dac-son", "tien-phong"):
            fill(office, office.submission(opened, unit))
        body, clerk = office.submission(opened, "health"), office.people["body_clerk"]
        save_cell(submission=body, indicator=office.indicators["YT01"], typed="4986", acting_user=clerk, at=AT)
        save_narrative(submission=body, section=office.section, text="Lời.", expected_version=None, acting_user=clerk,
                       at=AT)  # fmt: skip

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_totals_equal_what_was_accepted(self, steps: list[tuple[str, str, Any]]) -> None:
        communes: dict[str, Told] = {
            "YT01": ("value", Decimal(4986), None, None, "official"),
            "YT02": ("value", None, Decimal(38), Decimal(40), "official"),
            "GN01": ("value", Decimal(60), None, None, "official"),
            "GD01": ("value", None, Decimal(6), Decimal(1642), "official"),
        }
        cells = {unit: dict(communes) for unit in UNITS}
        cells["health"] = {"YT01": communes["YT01"]}
        model = Model(dict.fromkeys(UNITS, "draft"), cells)
        for name, unit, detail in steps:
            if name == "on":
                for _ in range(detail):
                    self.take(model, ONWARD[model.state[unit]], unit)
            elif name == "write":
                self.write(model, unit, detail)
            else:
                self.take(model, name, unit)

    def submission(self, unit: str) -> Submission:
        return Submission.objects.select_related("round__regime__bloc", "unit").get(unit=self.office.units[unit])

    def write(self, model: Model, unit: str, entries: list[tuple[str, tuple[str, int, int, str]]]) -> None:
        """Save a cell or a block as the unit's clerk; refused, with nothing changed, where it may not be edited."""
        wanted = {code: told_of(code, content) for code, content in entries if unit != "health" or code == "YT01"}
        if not wanted:
            return
        before, acts = fingerprint(), Entry.objects.count()
        typed = [self.typed(code, told) for code, told in wanted.items()]
        who: dict[str, Any] = {"acting_user": self.office.people[CLERKS[unit]], "at": AT}
        is_allowed = model.state[unit] in ("draft", "returned")
        try:
            save_cells(submission=self.submission(unit), entries=typed, **who)
        except ReportRefused:
            assert not is_allowed
            assert Entry.objects.count() == acts
        else:
            assert is_allowed
            model.cells[unit].update(wanted)
        assert fingerprint() == before

    def typed(self, code: str, told: Told) -> TypedCell:
        kind, value, numerator, denominator, status = told
        first, second = (str(part) if part is not None else "" for part in (value or numerator, denominator))
        if kind == "value" and not first:
            first = "0"
        return TypedCell(self.office.indicators[code], first, second, None if kind == "value" else kind, status,
                         "Chưa có số" if kind == EmptyKind.NOT_REPORTED else "Rà soát lại")  # fmt: skip

    def take(self, model: Model, name: str, unit: str) -> None:
        """Take a step; the model says whether it is allowed. Only an acceptance may move a stored row."""
        run, who, given = ACTS[name]
        person = {"head": HEADS[unit], "clerk": CLERKS[unit]}.get(who, who)
        sources, target = LIFE[name]
        state, before, steps = model.state[unit], fingerprint(), Transition.objects.count()
        try:
            run(submission=self.submission(unit), acting_user=self.office.people[person], at=AT, **given)
        except ReportRefused:
            assert state not in sources
            assert (fingerprint(), Transition.objects.count()) == (before, steps)
            return
        assert state in sources
        assert Transition.objects.count() == steps + (state != target)
        model.state[unit] = target
        assert self.submission(unit).state == State(target)
        if name != "accept":
            assert fingerprint() == before
            return
        model.accepted[unit] = dict(model.cells[unit])
        assert find_rollup_faults() == []
        town = RollUp.objects.filter(unit=self.office.units["town"]).select_related("indicator")
        stored = {row.indicator.code: sums_of(row) for row in town}
        assert {code: stored.get(code, NOTHING) for code in CODES} == {code: model.total(code) for code in CODES}
