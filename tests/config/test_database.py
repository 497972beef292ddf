"""SQLite as an office runs it: WAL, foreign keys on, transactions that take the write lock at once."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from config.settings import database

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="settings of SQLite; PostgreSQL is in use")


def pragma(name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_an_empty_address_is_sqlite_with_immediate_transactions() -> None:
    options = database("")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert Path(database("")["NAME"]).name == "giaoban.sqlite3"
    assert database("postgresql://u:p@db:5433/office")["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 20000), ("synchronous", 1)]
)
def test_connections_are_set_up(name: str, value: Any) -> None:
    assert pragma(name) == value


@pytest.mark.django_db(transaction=True)
def test_a_transaction_takes_the_write_lock_when_it_begins() -> None:
    """Asked of the engine: a second connection cannot begin one although the first has written nothing."""
    with transaction.atomic():
        assert connection.in_atomic_block
        other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_row_that_points_nowhere_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO orgs_parentage (child_id, parent_id, valid_from) VALUES (999, 998, '2020-01-01')")
