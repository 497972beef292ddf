"""Papers that come in, drafts on their way, and who may read what."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.accounts.queries import standing
from giaoban.domain.documents.models import Paper, PaperType
from giaoban.domain.documents.operations import (
    DraftConflict,
    DuplicatePaper,
    PaperRefused,
    add_draft_version,
    adopt_draft,
    issue_draft,
    register_incoming,
    start_draft,
)
from giaoban.domain.documents.queries import PaperFilter, drafts_for, register
from tests.factories.documents import MOMENT, Office, make_office, make_paper

DAY = date(2020, 7, 10)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def receive(
    office: Office, *, person: str = "secretary", symbol: str = "05-CT/TW", organ_name: str = "Bộ Chính trị",
    content: bytes | None = None, file_name: str = "", allow_duplicate: bool = False,
) -> Paper:  # fmt: skip
    return register_incoming(
        organ=office.organ, organ_name=organ_name, paper_type=PaperType.DIRECTIVE, symbol=symbol,
        abstract="đẩy mạnh học tập và làm theo", issued_on=DAY, content=content, file_name=file_name,
        acting_user=office.people[person], at=MOMENT, allow_duplicate=allow_duplicate,
    )  # fmt: skip


def test_the_same_symbol_organ_and_date_raise_an_alert(office: Office) -> None:
    first = receive(office)
    with pytest.raises(DuplicatePaper) as refused:
        receive(office, symbol=" Số: 05-CT/TW ", organ_name="bộ chính trị")
    assert refused.value.existing == first
    assert receive(office, symbol="06-CT/TW").pk
    assert receive(office, allow_duplicate=True).pk


def test_what_is_registered_is_composed_and_searchable_without_marks(office: Office) -> None:
    paper = receive(office, organ_name="Ban Bí thư Đảng")
    paper.refresh_from_db()
    assert paper.organ_name == "Ban Bí thư Đảng"
    person = standing(office.people["secretary"], MOMENT.date())
    assert list(register(person, PaperFilter(text="hoc tap BI THU dang"))) == [paper]
    assert not register(person, PaperFilter(text="hoc tap khong co")).exists()


def test_the_register_is_narrowed_by_direction_type_and_days(office: Office) -> None:
    incoming, outgoing = receive(office), make_paper(office)
    person = standing(office.people["secretary"], MOMENT.date())
    assert list(register(person, PaperFilter(direction="in"))) == [incoming]
    assert list(register(person, PaperFilter(paper_type="notice"))) == [outgoing]
    assert list(register(person, PaperFilter(first_day=date(2020, 7, 11)))) == [outgoing]
    assert list(register(person, PaperFilter(last_day=DAY))) == [incoming]


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"khong phai pdf"), ("a.exe", b"MZ"), ("a.pdf", b"")])
def test_a_wrong_file_is_refused_and_nothing_is_written(office: Office, name: str, content: bytes) -> None:
    with pytest.raises(PaperRefused):
        receive(office, content=content, file_name=name)
    assert not Paper.objects.exists()


@pytest.mark.parametrize("person", ["clerk", "head", "superior", "administrator", "stranger"])
def test_only_the_office_registers(office: Office, person: str) -> None:
    with pytest.raises(PermissionDenied):
        receive(office, person=person)


@pytest.mark.parametrize(
    ("person", "sees_issued", "sees_incoming"),
    [
        ("secretary", True, True), ("chair", True, True), ("clerk", True, False), ("commune_clerk", True, False),
        ("superior", True, False), ("administrator", False, False), ("stranger", False, False),
    ],
)  # fmt: skip
def test_who_reads_the_register(office: Office, person: str, sees_issued: bool, sees_incoming: bool) -> None:
    issued, incoming = make_paper(office), receive(office)
    seen = set(register(standing(office.people[person], MOMENT.date())))
    assert (issued in seen) is sees_issued
    assert (incoming in seen) is sees_incoming


def test_reading_the_register_takes_one_query(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_paper(office)
    person = standing(office.people["clerk"], MOMENT.date())
    with django_assert_num_queries(1):
        assert [paper.organ.code for paper in register(person)] == ["BTGThU"] * 3


def test_adopted_issued_and_in_force_are_three_dates(office: Office) -> None:
    person = office.people["secretary"]
    draft = start_draft(organ=office.organ, paper_type=PaperType.REGULATION, title="Quy chế hoạt động", text="Điều 1.",
                        acting_user=person, at=MOMENT)  # fmt: skip
    with pytest.raises(PaperRefused, match="chưa được thông qua"):
        issue_draft(draft=draft, issued_on=DAY, content=b"x", acting_user=person, at=MOMENT)
    adopt_draft(draft=draft, adopted_on=DAY, by="conferences.conference:1", acting_user=person, at=MOMENT)
    with pytest.raises(PaperRefused, match="đã được thông qua"):
        adopt_draft(draft=draft, adopted_on=DAY, by="", acting_user=person, at=MOMENT)
    add_draft_version(draft=draft, text="Điều 1. Chỉnh lý.", expected_version=1, acting_user=person, at=MOMENT)
    paper = issue_draft(draft=draft, issued_on=MOMENT.date(), in_force_on=date(2020, 8, 1), content=b"x",
                        acting_user=person, at=MOMENT)  # fmt: skip
    assert (paper.adopted_on, paper.issued_on, paper.in_force_on) == (DAY, date(2020, 7, 13), date(2020, 8, 1))
    assert paper.symbol == "Số 01-QC/BTGThU"
    draft.refresh_from_db()
    assert draft.issued_as == paper
    with pytest.raises(PaperRefused, match="không sửa"):
        add_draft_version(draft=draft, text="x", expected_version=2, acting_user=person, at=MOMENT)


def test_two_writers_of_a_draft_get_both_texts(office: Office) -> None:
    person = office.people["secretary"]
    draft = start_draft(organ=office.organ, paper_type=PaperType.REGULATION, title="Quy chế", text="một",
                        acting_user=person, at=MOMENT)  # fmt: skip
    add_draft_version(draft=draft, text="hai của tôi", expected_version=1, acting_user=person, at=MOMENT)
    with pytest.raises(DraftConflict) as refused:
        add_draft_version(draft=draft, text="hai của bạn", expected_version=1, acting_user=office.people["chair"],
                          at=MOMENT)  # fmt: skip
    assert refused.value.yours == "hai của bạn"
    assert refused.value.theirs.text == "hai của tôi"
    assert [version.text for version in draft.versions.all()] == ["một", "hai của tôi"]
    assert list(drafts_for(standing(office.people["clerk"], MOMENT.date()))) == [draft]
    assert not drafts_for(standing(office.people["stranger"], MOMENT.date())).exists()


@pytest.mark.parametrize("person", ["clerk", "head", "superior", "administrator", "stranger"])
def test_only_the_office_writes_drafts(office: Office, person: str) -> None:
    secretary, other = office.people["secretary"], office.people[person]
    draft = start_draft(organ=office.organ, paper_type=PaperType.REGULATION, title="Quy chế", text="một",
                        acting_user=secretary, at=MOMENT)  # fmt: skip
    with pytest.raises(PermissionDenied):
        start_draft(organ=office.organ, paper_type=PaperType.REGULATION, title="x", text="", acting_user=other,
                    at=MOMENT)  # fmt: skip
    with pytest.raises(PermissionDenied):
        add_draft_version(draft=draft, text="x", expected_version=1, acting_user=other, at=MOMENT)
    with pytest.raises(PermissionDenied):
        adopt_draft(draft=draft, adopted_on=DAY, by="", acting_user=other, at=MOMENT)
