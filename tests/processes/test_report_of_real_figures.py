"""The consolidated report's annex against the database: units report, totals are frozen, the paper issued."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from giaoban.domain.conferences.operations import attach_snapshot, plan_conference
from giaoban.domain.documents.models import Paper, System
from giaoban.domain.documents.operations import open_term, register_organ
from giaoban.domain.indicators.models import Observation
from giaoban.domain.indicators.operations import record_observations, set_target
from giaoban.domain.indicators.queries import Row, consolidated_table
from giaoban.domain.indicators.rules import Figure
from giaoban.domain.orgs.operations import place_unit
from giaoban.domain.reports.models import Round
from giaoban.domain.reports.operations import accept_report, sign_off, submit_report, take_snapshot
from giaoban.lib.numbers import shown, shown_change
from giaoban.processes.issue_conference_papers import issue_consolidated_report
from tests.factories.reports import START, Office, fill, make_office
from tests.processes.test_conference_papers import opened, table_with

pytestmark = pytest.mark.django_db
LAST_YEAR = {"YT01": (5120, None), "DS01": (81, None), "GN01": (63, None), "YT02": (37, 40), "DS02": (41, 36)}
PLANS = {"YT01": "20000", "DS01": "150", "YT02": "96.5", "GN01": "100"}
SECOND = {"YT01": ("5.215", ""), "YT02": ("31", "33"), "GN01": ("59", "")}


def report_all(office: Office) -> None:
    """Two communes under the town report, the first with last year's figures and both with plans above them."""
    for unit in ("dac-son", "tien-phong"):
        place_unit(child=office.units[unit], parent=office.units["town"], valid_from=START, at=office.at,
                   acting_user=None)  # fmt: skip
    past = [
        Figure(office.indicators[code].pk, value=None if of else Decimal(amount),
               numerator=Decimal(amount) if of else None, denominator=Decimal(of) if of else None)
        for code, (amount, of) in LAST_YEAR.items()
    ]  # fmt: skip
    for unit in ("dac-son", "tien-phong"):
        record_observations(unit=office.units[unit], period="2019-H1", figures=past, source="test", acting_user=None,
                            at=office.at)  # fmt: skip
    for code, value in PLANS.items():
        set_target(indicator=office.indicators[code], unit=office.units["town"], year=2020, value=Decimal(value),
                   source="", acting_user=None, at=office.at)  # fmt: skip
    round_ = office.open()
    first = ("dac-son", "clerk", "head", dict[str, tuple[str, str]]())
    for unit, clerk, head, figures in (first, ("tien-phong", "stranger", "stranger_head", SECOND)):
        report = office.submission(round_, unit)
        fill(office, report, but=figures)
        sign_off(submission=report, acting_user=office.people[head], at=office.at)
        submit_report(submission=report, acting_user=office.people[clerk], at=office.at)
        accept_report(submission=report, acting_user=office.people["secretary"], at=office.at)


def issued_report(office: Office, at: datetime) -> Paper:
    people = office.people
    organ = register_organ(
        unit=office.units["board"], system=System.PARTY, superior_line="Thị ủy Phổ Yên", name_line="Ban Tuyên giáo",
        code="BTGThU", place="Phổ Yên", signer_title="Trưởng ban", acting_user=None, at=at,
    )  # fmt: skip
    open_term(organ=organ, name="Nhiệm kỳ", starts_on=START, acting_user=None, at=at)
    round_ = Round.objects.get()
    conference = plan_conference(
        title="Hội nghị giao ban", bloc=office.bloc, round=round_, starts_at=at, place="Hội trường",
        chair=people["chair"], chair_title="Trưởng Ban", secretary=people["secretary"], secretary_title="Chuyên viên",
        acting_user=people["secretary"], at=at,
    )  # fmt: skip
    frozen = take_snapshot(round=round_, unit=office.units["town"], label="Như đã báo cáo", at=at,
                           acting_user=people["secretary"])  # fmt: skip
    attach_snapshot(conference=conference, snapshot=frozen, acting_user=people["secretary"], at=at)
    return issue_consolidated_report(conference=conference, issued_on=at.date(), acting_user=people["chair"], at=at)


def printed(row: Row) -> list[str]:
    """A line of the consolidated table as the annex must print it."""
    places = row.indicator.decimals
    against_plan = shown(row.plan_share, 1)
    if row.plan_gap is not None:
        against_plan = f"{shown_change(row.plan_gap, max(1, places))} điểm"
    points = row.change_kind == "points"
    change = shown_change(row.change, max(1, places) if points else 1)
    return [
        str(row.stt), row.indicator.name, row.indicator.unit_of_measure, shown(row.plan, places),
        shown(row.before, places), shown(row.actual, places), against_plan,
        f"{change} điểm" if points and row.change is not None else change, row.note,
    ]  # fmt: skip


def annex(paper: Paper) -> list[list[str]]:
    """The annex's lines of figures; a line that spans the table names a sector."""
    return [row for row in table_with(opened(paper), "Chỉ tiêu") if len(set(row)) > 1]


def test_every_line_of_the_annex_is_the_line_of_the_consolidated_table(at: datetime) -> None:
    office = make_office(at)
    report_all(office)
    table = consolidated_table(office.units["town"], "2020-H1")
    paper = issued_report(office, at)
    assert annex(paper) == [printed(row) for row in table]
    by_code: dict[str, Any] = {row.indicator.code: row for row in table}
    assert len(by_code) == 6
    assert by_code["YT01"].actual == 4986 + 5215
    assert by_code["YT02"].actual == Decimal(69) * 100 / 73
    assert all(row.before is not None for code, row in by_code.items() if code in LAST_YEAR)
    before = annex(paper)
    correction = Figure(office.indicators["YT01"].pk, value=Decimal(1))
    record_observations(unit=office.units["dac-son"], period="2020-H1", figures=[correction], source="test",
                        acting_user=None, at=at)  # fmt: skip
    assert Observation.objects.filter(indicator__code="YT01", period="2020-H1", revision=2).exists()
    assert annex(Paper.objects.get(pk=paper.pk)) == before
    assert [printed(row) for row in consolidated_table(office.units["town"], "2020-H1")] != before
