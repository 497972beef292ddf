"""The composed article: every kind of fact is there, and nothing the records do not say."""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.domain.conferences.queries import (
    Attendance,
    BallotResult,
    ConclusionLine,
    ConferenceRecord,
    DraftLine,
    GroupAttendance,
    OpinionLine,
    PaperLine,
    ProgrammeItem,
    TaskLine,
)
from giaoban.interfaces.portal.compose.article import Composition, Register, composed
from giaoban.interfaces.portal.compose.results import Result
from giaoban.lib.clock import VIETNAM
from giaoban.lib.numbers import shown, shown_plain

START = datetime(2020, 7, 10, 8, 0, tzinfo=VIETNAM)


def paper(symbol: str, label: str, abstract: str, organ: str, on: date, *, public: bool = True) -> PaperLine:
    return PaperLine(1, "notice", label, symbol, abstract, on, organ, public)


def ballot(**changes: Any) -> BallotResult:
    values: dict[str, Any] = {
        "id": 1, "item_id": 1, "question": "Thông qua dự thảo Quy chế", "basis": "members",
        "basis_label": "tổng số đại biểu có quyền biểu quyết", "rule": "quá nửa", "numerator": 1, "denominator": 2,
        "strictly_more": True, "opened_at": START, "closed_at": START, "members": 33, "present": 31, "in_favour": 29,
        "against": 1, "other": 1, "needed": 17, "carried": True, "votes": (),
    }  # fmt: skip
    return BallotResult(**{**values, **changes})


def item(kind: str, title: str, **extra: Any) -> ProgrammeItem:
    values: dict[str, Any] = {
        "id": 1, "position": 1, "kind": kind, "kind_label": kind, "title": title, "presenter": "",
        "minutes_planned": 10, "summary": "", "paper": None, "draft": None, "opinions": (), "ballots": (), **extra,
    }  # fmt: skip
    return ProgrammeItem(**values)


def opinion(unit_id: int, disposition: str) -> OpinionLine:
    return OpinionLine(1, unit_id, f"Đơn vị {unit_id}", "…", disposition, "", "", "", START)


def full_record() -> ConferenceRecord:
    draft = DraftLine(1, "regulation", "Quy chế", "Quy chế hoạt động giai đoạn 2020-2025", START.date(), None)
    task = TaskLine(
        1, "Rà soát cơ sở vật chất", 5, "phòng Giáo dục và Đào tạo", ("Trung tâm Y tế", "Hội Khuyến học"),
        "Báo cáo rà soát", date(2020, 8, 25), "assigned", "Đã giao",
    )  # fmt: skip
    groups = (
        GroupAttendance("chair", "Chủ trì, thư ký", 2, 2, 0),
        GroupAttendance("superior", "Lãnh đạo Ban Tuyên giáo tỉnh", 1, 1, 0),
        GroupAttendance("department", "Thủ trưởng các phòng, ban, ngành, hội", 16, 14, 3),
        GroupAttendance("commune", "Tuyên giáo các xã, phường", 18, 17, 0),
    )
    return ConferenceRecord(
        id=1, title="Hội nghị giao ban công tác khoa giáo 6 tháng đầu năm 2020", state="concluded",
        state_label="Đã kết luận", starts_at=START, ended_at=None, place="hội trường Trung tâm chính trị",
        invited_on=None, invitation_warning="", chair_title="Trưởng Ban Tuyên giáo Thị ủy",
        secretary_title="Chuyên viên", bloc_id=1, bloc="Khối khoa giáo", coordinator_id=1,
        coordinator="Ban Tuyên giáo Thị ủy", territory_id=1, territory="thị xã Phổ Yên", round_id=1, period="2020-H1",
        period_label="6 tháng đầu năm 2020", snapshot_id=1,
        attendance=Attendance(groups, (), 37, 34, 3, 33, 31),
        items=(
            item("report", "Báo cáo kết quả công tác khoa giáo", presenter="chuyên viên khoa giáo",
                 summary="Tiến độ các công trình trường học được đẩy nhanh"),
            item("thematic", "Tình hình năm học 2019-2020", presenter="Phòng Giáo dục và Đào tạo",
                 opinions=(opinion(4, "taken"), opinion(5, "explained"))),
            item("thematic", "Chương trình sách giáo khoa mới"),
            item("thematic", "Phương án y tế dự phòng, chống Covid-19", opinions=(opinion(4, "open"),)),
            item("thematic", "Chính sách theo Nghị quyết số 42/NQ-CP"),
            item("draft", "Dự thảo Quy chế", draft=draft, ballots=(ballot(),)),
        ),
        conclusions=(
            ConclusionLine(1, 1, "Chuẩn bị năm học mới 2020-2021", task),
            ConclusionLine(2, 2, "Phát động thi đua trong toàn khối", None),
        ),
        papers=(paper("Số 12-TB/BTGThU", "Thông báo", "kết luận hội nghị", "Ban Tuyên giáo", date(2020, 7, 13)),),
        notice_due_on=date(2020, 7, 15),
    )  # fmt: skip


def result(name: str, sector: str, **changes: Any) -> Result:
    values: dict[str, Any] = {
        "measure": "%", "decimals": 1, "is_key": True, "is_rate": True, "plan": Decimal("94.5"),
        "before": Decimal("93.9"), "actual": Decimal("95.1"), "plan_share": None, "change": Decimal("1.2"),
        "verdict": "exceeded", "better": True, "as_of": date(2020, 6, 14),
    }  # fmt: skip
    return Result(name=name, sector=sector, **{**values, **changes})


def full_results() -> list[Result]:
    return [
        result("Tỷ lệ bao phủ bảo hiểm y tế", "Y tế"),
        result("Số lao động được đào tạo nghề", "Dạy nghề", measure="người", decimals=0, is_rate=False,
               plan=Decimal(1200), actual=Decimal(412), before=Decimal(455), plan_share=Decimal("34.333"),
               change=Decimal("-9.4505"), verdict="behind", better=False),
        result("Số trường", "Giáo dục", measure="trường", decimals=0, plan=None, before=None, actual=Decimal(53),
               change=None, verdict="no_plan", better=None, is_key=False),
    ]  # fmt: skip


def full_register() -> Register:
    received = paper("42/NQ-CP", "Nghị quyết", "các biện pháp hỗ trợ người dân", "Chính phủ", date(2020, 4, 9))
    return Register(issued=(("Kế hoạch", 6), ("Công văn", 11)), received=(received,))


def text_of(composition: Composition) -> str:
    """Return all words a reader gets: title, lead, paragraphs, tables."""
    parts = [composition.title, composition.lead]
    for kind, value in composition.body:
        if kind == "figures":
            parts += [value["title"], value["note"], *(" ".join(row.values()) for row in value["rows"])]
        else:
            parts.append(re.sub(r"<[^>]+>", " ", value))
    return "\n".join(parts)


ARTICLE = text_of(composed(full_record(), full_results(), full_register()))

# Each kind of fact a briefing's news item gives, and words that carry it here.
KINDS_OF_FACT = {
    "title and period": ["Hội nghị giao ban công tác khoa giáo 6 tháng đầu năm 2020"],
    "day": ["10/7/2020"],
    "place": ["hội trường Trung tâm chính trị"],
    "organiser": ["Ban Tuyên giáo Thị ủy tổ chức"],
    "chair by post": ["Trưởng Ban Tuyên giáo Thị ủy chủ trì"],
    "who attended, by group": ["3 đại biểu dự thay", "lãnh đạo Ban Tuyên giáo tỉnh (1",
                               "thủ trưởng các phòng", "(14", "các xã, phường (17"],
    "sectors of the work": ["y tế", "dạy nghề", "giáo dục"],
    "papers issued on advice": ["ban hành 17 văn bản", "11 công văn"],
    "directives from above put into practice": [
        "tiếp nhận 1 văn bản chỉ đạo, gồm 1 nghị quyết: Nghị quyết số 42/NQ-CP ngày 9/4/2020 của Chính phủ",
    ],
    "targets reached": ["2 chỉ tiêu có kế hoạch", "1 chỉ tiêu đạt hoặc vượt"],
    "against the same period": ["So với cùng kỳ", "tăng 1,2 điểm so với cùng kỳ", "giảm 9,5% so với cùng kỳ"],
    "general progress, works among it": ["Tiến độ các công trình trường học được đẩy nhanh."],
    "thematic reports": ["4 báo cáo chuyên đề", "năm học 2019-2020", "sách giáo khoa mới", "Covid-19", "42/NQ-CP"],
    "opinions given": ["3 ý kiến của 2 đơn vị", "1 ý kiến được tiếp thu"],
    "what was adopted, for which years": ["thông qua quy chế hoạt động giai đoạn 2020-2025", "29 phiếu", "87,9%"],
    "directions and tasks ahead": ["Chuẩn bị năm học mới 2020-2021", "hạn 25/8/2020"],
    "emulation": ["thi đua trong toàn khối"],
    "who works together": ["Phòng Giáo dục và Đào tạo chủ trì", "phối hợp: Trung tâm Y tế và Hội Khuyến học"],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS_OF_FACT)
def test_every_kind_of_fact_is_told(kind: str) -> None:
    for words in KINDS_OF_FACT[kind]:
        assert words in ARTICLE


def without_attendance(record: ConferenceRecord) -> ConferenceRecord:
    return replace(record, attendance=Attendance((), (), 0, 0, 0, 0, 0))


def without_items(record: ConferenceRecord, *kinds: str) -> ConferenceRecord:
    return replace(record, items=tuple(item for item in record.items if item.kind not in kinds))


def without_field(record: ConferenceRecord, kind: str, **changes: Any) -> ConferenceRecord:
    return replace(record, items=tuple(replace(i, **changes) if i.kind == kind else i for i in record.items))


DROPPED: list[tuple[ConferenceRecord, list[str]]] = [
    (without_attendance(full_record()), ["đại biểu trên", "được mời", "dự thay"]),
    (without_items(full_record(), "thematic"), ["chuyên đề", "Covid-19", "ý kiến của"]),
    (without_items(full_record(), "draft"), ["thông qua", "phiếu", "biểu quyết"]),
    (without_items(full_record(), "report"), ["Hội nghị nghe báo cáo", "công trình"]),
    (without_field(full_record(), "thematic", opinions=()), ["ý kiến của", "tiếp thu", "thảo luận"]),
    (without_field(full_record(), "draft", ballots=()), ["thông qua", "phiếu"]),
    (replace(full_record(), conclusions=()), ["kết luận 2", "hạn ", "thi đua", "chủ trì;"]),
    (replace(full_record(), papers=()), ["12-TB/BTGThU", "sổ văn bản"]),
    (replace(full_record(), place=""), [", tại hội trường"]),
    (replace(full_record(), chair_title=""), ["Trưởng Ban", "chủ trì hội nghị"]),
]


@pytest.mark.parametrize(("record", "gone"), DROPPED)
def test_what_was_not_recorded_is_not_told(record: ConferenceRecord, gone: list[str]) -> None:
    told = text_of(composed(record, full_results(), full_register()))
    for words in gone:
        assert words in ARTICLE
        assert words not in told


def test_no_figures_no_sentence_on_figures() -> None:
    told = text_of(composed(full_record(), [], full_register()))
    assert "chỉ tiêu" in ARTICLE
    assert "chỉ tiêu" not in told
    assert "So với cùng kỳ" not in told


def test_no_register_no_sentence_on_papers() -> None:
    told = text_of(composed(full_record(), full_results(), Register()))
    assert "ban hành" in ARTICLE
    assert "ban hành" not in told
    assert "tiếp nhận" not in told


def test_a_lost_or_open_ballot_adopts_nothing() -> None:
    lost = without_field(full_record(), "draft", ballots=(ballot(carried=False, in_favour=12, against=18),))
    told = text_of(composed(lost, [], Register()))
    assert "hội nghị thông qua" not in told
    assert "chưa đủ tỷ lệ" in told
    still_open = without_field(full_record(), "draft", ballots=(ballot(closed_at=None),))
    assert "phiếu" not in text_of(composed(still_open, [], Register()))


def test_an_internal_paper_is_not_cited() -> None:
    hidden = replace(full_record(), papers=(replace(full_record().papers[0], is_public=False),))
    assert "12-TB" not in text_of(composed(hidden, [], Register()))


def test_what_people_typed_is_text_not_markup() -> None:
    record = replace(full_record(), conclusions=(ConclusionLine(1, 1, "<img src=x onerror=alert(1)>", None),))
    body = composed(record, [], Register()).body
    assert not any("<img" in value for kind, value in body if kind == "paragraph")


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def numbers_known(record: ConferenceRecord, results: list[Result], register: Register) -> set[str]:
    """Return every number the records hold, as written, with counts of their rows and sums over them."""
    known = numbers_in(repr((record, register)))
    days = {record.held_on, *(task.deadline for task in record.tasks), *(r.as_of for r in results)}
    days |= {p.issued_on for p in (*record.papers, *register.received) if p.issued_on}
    known |= {str(part) for day in days for part in (day.day, day.month, day.year)}
    known |= {str(count) for count in range(len(results) + 1)}
    counted = [record.thematic_reports, record.opinions, {o.unit_id for o in record.opinions}, record.conclusions]
    known |= {str(len(rows)) for rows in [*counted, register.received]}
    known |= {str(sum(o.disposition == kind for o in record.opinions)) for kind in ("taken", "explained")}
    known |= {str(sum(count for _, count in register.issued))}
    for line in results:
        for amount in (line.plan, line.before, line.actual):
            known |= {shown(amount, line.decimals)}
        known |= {shown(abs(part), 1) for part in (line.plan_share, line.change) if part is not None}
    for closed in record.ballots:
        known |= {shown(rate, 1) for rate in (closed.rate_on_members, closed.rate_on_present) if rate is not None}
    return known


def test_every_number_comes_from_the_records() -> None:
    assert numbers_in(ARTICLE) <= numbers_known(full_record(), full_results(), full_register())


@settings(max_examples=40, deadline=None)
@given(
    present=st.integers(0, 60), in_favour=st.integers(0, 60), against=st.integers(0, 60),
    amounts=st.lists(st.decimals(0, 100_000, places=2), min_size=0, max_size=6),
    kept=st.sets(st.sampled_from(["report", "thematic", "draft"])),
)  # fmt: skip
def test_no_number_is_made_up_whatever_was_recorded(
    present: int, in_favour: int, against: int, amounts: list[Decimal], kept: set[str]
) -> None:
    votes = ballot(in_favour=in_favour, against=against, members=max(present, 1), carried=in_favour > against)
    record = without_field(full_record(), "draft", ballots=(votes,))
    record = replace(record, items=tuple(i for i in record.items if i.kind in kept))
    record = replace(record, attendance=replace(record.attendance, present=present))
    results = [
        result(f"Chỉ tiêu {'abcdef'[n]}", "Y tế", actual=amount, change=amount - 50, better=amount > 50,
               verdict="reached" if amount > 50 else "behind")
        for n, amount in enumerate(amounts)
    ]  # fmt: skip
    told = text_of(composed(record, results, Register()))
    assert numbers_in(told) <= numbers_known(record, results, Register())
    assert shown_plain(Decimal(0)) == "0"
