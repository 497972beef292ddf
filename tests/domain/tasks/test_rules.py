"""Rules of tasks: states, lateness in working days, evidence."""

import unicodedata
from datetime import date

import pytest

from giaoban.domain.tasks import rules
from giaoban.domain.tasks.models import TaskState
from giaoban.domain.tasks.rules import BadFile, Evidence

MEGABYTE = 1024 * 1024


def test_the_state_names_are_the_models() -> None:
    assert {rules.ASSIGNED, rules.IN_PROGRESS, rules.DELIVERED, *rules.CLOSED_STATES} == set(TaskState.values)


@pytest.mark.parametrize(
    ("act", "state", "after"),
    [
        ("report", "assigned", "in_progress"),
        ("report", "in_progress", "in_progress"),
        ("report", "delivered", None),
        ("report", "accepted", None),
        ("deliver", "assigned", "delivered"),
        ("deliver", "delivered", None),
        ("return", "delivered", "in_progress"),
        ("return", "in_progress", None),
        ("accept", "delivered", "accepted"),
        ("accept", "in_progress", None),
        ("accept", "accepted", None),
        ("withdraw", "assigned", "withdrawn"),
        ("withdraw", "delivered", "withdrawn"),
        ("withdraw", "accepted", None),
        ("withdraw", "withdrawn", None),
    ],
)
def test_what_may_follow(act: str, state: str, after: str | None) -> None:
    assert rules.next_state(act, state) == after


@pytest.mark.parametrize(
    ("deadline", "day", "late"),
    [
        (date(2020, 7, 10), date(2020, 7, 10), 0),  # the day itself, a Friday
        (date(2020, 7, 10), date(2020, 7, 12), 0),  # the weekend after it
        (date(2020, 7, 10), date(2020, 7, 13), 1),  # Monday
        (date(2020, 7, 11), date(2020, 7, 13), 0),  # due on a Saturday: Monday is still in time
        (date(2020, 7, 11), date(2020, 7, 14), 1),
        (date(2020, 4, 29), date(2020, 5, 4), 1),  # 30/4 and 1/5 are holidays, then a weekend
        (date(2020, 4, 30), date(2020, 5, 4), 0),  # due on a holiday
        (date(2020, 7, 20), date(2020, 7, 13), 0),
    ],
)
def test_lateness_is_counted_in_working_days(deadline: date, day: date, late: int) -> None:
    assert rules.working_days_late(deadline, day) == late


def test_only_what_is_still_owed_is_overdue() -> None:
    late = date(2020, 7, 1)
    assert rules.is_overdue("in_progress", late, date(2020, 7, 13))
    assert not rules.is_overdue("delivered", late, date(2020, 7, 13))
    assert not rules.is_overdue("withdrawn", late, date(2020, 7, 13))


def test_a_file_name_is_kept_composed_without_folders() -> None:
    sent = unicodedata.normalize("NFD", "Báo cáo tiến độ.pdf")
    assert rules.check_file(Evidence(sent, b"%PDF-1.7"), MEGABYTE) == "Báo cáo tiến độ.pdf"
    assert rules.stored_name("C:\\Users\\x\\báo cáo.pdf") == "báo cáo.pdf"
    assert rules.stored_name("../../etc/a.png") == "a.png"
    assert len(rules.stored_name("á" * 300 + ".docx")) == 200
    assert rules.stored_name("á" * 300 + ".docx").endswith(".docx")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("chay.exe", b"MZ", "không thuộc loại được nhận"),
        ("nén.zip", b"PK\x03\x04", "không thuộc loại được nhận"),
        ("khong-duoi", b"%PDF-", "không thuộc loại được nhận"),
        ("rong.pdf", b"", "rỗng"),
        ("gia.pdf", b"<html>", "không phải là .pdf"),
        ("to.pdf", b"%PDF-" + b"0" * MEGABYTE, "lớn hơn mức cho phép 1 MB"),
    ],
)
def test_bad_files_are_named_and_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        rules.check_file(Evidence(name, content), MEGABYTE)
