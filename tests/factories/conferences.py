"""A conference ready to open, open with its votes cast, or concluded: the office of factories.documents meets."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from giaoban.domain.conferences import operations
from giaoban.domain.conferences.models import (
    Ballot,
    Choice,
    Conclusion,
    Conference,
    Delegate,
    DelegateGroup,
    Disposition,
    Item,
    ItemKind,
)
from giaoban.domain.documents.models import Draft, PaperType
from giaoban.domain.documents.operations import start_draft
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.orgs.models import Level, Sector
from giaoban.domain.orgs.operations import found_unit, join_bloc
from giaoban.domain.reports.models import Regime, Round, Snapshot
from giaoban.lib.clock import VIETNAM
from tests.factories.documents import START, Office, make_office

PLANNED = datetime(2020, 7, 1, 9, 0, tzinfo=VIETNAM)
STARTS = datetime(2020, 7, 10, 8, 0, tzinfo=VIETNAM)
ENDED = datetime(2020, 7, 10, 11, 12, tzinfo=VIETNAM)
COMMUNES = ("Bắc Sơn", "Bãi Bông", "Đồng Tiến", "Đắc Sơn", "Hồng Tiến", "Minh Đức")


# Figures are made up ("số liệu minh hoạ").
def _line(stt: int, code: str, name: str, unit: str, decimals: int, **amounts: str | None) -> dict[str, Any]:
    indicator = {"code": code, "name": name, "unit_of_measure": unit, "decimals": decimals}
    empty = dict.fromkeys(("plan", "before", "actual", "plan_share", "plan_gap", "change"))
    return {"stt": stt, "indicator": indicator, "change_kind": "percent", **empty, **amounts}


def _texts(*written: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"unit": {"name": unit}, "paragraphs": [{"text": text, "unchanged": False}]} for unit, text in written]


# The shape of reports.operations.take_snapshot.
SNAPSHOT: dict[str, Any] = {
    "narrative": [
        {"code": "1", "title": "Tham mưu, chỉ đạo", "silent": [], "texts": _texts(
            ("Trung tâm Y tế", "Ban hành kế hoạch tiêm chủng"),
            ("Phòng Giáo dục và Đào tạo", "Hướng dẫn kết thúc năm học"))},
        {"code": "2", "title": "Không ai viết", "silent": [], "texts": []},
    ],
    "table": [
        _line(1, "yt01", "Tỷ lệ tiêm đủ", "%", 2, plan="97", before="95.1", actual="95.565", plan_gap="-1.435",
              change="0.465", change_kind="points", note="Đến 14/6/2020; số liệu minh hoạ"),
        _line(2, "yt02", "Lượt khám bệnh", "lượt", 0, plan="120000", before="61500", actual="58200",
              plan_share="48.5", change="-5.3658", note="ước; số liệu minh hoạ"),
        _line(3, "gd01", "Học sinh bỏ học", "học sinh", 0, before="12", note="chưa báo cáo 1/3 đơn vị"),
    ],
}  # fmt: skip
SECTORS = {"yt": "Y tế", "gd": "Giáo dục và đào tạo"}


@dataclass(frozen=True)
class Meeting:
    """A conference with what tests reach for."""

    office: Office
    conference: Conference
    draft: Draft
    draft_item: Item
    thematic: Item
    delegates: list[Delegate]

    def by(self, person: str) -> Any:
        return self.office.people[person]


def make_round(office: Office) -> Round:
    """One regime of the bloc opened for the first half of 2020."""
    regime = Regime.objects.create(
        code="bc-6-thang", name="Báo cáo 6 tháng", content_required="", reporters="", receiver=office.units["office"],
        delivery="", frequency="half", cut_off="", outline="", figure_form="", procedure="", deadline_text="",
        legal_basis="", bloc=office.bloc, valid_from=START,
    )  # fmt: skip
    return Round.objects.create(
        regime=regime, period="2020-H1", opened_at=PLANNED, opened_by=office.people["secretary"]
    )


def make_indicators() -> None:
    """The indicators the snapshot speaks of, each in its sector."""
    for place, (code, name) in enumerate(SECTORS.items()):
        Sector.objects.create(code=f"c-{code}", name=name, name_en=name, position=90 + place)
    for row in SNAPSHOT["table"]:
        sector = Sector.objects.get(code=f"c-{row['indicator']['code'][:2]}")
        Indicator.objects.create(
            **row["indicator"], name_en="", sector=sector, position=row["stt"], direction="none", over_units="sum",
            over_time="flow", calendar="state", valid_from=START,
        )  # fmt: skip


def make_snapshot(round: Round, office: Office, data: dict[str, Any] | None = None) -> Snapshot:
    make_indicators()
    return Snapshot.objects.create(
        round=round, unit=office.units["town"], label="Báo cáo tại hội nghị 10/7/2020", data=data or SNAPSHOT,
        sha256="a" * 64, taken_at=PLANNED, taken_by=office.people["secretary"],
    )  # fmt: skip


def plan_meeting(office: Office | None = None) -> Meeting:
    """Plan the conference: nine voting seats, one guest of the province, a thematic report, a draft to vote on."""
    office = office or make_office("c")
    secretary = office.people["secretary"]
    for place, name in enumerate(COMMUNES, start=10):
        unit = found_unit(code=f"058{place}", kind="phường", short_name=name, level=Level.COMMUNE, valid_from=START,
                          at=PLANNED, acting_user=None)  # fmt: skip
        join_bloc(bloc=office.bloc, unit=unit, valid_from=START, position=place, at=PLANNED, acting_user=None)
    conference = operations.plan_conference(
        title="Hội nghị giao ban công tác khoa giáo 6 tháng đầu năm 2020", bloc=office.bloc, round=make_round(office),
        starts_at=STARTS, place="Hội trường tầng 2, trụ sở Thị ủy Phổ Yên", chair=office.people["chair"],
        chair_title="Trưởng Ban Tuyên giáo Thị ủy", secretary=secretary, secretary_title="Chuyên viên khoa giáo",
        acting_user=secretary, at=PLANNED,
    )  # fmt: skip
    operations.attach_snapshot(conference=conference, snapshot=make_snapshot(conference.round, office),
                               acting_user=secretary, at=PLANNED)  # fmt: skip
    draft = start_draft(
        organ=office.organ, paper_type=PaperType.REGULATION, title="Quy chế hoạt động, quan hệ công tác 2020-2025",
        text="Điều 1. Phạm vi.", acting_user=secretary, at=PLANNED,
    )  # fmt: skip
    thematic = operations.add_item(conference=conference, kind=ItemKind.THEMATIC, position=5, acting_user=secretary,
                                   title="Y tế dự phòng, phòng, chống dịch Covid-19", at=PLANNED,
                                   presenter=office.units["health"])  # fmt: skip
    item = operations.add_item(conference=conference, kind=ItemKind.DRAFT, title="Thông qua Quy chế", position=8,
                               draft=draft, acting_user=secretary, at=PLANNED)  # fmt: skip
    operations.seat_delegate(conference=conference, unit=office.units["province"], group=DelegateGroup.SUPERIOR,
                             post="Phó Trưởng Ban Tuyên giáo Tỉnh ủy", may_vote=False, acting_user=secretary,
                             at=PLANNED)  # fmt: skip
    operations.seat_bloc(conference=conference, acting_user=secretary, at=PLANNED)
    return Meeting(office, conference, draft, item, thematic, list(conference.delegates.all()))


def open_meeting(office: Office | None = None, *, absent: int = 2) -> Meeting:
    """Check in everybody but the last `absent` seats (the first member by a substitute), and open."""
    meeting = plan_meeting(office)
    secretary = meeting.by("secretary")
    seats = meeting.delegates
    for seat in seats[: len(seats) - absent]:
        substitute = "Phó Giám đốc" if seat.position == 2 else ""
        operations.check_in(delegate=seat, substitute_post=substitute, acting_user=secretary, at=STARTS)
    if absent:
        operations.record_absence(delegate=seats[-1], reason="Đi công tác", acting_user=secretary, at=STARTS)
    operations.open_conference(conference=meeting.conference, acting_user=secretary, at=STARTS)
    meeting.conference.refresh_from_db()
    return meeting


def vote(meeting: Meeting, in_favour: int, against: int = 0, **rule: Any) -> Ballot:
    """Open a ballot on the draft, cast that many votes, close it."""
    secretary, at = meeting.by("secretary"), STARTS + timedelta(hours=2)
    ballot = operations.open_ballot(item=meeting.draft_item, question="Thông qua dự thảo Quy chế",
                                    acting_user=secretary, at=at, **rule)  # fmt: skip
    voters = list(meeting.conference.delegates.filter(may_vote=True, checked_in_at__isnull=False))
    choices = [Choice.FOR] * in_favour + [Choice.AGAINST] * against
    for seat, choice in zip(voters, choices, strict=False):
        operations.cast_vote(ballot=ballot, delegate=seat, choice=choice, acting_user=secretary, at=at)
    return operations.close_ballot(ballot=ballot, acting_user=secretary, at=at)


def fill_meeting(meeting: Meeting) -> list[Conclusion]:
    """Write what was said, vote 6 for and 1 against, and word two conclusions."""
    secretary, conference = meeting.by("secretary"), meeting.conference
    operations.summarise_item(item=meeting.thematic, summary="Trung tâm Y tế trình bày phương án theo ba tình huống",
                              acting_user=secretary, at=STARTS)  # fmt: skip
    opinion = operations.record_opinion(item=meeting.thematic, unit=meeting.office.units["commune"],
                                        text="Đề nghị bổ sung vật tư cho trạm y tế", acting_user=secretary,
                                        at=STARTS)  # fmt: skip
    operations.answer_opinion(opinion=opinion, disposition=Disposition.TAKEN, answer="Tổng hợp nhu cầu trước 31/7/2020",
                              answered_by=meeting.office.units["health"], acting_user=secretary, at=STARTS)  # fmt: skip
    vote(meeting, 6, 1)
    texts = ("Hoàn thành tiêm bù cho trẻ dưới 1 tuổi", "Vận động học sinh bỏ học trở lại lớp trước khai giảng")
    return [
        operations.add_conclusion(conference=conference, text=text, acting_user=secretary, at=STARTS) for text in texts
    ]


DEADLINE = date(2020, 8, 31)
