"""Papers get the next number of their series, are frozen, and are replaced rather than changed."""

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from giaoban.domain.audit.models import Entry
from giaoban.domain.documents.models import Organ, Paper, PaperType, System
from giaoban.domain.documents.operations import (
    PaperRefused,
    issue_paper,
    open_series,
    open_term,
    register_organ,
    replace_paper,
)
from giaoban.domain.documents.queries import BrokenFile, file_of, find_series_faults
from tests.factories.documents import MOMENT, Office, make_office, make_paper

DAY = date(2020, 7, 13)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def test_numbers_run_by_type_within_the_term(office: Office) -> None:
    symbols = [make_paper(office).symbol, make_paper(office).symbol]
    report = make_paper(office, paper_type=PaperType.REPORT)
    assert symbols == ["Số 01-TB/BTGThU", "Số 02-TB/BTGThU"]
    assert report.symbol == "Số 01-BC/BTGThU"


def test_party_numbers_start_again_in_a_new_term_and_not_in_a_new_year(office: Office) -> None:
    at = MOMENT.replace(year=2025, month=8)
    people, organ = office.people, office.organ

    def issue(day: date) -> str:
        return issue_paper(
            organ=organ, paper_type=PaperType.NOTICE, abstract="thử", issued_on=day, content=b"x",
            acting_user=people["secretary"], at=at,
        ).symbol  # fmt: skip

    assert [issue(date(2020, 12, 31)), issue(date(2021, 1, 1))] == ["Số 01-TB/BTGThU", "Số 02-TB/BTGThU"]
    open_term(organ=organ, name="2025 - 2030", starts_on=date(2025, 7, 1), acting_user=None, at=at)
    office.term.refresh_from_db()
    assert office.term.ends_on == date(2025, 6, 30)
    assert [issue(date(2025, 6, 30)), issue(date(2025, 7, 1))] == ["Số 03-TB/BTGThU", "Số 01-TB/BTGThU"]


def test_a_term_cannot_begin_before_a_paper_of_the_old_one(office: Office) -> None:
    make_paper(office)
    with pytest.raises(PaperRefused, match="nhiệm kỳ trước"):
        open_term(organ=office.organ, name="x", starts_on=DAY, acting_user=None, at=MOMENT)


def test_state_numbers_start_again_each_year(office: Office) -> None:
    organ = register_organ(
        unit=office.units["health"], system=System.STATE, superior_line="UBND thị xã", name_line="Trung tâm Y tế",
        code="TTYT", place="Phổ Yên", signer_title="GIÁM ĐỐC", acting_user=None, at=MOMENT,
    )  # fmt: skip
    office.people["clerk"].posts.update(role="secretary")
    at = MOMENT.replace(year=2021)

    def issue(day: date) -> str:
        return issue_paper(
            organ=organ, paper_type=PaperType.REPORT, abstract="báo cáo", issued_on=day, content=b"x",
            acting_user=office.people["clerk"], at=at,
        ).symbol  # fmt: skip

    assert [issue(date(2020, 12, 31)), issue(date(2021, 1, 4))] == ["Số: 01/BC-TTYT", "Số: 01/BC-TTYT"]


def test_without_a_term_a_party_paper_has_no_number(office: Office) -> None:
    with pytest.raises(PaperRefused, match="nhiệm kỳ"):
        make_paper(office, issued_on=date(2020, 5, 31))


def test_the_content_is_built_from_the_number_and_a_failure_uses_none(office: Office) -> None:
    def fails(printed: str) -> bytes:
        raise RuntimeError(printed)

    def issue(content: Callable[[str], bytes]) -> Paper:
        return issue_paper(
            organ=office.organ, paper_type=PaperType.NOTICE, abstract="kết luận", issued_on=DAY, content=content,
            acting_user=office.people["chair"], at=MOMENT, facts={"conclusions": 3},
        )  # fmt: skip

    with pytest.raises(RuntimeError, match="Số 01-TB/BTGThU"):
        issue(fails)
    assert not Paper.objects.exists()
    paper = issue(lambda printed: printed.encode())
    paper.refresh_from_db()
    assert bytes(paper.content or b"") == "Số 01-TB/BTGThU".encode()
    assert paper.facts == {"conclusions": 3, "symbol": "Số 01-TB/BTGThU", "issued_on": "2020-07-13"}
    assert paper.sha256 == hashlib.sha256("Số 01-TB/BTGThU".encode()).hexdigest()
    assert paper.file_name == "01-tb-btgthu-ket-luan.docx"


def test_numbers_never_run_back_in_time(office: Office) -> None:
    make_paper(office)
    with pytest.raises(PaperRefused, match="lùi ngày"):
        make_paper(office, issued_on=date(2020, 7, 10))
    with pytest.raises(PaperRefused, match="chưa đến"):
        make_paper(office, issued_on=date(2020, 7, 14))


def test_a_series_goes_on_from_the_last_number_given_on_paper(office: Office) -> None:
    def start(last: int) -> None:
        open_series(organ=office.organ, paper_type=PaperType.NOTICE, on=DAY, last_number=last, acting_user=None,
                    at=MOMENT)  # fmt: skip

    start(11)
    assert make_paper(office).symbol == "Số 12-TB/BTGThU"
    with pytest.raises(PaperRefused, match="không đặt lại"):
        start(30)
    assert find_series_faults() == []


def test_a_missing_number_is_found(office: Office) -> None:
    make_paper(office)
    series = make_paper(office).series
    assert series is not None
    series.last_number = 5
    series.save()
    assert [(fault.series_id, fault.numbers) for fault in find_series_faults()] == [(series.pk, (1, 2))]


@pytest.mark.parametrize("column", ["content", "symbol", "sha256", "facts", "number"])
def test_the_database_itself_refuses_to_change_an_issued_paper(office: Office, column: str) -> None:
    paper = make_paper(office)
    value: object = {"content": b"khac", "facts": {}, "number": 9}.get(column, "khac")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**{column: value})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        paper.delete()


def test_a_file_that_no_longer_fits_its_hash_is_not_handed_out(office: Office) -> None:
    paper = make_paper(office, content=b"PK\x03\x04 that")
    assert file_of(paper) == b"PK\x03\x04 that"
    paper.sha256 = "0" * 64
    with pytest.raises(BrokenFile, match="mã băm"):
        file_of(paper)


def test_replacing_adds_a_pointer_and_leaves_the_old_paper_whole(office: Office) -> None:
    old = make_paper(office)
    new = make_paper(office, abstract="kết luận hội nghị (thay thế)")
    person = office.people["chair"]
    replace_paper(paper=old, by=new, reason="sai thời hạn", acting_user=person, at=MOMENT)
    before = (old.symbol, old.sha256)
    old.refresh_from_db()
    assert (old.symbol, old.sha256) == before
    assert old.replaced_by == new
    with pytest.raises(PaperRefused, match="đã được thay thế"):
        replace_paper(paper=old, by=new, reason="", acting_user=person, at=MOMENT)
    with pytest.raises(PaperRefused, match="cùng thể loại"):
        replace_paper(paper=new, by=new, reason="", acting_user=person, at=MOMENT)
    report = make_paper(office, paper_type=PaperType.REPORT)
    with pytest.raises(PaperRefused, match="cùng thể loại"):
        replace_paper(paper=new, by=report, reason="", acting_user=person, at=MOMENT)


@pytest.mark.parametrize("person", ["clerk", "head", "commune_clerk", "superior", "administrator", "stranger"])
def test_only_the_organs_secretary_and_chair_issue(office: Office, person: str) -> None:
    paper = make_paper(office)
    with pytest.raises(PermissionDenied):
        issue_paper(organ=office.organ, paper_type=PaperType.NOTICE, abstract="x", issued_on=DAY, content=b"x",
                    acting_user=office.people[person], at=MOMENT)  # fmt: skip
    with pytest.raises(PermissionDenied):
        replace_paper(paper=paper, by=paper, reason="", acting_user=office.people[person], at=MOMENT)


@pytest.mark.parametrize("person", ["clerk", "superior", "stranger"])
def test_setting_up_is_for_the_office_and_the_administrator(office: Office, person: str) -> None:
    with pytest.raises(PermissionDenied):
        open_term(organ=office.organ, name="x", starts_on=date(2021, 1, 1), acting_user=office.people[person],
                  at=MOMENT)  # fmt: skip
    assert Organ.objects.count() == 1


def test_every_act_leaves_an_audit_line(office: Office) -> None:
    paper = make_paper(office)
    line = Entry.objects.get(act="documents.issue_paper")
    assert line.target == f"documents.paper:{paper.pk}"
    assert line.detail["symbol"] == paper.symbol
    assert line.detail["sha256"] == paper.sha256
