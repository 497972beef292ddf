"""What the first page knows: steps, what waits for whom, what is late; in a constant number of queries."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.accounts.queries import standing
from giaoban.domain.orgs.models import Level
from giaoban.domain.orgs.operations import found_unit, join_bloc, place_unit
from giaoban.domain.reports.operations import accept_report, return_report
from giaoban.processes.glance import Glance, StepState, glance
from tests.factories.reports import START, Office, hand_in, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(at: datetime) -> Office:
    made = make_office(at)
    for unit in ("dac-son", "tien-phong", "health"):
        place_unit(child=made.units[unit], parent=made.units["town"], valid_from=START, at=at, acting_user=None)
    return made


def seen_by(office: Office, name: str, at: datetime | None = None) -> Glance:
    moment = at or office.at
    return glance(standing(office.people[name], moment.date()), moment)


def kinds(shown: Glance) -> list[str]:
    return [one.kind for one in shown.waiting]


def test_without_a_round_there_is_nothing_and_no_error(office: Office) -> None:
    for name in office.people:
        shown = seen_by(office, name)
        assert shown.round is None
        assert not shown.steps
        assert not shown.waiting


def test_each_sees_what_waits_for_them(office: Office) -> None:
    round = office.open()
    assert kinds(seen_by(office, "clerk")) == ["fill_report"]
    assert kinds(seen_by(office, "head")) == ["approve_report"]
    assert kinds(seen_by(office, "secretary")) == ["remind_units"]
    assert kinds(seen_by(office, "chair")) == []
    assert kinds(seen_by(office, "nobody")) == []
    submission = hand_in(office, office.submission(round))
    assert kinds(seen_by(office, "clerk")) == []
    assert kinds(seen_by(office, "secretary")) == ["check_reports", "remind_units"]
    return_report(submission=submission, reason="Sai tổng", acting_user=office.people["secretary"], at=office.at)
    assert kinds(seen_by(office, "clerk")) == ["fix_report"]


def test_a_unit_sees_itself_and_the_receiving_body_everybody(office: Office) -> None:
    office.open()
    clerk, secretary = seen_by(office, "clerk"), seen_by(office, "secretary")
    assert {row.submission.unit.code for row in clerk.board_rows} == {"05863"}
    assert len(secretary.board_rows) == 3
    assert {one.unit.code for one in clerk.late} == {"05863"}
    assert len(secretary.late) == 3
    assert clerk.subject == office.units["dac-son"]
    assert secretary.subject == office.units["town"]


def test_lateness_is_counted_in_working_days(office: Office) -> None:
    round = office.open()
    due = office.submission(round).due_at
    friday = due + timedelta(days=(4 - due.weekday()) % 7)
    monday = friday + timedelta(days=3)
    late = {one.unit.code: one.days for one in seen_by(office, "secretary", monday).late}
    between = {one.unit.code: one.days for one in seen_by(office, "secretary", friday + timedelta(hours=1)).late}
    assert late["05863"] == between["05863"] + 1


def test_the_steps_follow_the_work(office: Office) -> None:
    round = office.open()
    before = {step.key: step for step in seen_by(office, "secretary").steps}
    assert before["open"].state == StepState.DONE
    assert before["report"].state == StepState.NOW
    assert (before["report"].done, before["report"].total) == (0, 3)
    accept_report(submission=hand_in(office, office.submission(round)), acting_user=office.people["secretary"],
                  at=office.at)  # fmt: skip
    after = {step.key: step for step in seen_by(office, "secretary").steps}
    assert after["report"].state == StepState.PART
    assert after["report"].done == 1
    assert after["consolidate"].state == StepState.NOW
    actual = {row.indicator.code: row.actual for row in seen_by(office, "secretary").rows}
    assert actual["YT01"] == 4986


def test_the_newest_ended_period_stands_first_and_another_can_be_asked_for(office: Office) -> None:
    first, second = office.open("2020-H1"), office.open("2020-H2")
    shown = seen_by(office, "secretary")
    assert shown.round == first
    assert shown.others == (second,)
    asked = glance(standing(office.people["secretary"], date(2020, 7, 13)), office.at, round_id=second.pk)
    assert asked.round == second


def test_another_blocs_round_stays_hidden(office: Office, at: datetime) -> None:
    round = office.open()
    outside = found_unit(code="XX", kind="xã", short_name="Ngoài khối", level=Level.COMMUNE, valid_from=START, at=at,
                         acting_user=None)  # fmt: skip
    user = create_user(username="outside", password=None, at=at, acting_user=None)
    give_post(user=user, unit=outside, role=Role.CLERK, title="Cán bộ", valid_from=START, at=at, acting_user=None)
    shown = glance(standing(user, at.date()), at, round_id=round.pk)
    assert shown.round is None


@pytest.mark.parametrize("name", ["clerk", "secretary", "chair", "superior"])
def test_the_number_of_queries_does_not_follow_the_number_of_units(office: Office, name: str, at: datetime) -> None:
    def count() -> int:
        held = standing(office.people[name], at.date())
        held.has()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            glance(held, at)
        return len(queries)

    office.open("2020-H1")
    few = count()
    for number in range(6):
        unit = found_unit(code=f"X{number}", kind="xã", short_name=f"Xã {number}", level=Level.COMMUNE,
                          valid_from=START, at=at, acting_user=None)  # fmt: skip
        place_unit(child=unit, parent=office.units["town"], valid_from=START, at=at, acting_user=None)
        join_bloc(bloc=office.bloc, unit=unit, valid_from=START, at=at, acting_user=None)
    office.open("2020-H2")
    assert count() == few
    assert few <= 45
