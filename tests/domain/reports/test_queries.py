"""What pages read, in a constant number of queries."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.reports.models import Round, State, Submission
from giaoban.domain.reports.operations import remind_unit, return_report, save_cell
from giaoban.domain.reports.permissions import standing_at, visible_rounds, visible_submissions
from giaoban.domain.reports.queries import (
    RowState,
    Timing,
    board,
    entry_grid,
    merged_narrative,
    problems_of,
    remaining,
    section_pages,
    workbook_for,
)  # fmt: skip
from giaoban.lib.clock import VIETNAM
from tests.factories.reports import Office, fill, hand_in, observe, plan


def test_a_row_carries_everything_beside_the_box(office: Office, submission: Submission) -> None:
    observe(office, "YT01", "2019-H1", value=4000)
    observe(office, "YT01", "2019-H2", value=2000)
    plan(office, "YT01", 10_000)
    fill(office, submission)
    row = entry_grid(submission).row("YT01")
    assert row is not None
    assert row.previous is not None
    assert row.same_period is not None
    assert (row.previous.level, row.same_period.level, row.plan) == (Decimal(2000), Decimal(4000), Decimal(10_000))
    assert (row.percent_of_plan, row.state) == (Decimal("49.86"), RowState.NEEDS_REASON)
    assert "Gấp 2,5 lần kỳ trước" in row.findings[0].message
    assert [revision.typed for revision in row.history] == ["4.986"]


def test_a_reason_settles_a_warning_and_a_gap(office: Office, submission: Submission) -> None:
    observe(office, "YT01", "2019-H2", value=2000)
    fill(office, submission, but={"GN01": ("", "")})
    assert {problem.level for problem in remaining(submission)} == {"warning", "missing"}
    for code, typed in (("YT01", "4.986"), ("GN01", "")):
        save_cell(submission=submission, indicator=office.indicators[code], typed=typed, reason="Có lý do",
                  acting_user=office.people["clerk"], at=office.at)  # fmt: skip
    assert remaining(submission) == []
    states = {row.indicator.code: row.state for row in entry_grid(submission).rows}
    assert (states["YT01"], states["GN01"]) == (RowState.EXPLAINED, RowState.EXPLAINED_GAP)


def test_errors_point_at_their_boxes(office: Office, submission: Submission) -> None:
    fill(office, submission, but={"DS01": ("74", ""), "YT02": ("41", "40"), "GN01": ("sáu mươi", "")})
    problems = remaining(submission)
    assert {problem.anchor: problem.level for problem in problems} == {
        "o-DS02": "error", "o-YT02": "error", "o-GN01": "error",
    }  # fmt: skip


def test_the_grid_reads_in_constant_queries(
    office: Office, submission: Submission, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(office, submission)
    with django_assert_num_queries(6):
        entry_grid(submission)
    with django_assert_num_queries(4):
        workbook_for(submission)
    with django_assert_num_queries(7):
        remaining(submission)


def test_the_board_says_who_is_late_by_its_own_level(
    office: Office, opened: Round, submission: Submission, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    noon = datetime(2020, 6, 16, 12, 0, tzinfo=VIETNAM)  # communes were due on the 15th, bodies on the 17th
    with django_assert_num_queries(7):
        seen = board(opened, noon)
    assert {row.submission.unit.short_name: row.timing for row in seen.rows} == {
        "Đắc Sơn": Timing.OVERDUE, "Tiên Phong": Timing.OVERDUE, "Y tế": Timing.PENDING,
    }  # fmt: skip
    hand_in(office, submission, at=noon)
    remind_unit(submission=office.submission(opened, "tien-phong"), acting_user=office.people["secretary"], at=noon)
    with django_assert_num_queries(7):
        seen = board(opened, noon + timedelta(hours=1))
    assert seen.by_timing == {Timing.LATE: 1, Timing.OVERDUE: 1, Timing.PENDING: 1}
    assert (seen.handed_in, len(seen.missing), seen.figures.done, seen.figures.owed) == (1, 2, 6, 13)
    assert {row.submission.unit.short_name for row in seen.rows if row.reminded_today} == {"Tiên Phong"}


def test_the_board_shows_why_a_report_came_back(office: Office, opened: Round, submission: Submission) -> None:
    hand_in(office, submission)
    return_report(submission=submission, reason="Sai tổng", acting_user=office.people["secretary"], at=office.at)
    row = next(row for row in board(opened, office.at).rows if row.submission.state == State.RETURNED)
    assert row.return_reason == "Sai tổng"


def test_texts_merge_by_section_with_their_units(
    office: Office, opened: Round, submission: Submission, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hand_in(office, office.submission(office.open("2019-H2")))
    hand_in(office, submission)
    with django_assert_num_queries(4):
        merged = merged_narrative(opened)
    assert [unit.short_name for unit in merged[0].silent] == ["Y tế", "Tiên Phong"]  # bodies first
    (text,) = merged[0].texts
    assert (text.unit.short_name, [p.unchanged for p in text.paragraphs]) == ("Đắc Sơn", [True])
    page = section_pages(submission)[0]
    assert (page.before_period, page.before, page.is_missing) == ("2019-H2", "Đã ban hành 04 văn bản.", False)


@pytest.mark.parametrize(
    ("name", "before", "after", "rounds"),
    [("clerk", 1, 1, 0), ("head", 1, 1, 0), ("stranger", 1, 1, 0), ("secretary", 3, 3, 1), ("chair", 3, 3, 1),
     ("superior", 0, 1, 1), ("editor", 0, 0, 0), ("administrator", 0, 0, 0), ("nobody", 0, 0, 0)],
)  # fmt: skip
def test_everybody_sees_their_own(
    office: Office, submission: Submission, name: str, before: int, after: int, rounds: int
) -> None:
    standing = standing_at(office.people[name], office.at)
    assert visible_submissions(standing).count() == before
    hand_in(office, submission)
    assert visible_submissions(standing).count() == after
    assert visible_rounds(standing).count() == rounds


def test_a_number_in_doubt_is_listed_until_confirmed_and_blocks_nothing(office: Office, submission: Submission) -> None:
    fill(office, submission, but={"YT02": ("1.038", "1.040"), "GD01": ("6", "1642")})
    listed = [one for one in problems_of(entry_grid(submission), section_pages(submission)) if one.level == "doubt"]
    assert [(one.anchor, one.message, one.blocks) for one in listed] == [
        ("o-YT01", "“Số lượt khám bệnh”: đã gõ “4.986”, hiểu là 4.986", False),
        ("o-YT02", "“Tỷ lệ trẻ tiêm đủ”: đã gõ “1.038 / 1.040”, hiểu là 1.038 / 1.040", False),
    ]
    assert remaining(submission) == []
    save_cell(submission=submission, indicator=office.indicators["YT01"], typed="4986",
              acting_user=office.people["clerk"], at=office.at)  # fmt: skip
    left = [one for one in problems_of(entry_grid(submission), section_pages(submission)) if one.level == "doubt"]
    assert [one.anchor for one in left] == ["o-YT02"]
