"""Acceptance turns cells into figures; a snapshot freezes what was told."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from giaoban.domain.indicators.models import Observation, RollUp
from giaoban.domain.notices.models import Notice
from giaoban.domain.orgs.operations import place_unit
from giaoban.domain.reports.models import Round, Snapshot, State, Submission
from giaoban.domain.reports.operations import accept_report, save_cell, take_snapshot
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
