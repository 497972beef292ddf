"""`giaoban verify`: sound data pass; a row changed by SQL behind the program's back is named."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from giaoban.domain.audit.models import Entry
from giaoban.domain.indicators.models import Indicator, RollUp
from tests.factories.indicators import make_indicator, make_town, make_unit, rate, report, volume

pytestmark = pytest.mark.django_db


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
    assert verify() == (True, "Nhật ký kiểm toán: đúng\nSố tổng hợp: đúng\nLượt truy cập: đúng\n")


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
