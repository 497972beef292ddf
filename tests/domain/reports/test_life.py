"""The life of a report: every step, who may take it, what it tells whom."""

import contextlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.models import Entry
from giaoban.domain.notices.models import Notice
from giaoban.domain.reports.models import Round, State, Submission
from giaoban.domain.reports.operations import (
    AlreadyReminded,
    RemainingProblems,
    ReportRefused,
    RoundClosed,
    TypedCell,
    WrongState,
    accept_report,
    close_round,
    comment_on_cell,
    open_round,
    remind_unit,
    reopen_report,
    return_report,
    save_cell,
    save_cells,
    save_narrative,
    sign_off,
    submit_report,
    take_snapshot,
    withdraw_sign_off,
)
from giaoban.domain.reports.operations.locking import refuse_closed
from giaoban.domain.reports.rules import MOVES
from giaoban.domain.reports.rules.life import may_move
from giaoban.lib.clock import VIETNAM
from tests.factories.reports import OPENED, Office, fill, hand_in


def told(kind: str) -> set[str]:
    ids = Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True)
    return set(User.objects.filter(pk__in=ids).values_list("username", flat=True))


def test_opening_makes_a_submission_per_member_due_by_its_level(office: Office, opened: Round) -> None:
    due = {one.unit.short_name: one.due_at.astimezone(VIETNAM) for one in opened.submissions.all()}
    # Cut-off Sunday 14/6/2020: one working day is Monday 15, three are Wednesday 17.
    assert due == {
        "Đắc Sơn": datetime(2020, 6, 15, 17, 0, tzinfo=VIETNAM),
        "Tiên Phong": datetime(2020, 6, 15, 17, 0, tzinfo=VIETNAM),
        "Y tế": datetime(2020, 6, 17, 17, 0, tzinfo=VIETNAM),
    }


def test_local_days_off_move_the_deadline(office: Office) -> None:
    opened = open_round(
        regime=office.regime, period="2020-H1", acting_user=office.people["secretary"], at=OPENED,
        extra_days_off=[date(2020, 6, 15), date(2020, 6, 16)],
    )  # fmt: skip
    due = opened.submissions.get(unit=office.units["dac-son"]).due_at.astimezone(VIETNAM)
    assert due == datetime(2020, 6, 17, 17, 0, tzinfo=VIETNAM)


def test_opening_tells_clerks_and_heads_once(office: Office, opened: Round) -> None:
    assert told("reports.opened") == {"clerk", "head", "stranger", "stranger_head", "body_clerk"}


def test_a_round_opens_once_and_only_for_its_kind_of_period(office: Office, opened: Round) -> None:
    secretary = office.people["secretary"]
    with pytest.raises(ReportRefused, match="đã mở"):
        office.open()
    with pytest.raises(ReportRefused, match="không có kỳ"):
        open_round(regime=office.regime, period="2020-Q2", acting_user=secretary, at=OPENED)


def test_the_whole_life_with_a_return(office: Office, submission: Submission) -> None:
    people, at = office.people, office.at
    hand_in(office, submission)
    assert told("reports.submitted") == {"secretary"}
    return_report(
        submission=submission, reason="Số trẻ sinh không khớp", acting_user=people["secretary"], at=at,
        comments={office.indicators["DS01"]: "Kiểm tra lại"},
    )  # fmt: skip
    assert told("reports.returned") == {"clerk", "head"}
    assert submission.comments.get().text == "Kiểm tra lại"
    save_cell(submission=submission, indicator=office.indicators["YT01"], typed="5.000", acting_user=people["clerk"],
              at=at)  # fmt: skip
    sign_off(submission=submission, acting_user=people["head"], at=at)
    submit_report(submission=submission, acting_user=people["head"], at=at)
    steps = list(submission.transitions.values_list("from_state", "to_state", "reason"))
    assert steps == [
        ("draft", "signed_off", ""), ("signed_off", "submitted", ""),
        ("submitted", "returned", "Số trẻ sinh không khớp"),
        ("returned", "signed_off", ""), ("signed_off", "submitted", ""),
    ]  # fmt: skip
    assert all(may_move(before, after) for before, after, _ in steps)


def test_the_first_submission_decides_timeliness(office: Office, submission: Submission) -> None:
    in_time = datetime(2020, 6, 15, 17, 0, tzinfo=VIETNAM)
    handed = hand_in(office, submission, at=in_time)
    assert not handed.is_late
    return_report(submission=submission, reason="Sửa", acting_user=office.people["secretary"], at=office.at)
    sign_off(submission=submission, acting_user=office.people["head"], at=office.at)
    again = submit_report(submission=submission, acting_user=office.people["clerk"], at=office.at)
    assert not again.is_late
    assert again.submitted_at == in_time


def test_a_second_late_is_late(office: Office, submission: Submission) -> None:
    handed = hand_in(office, submission, at=datetime(2020, 6, 15, 17, 0, 1, tzinfo=VIETNAM))
    assert handed.is_late


def test_submitting_twice_is_one_step(office: Office, submission: Submission) -> None:
    hand_in(office, submission)
    submit_report(submission=submission, acting_user=office.people["clerk"], at=office.at)
    assert submission.transitions.filter(to_state=State.SUBMITTED).count() == 1
    assert Entry.objects.filter(act="reports.submit_report").count() == 1


def test_sign_off_is_refused_while_anything_remains(office: Office, submission: Submission) -> None:
    with pytest.raises(RemainingProblems) as refused:
        sign_off(submission=submission, acting_user=office.people["head"], at=office.at)
    assert len(refused.value.problems) == 7  # six cells and the required section
    assert {problem.level for problem in refused.value.problems} == {"missing"}
    assert not submission.transitions.exists()


def test_withdrawing_opens_the_report_again(office: Office, submission: Submission) -> None:
    fill(office, submission)
    people, at = office.people, office.at
    sign_off(submission=submission, acting_user=people["head"], at=at)
    with pytest.raises(WrongState):
        save_cell(
            submission=submission, indicator=office.indicators["YT01"], typed="1", acting_user=people["clerk"], at=at
        )
    withdraw_sign_off(submission=submission, acting_user=people["head"], at=at)
    save_cell(submission=submission, indicator=office.indicators["YT01"], typed="1", acting_user=people["clerk"], at=at)
    with pytest.raises(WrongState):
        submit_report(submission=submission, acting_user=people["clerk"], at=at)


def test_every_step_not_in_the_table_is_refused() -> None:
    states = list(State.values)
    assert {(a, b) for a in states for b in states if may_move(a, b)} == MOVES
    assert {b for b in states if may_move(State.ACCEPTED, b)} == {State.RETURNED}
    assert not may_move(State.DRAFT, State.SUBMITTED)


def test_a_unit_is_reminded_once_a_day(office: Office, submission: Submission) -> None:
    secretary = office.people["secretary"]
    remind_unit(submission=submission, acting_user=secretary, at=office.at)
    with pytest.raises(AlreadyReminded):
        remind_unit(submission=submission, acting_user=secretary, at=office.at + timedelta(hours=3))
    remind_unit(submission=submission, acting_user=secretary, at=office.at + timedelta(days=1))
    assert told("reports.reminded") == {"clerk", "head"}
    hand_in(office, submission)
    with pytest.raises(WrongState):
        remind_unit(submission=submission, acting_user=secretary, at=office.at + timedelta(days=2))


def test_a_closed_round_changes_no_more(office: Office, opened: Round, submission: Submission) -> None:
    secretary = office.people["secretary"]
    close_round(round=opened, acting_user=secretary, at=office.at)
    assert Entry.objects.get(act="reports.close_round").detail["missing"] == ["05863", "05890", "PYT"]
    with pytest.raises(RoundClosed):
        fill(office, submission)
    with pytest.raises(RoundClosed):
        remind_unit(submission=submission, acting_user=secretary, at=office.at)
    with pytest.raises(RoundClosed):
        close_round(round=opened, acting_user=secretary, at=office.at)


def test_who_waited_while_the_round_closed_is_told(office: Office, opened: Round, submission: Submission) -> None:
    """On PostgreSQL the round read with the lock is older than the lock: it still says open."""
    close_round(round=opened, acting_user=office.people["secretary"], at=office.at)
    assert submission.round.closed_at is None
    with pytest.raises(RoundClosed):
        refuse_closed(submission)


def test_returning_needs_a_reason(office: Office, submission: Submission) -> None:
    hand_in(office, submission)
    with pytest.raises(ReportRefused, match="lý do"):
        return_report(submission=submission, reason="  \n", acting_user=office.people["secretary"], at=office.at)


def test_a_remark_reaches_the_other_side(office: Office, submission: Submission) -> None:
    indicator = office.indicators["YT01"]
    comment_on_cell(submission=submission, indicator=indicator, text="Vì sao tăng?", at=office.at,
                    acting_user=office.people["secretary"])  # fmt: skip
    assert told("reports.commented") == {"clerk", "head"}
    comment_on_cell(submission=submission, indicator=indicator, text="Do khám lưu động", at=office.at,
                    acting_user=office.people["clerk"])  # fmt: skip
    assert told("reports.commented") == {"clerk", "head", "secretary"}


UNIT, HEAD, SECRETARY = {"clerk", "head"}, {"head"}, {"secretary"}
ACTS: dict[str, tuple[Callable[..., object], dict[str, str], set[str]]] = {
    "save_cell": (save_cell, {"indicator": "YT01", "typed": "1"}, UNIT),
    "save_cells": (save_cells, {"entries": "block"}, UNIT),
    "save_narrative": (save_narrative, {"section": "first", "text": "x", "expected_version": ""}, UNIT),
    "sign_off": (sign_off, {}, HEAD),
    "withdraw_sign_off": (withdraw_sign_off, {}, HEAD),
    "submit_report": (submit_report, {}, UNIT),
    "return_report": (return_report, {"reason": "x"}, SECRETARY),
    "accept_report": (accept_report, {}, SECRETARY),
    "reopen_report": (reopen_report, {"reason": "x"}, SECRETARY),
    "remind_unit": (remind_unit, {}, SECRETARY),
    "close_round": (close_round, {"round": "of submission"}, SECRETARY),
    "open_round": (open_round, {"regime": "of office", "period": "2020-H2"}, SECRETARY),
    "take_snapshot": (take_snapshot, {"round": "of submission", "unit": "territory", "label": "x"}, SECRETARY),
    "comment_on_cell": (comment_on_cell, {"indicator": "YT01", "text": "x"}, {*UNIT, "secretary", "chair"}),
}


def take(office: Office, submission: Submission, act: str, name: str) -> object:
    """Take an act as a persona, its arguments' short names replaced by the things they mean."""
    run, given, _ = ACTS[act]
    things: dict[str, Any] = {
        "indicator": office.indicators["YT01"], "section": office.section, "expected_version": None,
        "round": submission.round, "regime": office.regime, "unit": office.units["town"],
        "entries": [TypedCell(office.indicators["YT01"], "1")],
    }  # fmt: skip
    arguments = {key: things.get(key, value) for key, value in given.items()}
    if not {"round", "regime"} & given.keys():
        arguments["submission"] = submission
    return run(**arguments, acting_user=office.people[name], at=office.at)


PERSONAS = ["clerk", "head", "stranger", "stranger_head", "body_clerk", "secretary", "chair", "superior", "editor",
            "administrator", "nobody"]  # fmt: skip


@pytest.mark.parametrize("act", list(ACTS))
def test_every_act_is_refused_for_every_wrong_persona(office: Office, submission: Submission, act: str) -> None:
    entries = Entry.objects.count()
    for name in set(PERSONAS) - ACTS[act][2]:
        with pytest.raises(PermissionDenied):
            take(office, submission, act, name)
        assert Entry.objects.count() == entries, name
    for name in ACTS[act][2]:
        with contextlib.suppress(ReportRefused):  # allowed to try; the state may still say no
            take(office, submission, act, name)
