"""Editing cells and texts: versions, conflicts, what is kept."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from giaoban.domain.audit.models import Entry
from giaoban.domain.reports.models import Cell, CellRevision, Submission
from giaoban.domain.reports.operations import (
    EditConflict,
    ReportRefused,
    TypedCell,
    save_cell,
    save_cells,
    save_narrative,
    sign_off,
    submit_report,
)  # fmt: skip
from tests.factories.reports import Office, fill, make_office


def save(office: Office, submission: Submission, typed: str, *, who: str = "clerk", version: int | None = None) -> Cell:
    return save_cell(submission=submission, indicator=office.indicators["YT01"], typed=typed, at=office.at,
                     acting_user=office.people[who], expected_version=version)  # fmt: skip


def test_what_cannot_be_read_is_kept_as_typed(office: Office, submission: Submission) -> None:
    cell = save(office, submission, "chừng 50")
    assert (cell.typed, cell.value, cell.kind) == ("chừng 50", None, "not_reported")
    assert "chừng 50" in cell.problem


def test_the_same_content_again_changes_nothing(office: Office, submission: Submission) -> None:
    save(office, submission, "50")
    before = (Entry.objects.count(), CellRevision.objects.count())
    assert save(office, submission, " 50 ").version == 1
    assert (Entry.objects.count(), CellRevision.objects.count()) == before


def test_a_stale_version_is_refused_with_both_texts(office: Office, submission: Submission) -> None:
    save(office, submission, "50", version=0)
    save(office, submission, "60", who="head", version=1)
    with pytest.raises(EditConflict) as conflict:
        save(office, submission, "70", version=1)
    assert (conflict.value.theirs, conflict.value.yours, conflict.value.by) == ("60", "70", "head")
    assert conflict.value.version == 2
    assert Cell.objects.get().typed == "60"
    assert save(office, submission, "70", version=2).value == 70


def test_a_stale_text_is_refused_with_both_texts(office: Office, submission: Submission) -> None:
    def write(text: str, version: int, who: str) -> None:
        save_narrative(submission=submission, section=office.section, text=text, expected_version=version,
                       acting_user=office.people[who], at=office.at)  # fmt: skip

    write("Bản một", 0, "clerk")
    with pytest.raises(EditConflict) as conflict:
        write("Bản hai", 0, "head")
    assert (conflict.value.theirs, conflict.value.yours) == ("Bản một", "Bản hai")
    write("Bản một", 0, "head")  # the same text is no conflict


def test_a_block_is_saved_whole_or_not_at_all(office: Office, submission: Submission) -> None:
    save(office, submission, "50")
    block = [TypedCell(office.indicators["DS01"], "75"), TypedCell(office.indicators["YT01"], "60", expected_version=0)]
    with pytest.raises(EditConflict):
        save_cells(submission=submission, entries=block, acting_user=office.people["clerk"], at=office.at)
    assert Cell.objects.get().typed == "50"
    block[1] = TypedCell(office.indicators["YT01"], "60", expected_version=1)
    save_cells(submission=submission, entries=block, acting_user=office.people["clerk"], at=office.at)
    assert Entry.objects.get(act="reports.save_cells").detail["indicators"] == ["DS01", "YT01"]


def test_blank_none_arose_and_zero_are_three_acts(office: Office, submission: Submission) -> None:
    kinds = [save(office, submission, typed).kind for typed in ("0", "-", "")]
    assert kinds == ["value", "none_arose", "not_reported"]
    assert [r.typed for r in CellRevision.objects.order_by("version")] == ["0", "-", ""]


def test_an_indicator_the_unit_does_not_owe_is_refused(office: Office, submission: Submission) -> None:
    office.indicators["YT01"].duties.all().delete()
    with pytest.raises(ReportRefused, match="không báo cáo"):
        save(office, submission, "1")


def test_a_text_too_long_is_refused_not_cut(office: Office, submission: Submission) -> None:
    with pytest.raises(ReportRefused, match="500"):
        save(office, submission, "9" * 501)


def _together(*acts: Callable[[], object]) -> list[BaseException]:
    """Run acts at once, each on its own connection; return what they raised."""
    raised: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
        except Exception as refused:
            raised.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="LEFT OUT: real threads need PostgreSQL (append-only tables on SQLite)"
)


@pytest.mark.concurrency
@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_one_wins_the_other_is_told(at: datetime) -> None:
    office = make_office(at)
    submission = office.submission(office.open())
    raised = _together(
        lambda: save(office, submission, "50", version=0), lambda: save(office, submission, "60", who="head", version=0)
    )
    assert [type(refused) for refused in raised] == [EditConflict]
    assert isinstance(raised[0], EditConflict)
    assert {raised[0].theirs, raised[0].yours} == {"50", "60"}
    assert Cell.objects.get().version == 1


@pytest.mark.concurrency
@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_submitting_at_once_is_one_step(at: datetime) -> None:
    office = make_office(at)
    submission = office.submission(office.open())
    fill(office, submission)
    sign_off(submission=submission, acting_user=office.people["head"], at=at)

    def submit(who: str) -> Callable[[], object]:
        return lambda: submit_report(submission=submission, acting_user=office.people[who], at=at)

    assert _together(submit("clerk"), submit("head")) == []
    assert submission.transitions.filter(to_state="submitted").count() == 1
