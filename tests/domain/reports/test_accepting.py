"""Acceptance turns cells into figures; a snapshot freezes what was told."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.models import Entry
from giaoban.domain.indicators.models import Observation, RollUp
from giaoban.domain.indicators.queries import find_rollup_faults
from giaoban.domain.notices.models import Notice
from giaoban.domain.orgs.operations import place_unit
from giaoban.domain.reports.models import Round, Snapshot, State, Submission
from giaoban.domain.reports.operations import (
    ReportRefused,
    RoundClosed,
    WrongState,
    accept_report,
    close_round,
    reopen_report,
    return_report,
    save_cell,
    sign_off,
    submit_report,
    take_snapshot,
)
from giaoban.domain.reports.rules import seal
from tests.factories.reports import START, Office, hand_in


@pytest.fixture
def placed(office: Office) -> Office:
    """The communes under the town, so that figures roll up."""
    for unit in ("dac-son", "tien-phong"):
        place_unit(child=office.units[unit], parent=office.units["town"], valid_from=START, at=office.at,
                   acting_user=None)  # fmt: skip
    return office


def accept(office: Office, submission: Submission) -> Submission:
    return accept_report(submission=submission, acting_user=office.people["secretary"], at=office.at)


def test_accepting_records_the_figures_and_moves_the_totals(placed: Office, submission: Submission) -> None:
    office = placed
    save_cell(submission=submission, indicator=office.indicators["YT01"], typed="", status="estimate",
              reason="Tháng 6 ước", acting_user=office.people["clerk"], at=office.at)  # fmt: skip
    hand_in(office, submission)
    assert accept(office, submission).state == State.ACCEPTED
    figure = Observation.objects.get(indicator__code="YT01")
    assert (figure.value, figure.status, figure.note) == (Decimal(4986), "estimate", "Tháng 6 ước")
    assert figure.source == f"reports.submission:{submission.pk}"
    rate = RollUp.objects.get(unit=office.units["town"], indicator__code="YT02")
    assert (rate.numerator, rate.denominator, rate.reported) == (38, 40, 1)
    assert Notice.objects.filter(kind="reports.accepted").count() == 2


def test_accepting_twice_is_one_step(placed: Office, submission: Submission) -> None:
    hand_in(placed, submission)
    accept(placed, submission)
    accept(placed, submission)
    assert submission.transitions.filter(to_state=State.ACCEPTED).count() == 1
    assert Observation.objects.filter(indicator__code="YT01").count() == 1


def test_a_figure_that_cannot_be_kept_leaves_the_report_submitted(placed: Office, submission: Submission) -> None:
    hand_in(placed, submission)
    submission.cells.filter(indicator__code="YT02").update(numerator=Decimal(50))  # tampered with past the checks
    with pytest.raises(ValueError):
        accept(placed, submission)
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED
    assert not Observation.objects.exists()


def test_a_snapshot_holds_table_text_and_missing_units(placed: Office, opened: Round, submission: Submission) -> None:
    office = placed
    hand_in(office, submission)
    accept(office, submission)
    taken = take_snapshot(round=opened, unit=office.units["town"], label="Đã báo cáo hội nghị 10/7/2020",
                          acting_user=office.people["secretary"], at=office.at)  # fmt: skip
    stored = Snapshot.objects.get(pk=taken.pk)
    assert seal(stored.data) == stored.sha256
    row = next(row for row in stored.data["table"] if row["indicator"]["code"] == "YT01")
    assert Decimal(row["actual"]) == 4986
    assert {unit["code"] for unit in stored.data["missing"]} == {"05890", "PYT"}
    first = stored.data["narrative"][0]
    assert first["texts"][0]["unit"]["name"] == "xã Đắc Sơn"
    assert first["texts"][0]["paragraphs"] == [{"text": "Đã ban hành 04 văn bản.", "unchanged": False}]


def test_a_snapshot_cannot_be_changed(placed: Office, opened: Round) -> None:
    taken = take_snapshot(round=opened, unit=placed.units["town"], label="Bản 1", at=placed.at,
                          acting_user=placed.people["secretary"])  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Snapshot.objects.filter(pk=taken.pk).update(label="Bản khác")


def reopen(office: Office, submission: Submission, reason: str = "Số lượt khám ghi thừa một chữ số") -> Submission:
    return reopen_report(submission=submission, reason=reason, acting_user=office.people["secretary"], at=office.at)


def correct(office: Office, submission: Submission, code: str, typed: str) -> None:
    save_cell(submission=submission, indicator=office.indicators[code], typed=typed, acting_user=office.people["clerk"],
              at=office.at, reason="Đính chính")  # fmt: skip
    sign_off(submission=submission, acting_user=office.people["head"], at=office.at)
    submit_report(submission=submission, acting_user=office.people["clerk"], at=office.at)


def stored_rows() -> list[tuple[object, ...]]:
    return [*Observation.objects.order_by("pk").values_list(), *RollUp.objects.order_by("pk").values_list()]


def test_an_accepted_figure_is_corrected_by_a_second_revision(
    placed: Office, opened: Round, submission: Submission
) -> None:
    office = placed
    hand_in(office, submission)
    accept(office, submission)
    frozen = take_snapshot(round=opened, unit=office.units["town"], label="Như đã báo cáo", at=office.at,
                           acting_user=office.people["secretary"])  # fmt: skip
    before, seal_before = stored_rows(), frozen.sha256
    assert reopen(office, submission).state == State.RETURNED
    assert stored_rows() == before
    correct(office, submission, "YT01", "498")
    assert stored_rows() == before  # until the report is accepted again, what was accepted stands
    accept(office, submission)
    revisions = Observation.objects.filter(indicator__code="YT01").order_by("revision")
    assert [(one.revision, one.value) for one in revisions] == [(1, 4986), (2, 498)]
    assert Observation.objects.exclude(indicator__code="YT01").filter(revision__gt=1).count() == 0
    town = RollUp.objects.get(unit=office.units["town"], indicator__code="YT01")
    assert (town.value, town.reported) == (498, 1)
    assert find_rollup_faults() == []
    kept = Snapshot.objects.get(pk=frozen.pk)
    row = next(row for row in kept.data["table"] if row["indicator"]["code"] == "YT01")
    assert (Decimal(row["actual"]), kept.sha256, seal(kept.data)) == (Decimal(4986), seal_before, seal_before)


def test_reopening_leaves_its_trace_and_tells_the_unit_why(placed: Office, submission: Submission) -> None:
    hand_in(placed, submission)
    accept(placed, submission)
    reopen(placed, submission)
    step = submission.transitions.order_by("pk").last()
    assert step is not None
    assert (step.from_state, step.to_state, step.reason) == ("accepted", "returned", "Số lượt khám ghi thừa một chữ số")
    entry = Entry.objects.filter(act="reports.reopen_report").get()
    assert entry.detail["reason"] == "Số lượt khám ghi thừa một chữ số"
    told = Notice.objects.filter(kind="reports.reopened")
    names = set(User.objects.filter(pk__in=told.values("recipient_id")).values_list("username", flat=True))
    assert names == {"clerk", "head"}
    assert {notice.body for notice in told} == {"Số lượt khám ghi thừa một chữ số"}


def test_a_figure_emptied_after_reopening_is_withdrawn(placed: Office, submission: Submission) -> None:
    hand_in(placed, submission)
    accept(placed, submission)
    reopen(placed, submission)
    correct(placed, submission, "YT01", "")
    accept(placed, submission)
    last = Observation.objects.filter(indicator__code="YT01").order_by("revision").last()
    assert last is not None
    assert (last.revision, last.kind, last.value) == (2, "not_reported", None)
    town = RollUp.objects.get(unit=placed.units["town"], indicator__code="YT01")
    assert (town.value, town.reported) == (0, 0)
    assert find_rollup_faults() == []


def test_what_cannot_be_reopened(placed: Office, opened: Round, submission: Submission) -> None:
    hand_in(placed, submission)
    with pytest.raises(WrongState, match="không phải mở lại"):
        reopen(placed, submission)
    accept(placed, submission)
    with pytest.raises(ReportRefused, match="lý do"):
        reopen(placed, submission, " \n")
    with pytest.raises(WrongState, match="mở lại để đính chính"):
        return_report(submission=submission, reason="x", acting_user=placed.people["secretary"], at=placed.at)
    close_round(round=opened, acting_user=placed.people["secretary"], at=placed.at)
    with pytest.raises(RoundClosed):
        reopen(placed, submission)
    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED
