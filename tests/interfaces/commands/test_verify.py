"""`giaoban verify`: sound data pass; a row changed by SQL behind the program's back is named."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from giaoban.domain.audit.models import Entry
from giaoban.domain.conferences.models import Ballot, Vote
from giaoban.domain.documents.models import Paper
from giaoban.domain.indicators.models import Indicator, RollUp
from giaoban.domain.reports.models import Snapshot
from giaoban.domain.reports.rules import seal
from tests.factories.conferences import Meeting, open_meeting, vote
from tests.factories.documents import Office, make_office, make_paper
from tests.factories.indicators import make_indicator, make_town, make_unit, rate, report, volume

pytestmark = pytest.mark.django_db
CHECKED = ("Nhật ký kiểm toán", "Số tổng hợp", "Sổ văn bản", "Số liệu chốt", "Biểu quyết", "Lượt truy cập")
SOUND = "".join(f"{name}: đúng\n" for name in CHECKED)


@pytest.fixture
def visits() -> Indicator:
    indicator, town = make_indicator(), make_town()
    report(make_unit("1", "Đắc Sơn", parent=town), [volume(indicator, 120)])
    return indicator


def behind_our_back(table: str, statement: str) -> None:
    """Change an append-only table as somebody with the database in their hands would: triggers off, SQL, gone."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement)


def verify() -> tuple[bool, str]:
    out = io.StringIO()
    try:
        call_command("verify", stdout=out)
    except CommandError:
        return False, out.getvalue()
    return True, out.getvalue()


def test_sound_data_pass(visits: Indicator) -> None:
    assert verify() == (True, SOUND)


def test_a_changed_audit_entry_is_named(visits: Indicator) -> None:
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    behind_our_back("audit_entry", f"UPDATE audit_entry SET actor = 'ai đó' WHERE number = {entry.number}")
    sound, said = verify()
    assert not sound
    assert f"nhật ký, dòng số {entry.number}: dòng đã bị sửa" in said


def test_a_deleted_audit_entry_is_named(visits: Indicator) -> None:
    behind_our_back("audit_entry", "DELETE FROM audit_entry WHERE number = 2")
    sound, said = verify()
    assert not sound
    assert "dòng số 2" in said


def test_a_changed_total_is_named(visits: Indicator) -> None:
    RollUp.objects.filter(unit__code="172").update(value=999)
    sound, said = verify()
    assert not sound
    assert "X-01, thị xã Phổ Yên (172), 2020-H1: đang lưu 999 (1 đơn vị, 1 có số, 0 ước), tính lại 120" in said


def test_the_changed_field_of_a_rates_total_is_shown(visits: Indicator) -> None:
    cover = make_indicator("X-02", ratio=True)
    report(make_unit("2", "Ba Hàng"), [rate(cover, 90, 100)])
    RollUp.objects.filter(indicator=cover).update(value=7)
    assert "đang lưu 90/100, giá trị 7 (1 đơn vị" in verify()[1]
    RollUp.objects.filter(indicator=cover).update(value=0, numerator=0, denominator=0)
    assert "đang lưu 0/0 (1 đơn vị, 1 có số, 0 ước), tính lại 90/100 (1 đơn vị" in verify()[1]


def test_a_changed_observation_is_named_by_the_totals_above_it(visits: Indicator) -> None:
    behind_our_back("indicators_observation", "UPDATE indicators_observation SET value = 121")
    sound, said = verify()
    assert not sound
    assert "X-01, xã Đắc Sơn (1), 2020-H1: đang lưu 120" in said
    assert "Số tổng hợp: 2 chỗ sai" in said


@pytest.fixture
def office() -> Office:
    """A register with three notices."""
    office = make_office()
    for _ in range(3):
        make_paper(office)
    return office


@pytest.fixture
def meeting() -> Meeting:
    """A conference with a sealed snapshot and a closed ballot: six for, one against."""
    meeting = open_meeting()
    vote(meeting, 6, 1)
    shot = Snapshot.objects.get()
    behind_our_back("reports_snapshot", f"UPDATE reports_snapshot SET sha256 = '{seal(shot.data)}'")
    return meeting


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_papers_snapshots_and_votes_as_entered_pass(office: Office) -> None:
    assert verify() == (True, SOUND)


def test_a_conference_as_held_passes(meeting: Meeting) -> None:
    assert verify() == (True, SOUND)


def test_a_paper_that_lost_its_number_is_named(office: Office) -> None:
    second = Paper.objects.get(number=2)
    behind_our_back("documents_paper", f"UPDATE documents_paper SET number = 7 WHERE id = {second.pk}")
    said = verify()[1]
    assert f"dãy số Thông báo BTGThU term:{office.term.pk}" in said
    assert "đang có 1, 3, 7; số cuối đã cấp 3" in said


def test_a_paper_that_is_gone_is_named(office: Office) -> None:
    last = Paper.objects.get(number=3)
    behind_our_back("documents_paper", f"DELETE FROM documents_paper WHERE id = {last.pk}")
    said = verify()[1]
    assert "đang có 1, 2; số cuối đã cấp 3" in said
    assert f"văn bản Số 03-TB/BTGThU (paper {last.pk}): đã mất khỏi sổ" in said


def test_a_changed_file_is_named_even_with_its_hash_changed_too(office: Office) -> None:
    first, second = Paper.objects.order_by("number")[:2]
    behind_our_back("documents_paper", f"UPDATE documents_paper SET content = content || content WHERE id = {first.pk}")
    assert f"văn bản Số 01-TB/BTGThU (paper {first.pk}): tệp không còn khớp mã băm" in verify()[1]
    behind_our_back("documents_paper", f"UPDATE documents_paper SET sha256 = '{'0' * 64}' WHERE id = {second.pk}")
    assert f"(paper {second.pk}): số hoặc mã băm khác nhật ký" in verify()[1]


def test_a_changed_snapshot_is_named(meeting: Meeting) -> None:
    shot = Snapshot.objects.get()
    behind_our_back("reports_snapshot", "UPDATE reports_snapshot SET data = '{\"table\": []}'")
    assert f"{shot.label} (snapshot {shot.pk}): nội dung không còn khớp" in verify()[1]


def test_a_changed_vote_is_named(meeting: Meeting) -> None:
    bad = Vote.objects.get(choice="against")
    sql(f"UPDATE conferences_vote SET choice = 'for' WHERE id = {bad.pk}")
    said = verify()[1]
    assert f"(ballot {bad.ballot_id}, đại biểu {bad.delegate_id}): đang lưu for, nhật ký ghi against" in said
    sql(f"DELETE FROM conferences_vote WHERE id = {bad.pk}")
    assert "đang lưu không có, nhật ký ghi against" in verify()[1]


def test_a_changed_base_of_a_ballot_is_named(meeting: Meeting) -> None:
    sql("UPDATE conferences_ballot SET members_at_close = 3")
    assert f"(ballot {Ballot.objects.get().pk}, tổng số/có mặt khi đóng): đang lưu 3/7, nhật ký ghi 9/7" in verify()[1]
