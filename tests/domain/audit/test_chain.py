"""The audit chain refuses change in the database itself, and says where it was changed all the same."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.operations import record
from giaoban.domain.audit.queries import entries_about, find_fault

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(at: datetime) -> list[Entry]:
    return [
        record(act="test.act", target=f"test:{n}", acting_user=None, at=at, unit="172", number=n, text="Đắc Sơn")
        for n in range(5)
    ]


def tamper(sql: str, params: list[Any]) -> None:
    """Change rows as somebody with the database's password would: past the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        cursor.execute(sql, params)


@pytest.mark.usefixtures("chain")
class TestChain:
    def test_a_sound_chain_has_no_fault(self) -> None:
        assert find_fault() is None

    @pytest.mark.parametrize("verb", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
    def test_the_database_refuses_to_change_it(self, verb: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)
        assert find_fault() is None

    def test_a_changed_entry_is_named(self) -> None:
        tamper("UPDATE audit_entry SET unit = %s WHERE number = %s", ["05860", 3])
        fault = find_fault()
        assert fault
        assert (fault.number, fault.what) == (3, "entry was changed")

    def test_a_missing_entry_is_named(self) -> None:
        tamper("DELETE FROM audit_entry WHERE number = %s", [2])
        fault = find_fault()
        assert fault
        assert (fault.number, fault.what) == (2, "entry is missing")

    def test_a_cut_off_tail_is_seen(self) -> None:
        tamper("DELETE FROM audit_entry WHERE number >= %s", [4])
        fault = find_fault()
        assert fault
        assert fault.what == "entries at the end are missing"

    def test_entries_about_one_object(self) -> None:
        assert [entry.detail["number"] for entry in entries_about("test:3")] == [3]


def test_an_act_that_fails_leaves_no_entry(at: datetime) -> None:
    def failing_act() -> None:
        with transaction.atomic():
            record(act="test.act", target="test:1", acting_user=None, at=at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing_act()
    assert not Entry.objects.exists()
    record(act="test.act", target="test:1", acting_user=None, at=at)
    assert find_fault() is None
