"""The conference's screens: planned, run, put to the vote, concluded through the pages alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.conferences.models import Ballot, Conclusion, Conference, ConferenceState, Opinion, Vote
from giaoban.domain.conferences.operations import add_conclusion, check_in, open_ballot, record_opinion
from giaoban.domain.documents.models import Paper
from giaoban.domain.tasks.models import Task
from giaoban.lib import clock
from tests.factories.conferences import STARTS, Meeting, make_round, open_meeting, plan_meeting, vote
from tests.factories.documents import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path) -> Iterator[None]:
    with override_settings(CLOCK_FILE=tmp_path / "clock.json"):
        clock.set_shown(STARTS + timedelta(hours=1))
        yield


class Desk:
    """One person at the desk of one conference."""

    def __init__(self, meeting: Meeting, person: str) -> None:
        self.meeting, self.client = meeting, Client()
        if person:
            self.client.force_login(meeting.by(person))

    def url(self, page: str = "desk", *keys: int) -> str:
        return reverse(f"console:conference:{page}", args=[self.meeting.conference.pk, *keys])

    def get(self, page: str = "desk", *keys: int) -> str:
        answer = self.client.get(self.url(page, *keys))
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, page: str, act: str, *keys: int, **typed: Any) -> HttpResponse:
        return self.client.post(self.url(page, *keys), {"act": act, **typed})  # type: ignore[return-value]


# persona -> what GET of desk, roll, an item, a ballot, a conclusion, the last question answers
SEES = {
    "secretary": (200, 200, 200, 200, 200, 404),
    "chair": (200, 200, 200, 200, 200, 200),
    "clerk": (200, 200, 200, 200, 404, 404),
    "head": (200, 200, 200, 200, 404, 404),
    "commune_clerk": (200, 200, 200, 200, 404, 404),
    "superior": (200, 200, 200, 200, 404, 404),
    "administrator": (404, 404, 404, 404, 404, 404),
    "stranger": (404, 404, 404, 404, 404, 404),
    "": (302, 302, 302, 302, 302, 302),
}


@pytest.mark.parametrize("person", SEES)
def test_who_gets_in(person: str) -> None:
    meeting = open_meeting()
    closed = vote(meeting, 6)
    said = add_conclusion(conference=meeting.conference, text="x", acting_user=meeting.by("chair"), at=STARTS)
    desk = Desk(meeting, person)
    pages: list[tuple[str, list[int]]] = [
        ("desk", []), ("roll", []), ("item", [meeting.thematic.pk]), ("ballot", [closed.pk]), ("conclusion", [said.pk]),
        ("conclude", []),
    ]  # fmt: skip
    assert tuple(desk.client.get(desk.url(page, *keys)).status_code for page, keys in pages) == SEES[person]


@pytest.mark.parametrize("person", ["chair", "clerk", "head", "superior"])
def test_readers_find_no_form_and_cannot_post(person: str) -> None:
    meeting = open_meeting()
    desk = Desk(meeting, person)
    for page, act, keys in (
        ("roll", "here", []), ("item", "opinion", [meeting.thematic.pk]), ("desk", "add_item", []),
        ("item", "ballot", [meeting.draft_item.pk]),
    ):  # fmt: skip
        assert 'name="act"' not in desk.get("roll")
        assert desk.post(page, act, *keys).status_code == 404
    assert not Opinion.objects.exists()
    assert not Ballot.objects.exists()


def test_a_conference_is_planned_from_a_round() -> None:
    office = make_office("k")
    row = make_round(office)
    client = Client()
    client.force_login(office.people["secretary"])
    page = client.get(reverse("console:conference:plan")).content.decode()
    assert "6 tháng đầu năm 2020" in page
    typed = {
        "act": "plan", "round": row.pk, "title": "Hội nghị giao ban", "held_on": "2020-07-10", "starts": "07:30",
        "place": "Hội trường", "chair": office.people["chair"].pk, "chair_title": "Trưởng ban",
        "secretary": office.people["secretary"].pk, "secretary_title": "",
    }  # fmt: skip
    refused = client.post(reverse("console:conference:plan"), typed)
    assert refused.status_code == 422
    assert "Hội trường" in refused.content.decode()
    assert (
        client.post(reverse("console:conference:plan"), typed | {"secretary_title": "Chuyên viên"}).status_code == 302
    )
    made = Conference.objects.get()
    assert clock.VIETNAM.utcoffset(made.starts_at) is not None
    assert (made.starts_at.astimezone(clock.VIETNAM).hour, made.items.count()) == (7, 9)
    desk = client.get(reverse("console:conference:desk", args=[made.pk])).content.decode()
    assert "Xếp chỗ các đơn vị trong khối" in desk
    client.post(reverse("console:conference:desk", args=[made.pk]), {"act": "seat_bloc"})
    assert made.delegates.count() == 3


def test_check_in_by_one_click_and_back() -> None:
    meeting = plan_meeting()
    desk, seat = Desk(meeting, "secretary"), meeting.delegates[3]
    assert desk.post("desk", "open").status_code == 422
    assert desk.post("roll", "here", delegate=seat.pk, text="Phó Chủ tịch").status_code == 302
    seat.refresh_from_db()
    assert (bool(seat.checked_in_at), seat.substitute_post) == (True, "Phó Chủ tịch")
    assert "dự thay:" in desk.get("roll")
    desk.post("roll", "undo", delegate=seat.pk)
    desk.post("roll", "absent", delegate=seat.pk, text="Đi công tác")
    seat.refresh_from_db()
    assert (seat.checked_in_at, seat.absence_reason) == (None, "Đi công tác")
    check_in(delegate=seat, acting_user=meeting.by("secretary"), at=STARTS)
    again = desk.post("roll", "absent", delegate=seat.pk, text="x")
    assert again.status_code == 422
    assert "đã điểm danh" in again.content.decode()
    assert desk.post("roll", "here", delegate=10**6).status_code == 404
    assert desk.post("desk", "open").status_code == 302


def test_an_item_hears_an_uploaded_paper_once() -> None:
    meeting = open_meeting()
    desk = Desk(meeting, "secretary")
    typed = {
        "unit": meeting.office.units["health"].pk, "paper_type": "report", "symbol": "Số 45/BC-TTYT",
        "abstract": "Y tế dự phòng", "issued_on": "2020-07-08",
    }  # fmt: skip
    bad = desk.post("item", "upload", meeting.thematic.pk, file=SimpleUploadedFile("a.docx", b"<html>"), **typed)
    assert bad.status_code == 422
    assert "Y tế dự phòng" in bad.content.decode()
    assert not Paper.objects.exists()
    good = SimpleUploadedFile("báo cáo.pdf", b"%PDF-1.7 minh hoa")
    assert desk.post("item", "upload", meeting.thematic.pk, file=good, **typed).status_code == 302
    meeting.thematic.refresh_from_db()
    assert meeting.thematic.paper is not None
    assert meeting.thematic.paper.organ_name == "Trung tâm Y tế"
    assert "Y tế dự phòng" in desk.get("item", meeting.thematic.pk)


def test_opinions_are_answered_and_summaries_conflict_openly() -> None:
    meeting = open_meeting()
    desk, key = Desk(meeting, "secretary"), meeting.thematic.pk
    desk.post("item", "opinion", key, unit=meeting.office.units["commune"].pk, text="Đề nghị bổ sung vật tư")
    opinion = Opinion.objects.get()
    answer = {"opinion": opinion.pk, "answered_by": meeting.office.units["office"].pk}
    empty = desk.post("item", "answer", key, disposition="explained", answer="", **answer)
    assert empty.status_code == 422
    assert "giải trình phải có nội dung" in empty.content.decode()
    assert desk.post("item", "answer", key, disposition="explained", answer="Đã bố trí", **answer).status_code == 302
    assert "Giải trình" in desk.get()
    assert desk.post("item", "summary", key, expected_summary="", summary="Bản thứ nhất").status_code == 302
    late = desk.post("item", "summary", key, expected_summary="", summary="Bản thứ hai")
    assert late.status_code == 409
    assert "Bản thứ nhất" in late.content.decode()
    assert "Bản thứ hai" in late.content.decode()


def test_the_vote_is_counted_never_typed() -> None:
    meeting = open_meeting()
    desk = Desk(meeting, "secretary")
    desk.post("item", "ballot", meeting.draft_item.pk, question="Thông qua Quy chế", majority="2/3", basis="members")
    ballot = Ballot.objects.get()
    assert (ballot.needed_numerator, ballot.needed_denominator, ballot.strictly_more) == (2, 3, False)
    present = list(meeting.conference.delegates.filter(may_vote=True, checked_in_at__isnull=False))
    against = present[0].pk
    desk.post("ballot", "votes", ballot.pk, **{f"phieu-{against}": "against", f"truoc-{against}": ""})
    desk.post("ballot", "rest", ballot.pk)
    page = desk.get("ballot", ballot.pk)
    assert f"{len(present) - 1}/9" in page
    assert "Tạm tính" in page
    desk.post("ballot", "votes", ballot.pk, **{f"phieu-{against}": "for", f"truoc-{against}": "against"})
    assert Vote.objects.filter(choice="for").count() == len(present)
    assert desk.post("ballot", "close", ballot.pk).status_code == 302
    assert "Thông qua" in desk.get("ballot", ballot.pk)
    assert desk.post("ballot", "votes", ballot.pk).status_code == 404


def test_two_secretaries_do_not_overwrite_each_others_votes() -> None:
    meeting = open_meeting()
    desk, secretary = Desk(meeting, "secretary"), meeting.by("secretary")
    ballot = open_ballot(item=meeting.draft_item, question="x", acting_user=secretary, at=STARTS)
    first, second = list(meeting.conference.delegates.filter(may_vote=True, checked_in_at__isnull=False))[:2]
    desk.post("ballot", "votes", ballot.pk, **{f"phieu-{first.pk}": "against", f"truoc-{first.pk}": ""})
    stale = {f"phieu-{first.pk}": "for", f"truoc-{first.pk}": "", f"phieu-{second.pk}": "for", f"truoc-{second.pk}": ""}
    late = desk.post("ballot", "votes", ballot.pk, **stale)
    assert late.status_code == 409
    assert "Không tán thành" in late.content.decode()
    assert list(Vote.objects.values_list("delegate_id", "choice")) == [(first.pk, "against")]


def test_conclusions_become_tasks_and_the_chair_ends_it() -> None:
    meeting = open_meeting()
    secretary, chair = Desk(meeting, "secretary"), Desk(meeting, "chair")
    assert chair.post("conclude", "conclude", ended="11:00", understood="on").status_code == 422
    secretary.post("desk", "conclusion", text="Hoàn thành tiêm bù")
    said = Conclusion.objects.get()
    task = {
        "title": "Hoàn thành tiêm bù", "lead": meeting.office.units["health"].pk, "deliverable": "Báo cáo",
        "responsible": meeting.by("head").pk, "cooperating": [meeting.office.units["commune"].pk],
    }  # fmt: skip
    past = secretary.post("conclusion", "task", said.pk, deadline="2020-07-01", **task)
    assert past.status_code == 422
    assert "đã qua" in past.content.decode()
    assert secretary.post("conclusion", "task", said.pk, deadline="2020-08-31", **task).status_code == 302
    assert Task.objects.get().origin == f"conferences.conclusion:{said.pk}"
    assert "Đã thành nhiệm vụ" in secretary.get()
    assert chair.post("conclude", "conclude", ended="11:00").status_code == 422
    assert chair.post("conclude", "conclude", ended="11:00", understood="on").status_code == 302
    meeting.conference.refresh_from_db()
    assert meeting.conference.state == ConferenceState.CONCLUDED
    assert 'name="act"' not in secretary.get("item", meeting.thematic.pk)
    assert secretary.post("roll", "undo", delegate=meeting.delegates[0].pk).status_code == 404


def test_rewording_a_conclusion_conflicts_openly() -> None:
    meeting = open_meeting()
    said = add_conclusion(conference=meeting.conference, text="Bản đầu", acting_user=meeting.by("chair"), at=STARTS)
    desk = Desk(meeting, "secretary")
    desk.post("conclusion", "revise", said.pk, expected_text="Bản đầu", text="Bản một")
    late = desk.post("conclusion", "revise", said.pk, expected_text="Bản đầu", text="Bản hai")
    assert late.status_code == 409
    assert "Bản một" in late.content.decode()
    assert "Bản hai" in late.content.decode()


def test_the_list_is_empty_or_full() -> None:
    meeting = plan_meeting()
    client = Client()
    client.force_login(meeting.by("stranger"))
    assert "Chưa có hội nghị" in client.get(reverse("console:conference:index")).content.decode()
    client.force_login(meeting.by("clerk"))
    page = client.get(reverse("console:conference:index")).content.decode()
    assert meeting.conference.title in page
    assert "0/10" in page


@pytest.mark.parametrize("opinions", [1, 8])
def test_prices_are_constant(opinions: int, at: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    meeting = open_meeting()
    secretary = meeting.by("secretary")
    for number in range(opinions):
        record_opinion(item=meeting.thematic, unit=meeting.office.units["commune"], text=f"ý {number}",
                       acting_user=secretary, at=at)  # fmt: skip
    for name, price in (("clerk", 13), ("secretary", 16)):
        desk = Desk(meeting, name)
        with django_assert_num_queries(price):
            desk.get()


def test_papers_are_looked_at_then_issued_and_handed_out() -> None:
    meeting = open_meeting()
    add_conclusion(conference=meeting.conference, text="Tiêm bù", acting_user=meeting.by("chair"), at=STARTS)
    secretary, chair = Desk(meeting, "secretary"), Desk(meeting, "chair")
    assert secretary.post("papers", "minutes", issued_on="2020-07-10").status_code == 404
    chair.post("conclude", "conclude", ended="11:00", understood="on")
    look = chair.post("papers", "notice", issued_on="2020-07-10", look="1")
    assert (look.status_code, look.content[:2], Paper.objects.exists()) == (200, b"PK", False)
    assert secretary.post("papers", "notice", issued_on="2020-07-10").status_code == 404
    early = chair.post("papers", "notice", issued_on="2020-07-01")
    assert early.status_code == 422
    assert "trước ngày họp" in early.content.decode()
    assert chair.post("papers", "notice", issued_on="2020-07-10").status_code == 302
    issued = Paper.objects.get()
    assert issued.number == 1
    assert issued.symbol in Desk(meeting, "clerk").get()
    got = Desk(meeting, "clerk").client.get(secretary.url("paper", issued.pk))
    assert got.content == bytes(issued.content or b"")
    issued.pk, issued.series, issued.number, issued.sha256 = None, None, None, "0" * 64
    issued.save(force_insert=True)  # the same paper with a file that is not the one registered
    refused = Desk(meeting, "clerk").client.get(secretary.url("paper", issued.pk), follow=True)
    assert refused.redirect_chain
    assert "không còn khớp mã băm" in refused.content.decode()
    assert chair.post("papers", "notice", issued_on="2020-07-10").status_code == 422
