"""Acts of several parts take the conference first and the audit chain's head after it, or two of them would wait for
each other on PostgreSQL."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.domain.conferences.models import Choice
from giaoban.domain.conferences.operations import open_ballot
from giaoban.domain.documents.models import PaperType
from giaoban.processes.assign_conclusion_task import assign_conclusion_task
from giaoban.processes.hear_paper import Upload, hear_new_draft, hear_upload
from giaoban.processes.record_votes import record_rest
from tests.factories.conferences import STARTS, Meeting, fill_meeting, open_meeting

pytestmark = pytest.mark.django_db


Prepared = Callable[..., object]


def assign(meeting: Meeting) -> Prepared:
    return partial(
        assign_conclusion_task, conclusion=fill_meeting(meeting)[0], lead=meeting.office.units["health"],
        cooperating=[], responsible=None, deliverable="Kế hoạch", deadline=date(2020, 8, 31),
    )  # fmt: skip


def hear(meeting: Meeting) -> Prepared:
    sent = Upload(PaperType.REPORT, "05/BC-TTYT", "Phòng, chống dịch", date(2020, 7, 1), "bc.pdf", b"%PDF-1.4")
    return partial(hear_upload, item=meeting.thematic, unit=meeting.office.units["health"], upload=sent)


def begin(meeting: Meeting) -> Prepared:
    return partial(
        hear_new_draft, item=meeting.thematic, paper_type=PaperType.PLAN, title="Kế hoạch", text="Điều 1."
    )  # fmt: skip


def rest(meeting: Meeting) -> Prepared:
    ballot = open_ballot(item=meeting.draft_item, question="Thông qua", acting_user=meeting.by("secretary"), at=STARTS)
    return partial(record_rest, ballot=ballot, choice=Choice.FOR)


@pytest.mark.parametrize("prepare", [assign, hear, begin, rest])
def test_the_conference_is_taken_before_the_chain(prepare: Callable[[Meeting], Prepared]) -> None:
    meeting = open_meeting()
    act = prepare(meeting)
    with CaptureQueriesContext(connection) as asked:
        act(acting_user=meeting.by("secretary"), at=STARTS)
    statements = [one["sql"] for one in asked]
    taken = next(n for n, sql in enumerate(statements) if 'FROM "conferences_conference"' in sql)
    assert taken < next(n for n, sql in enumerate(statements) if '"audit_head"' in sql)
