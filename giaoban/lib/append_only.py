"""A migration operation that makes a table append-only in the database itself, on SQLite and PostgreSQL."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = """CREATE TRIGGER {table}_no_{verb_lower} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"""
_POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{table} is append-only'; END; $$ LANGUAGE plpgsql;"""
_POSTGRES = """CREATE TRIGGER {table}_no_{verb_lower} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();"""


def forbid_changes(table: str) -> migrations.RunPython:
    """Return the operation that refuses UPDATE and DELETE on `table`; reversing it drops the triggers."""

    def add(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        if vendor == "postgresql":
            editor.execute(_POSTGRES_FUNCTION.format(table=table))
        template = _POSTGRES if vendor == "postgresql" else _SQLITE
        for verb in ("UPDATE", "DELETE"):
            editor.execute(template.format(table=table, verb=verb, verb_lower=verb.lower()))

    def drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        on_table = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")

    return migrations.RunPython(add, drop)


_SQLITE_COLUMNS = """CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: these columns are frozen'); END;"""
_POSTGRES_FROZEN = """CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{table}: these columns are frozen'; END; $$ LANGUAGE plpgsql;"""
_POSTGRES_COLUMNS = """CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_frozen();"""


def forbid_column_changes(table: str, columns: tuple[str, ...]) -> migrations.RunPython:
    """Return the operation that refuses an UPDATE naming one of the columns and any DELETE of a row."""
    listed = ", ".join(columns)

    def add(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRES_FROZEN.format(table=table))
            editor.execute(_POSTGRES_FUNCTION.format(table=table))
            editor.execute(_POSTGRES_COLUMNS.format(table=table, columns=listed))
            editor.execute(_POSTGRES.format(table=table, verb="DELETE", verb_lower="delete"))
        else:
            editor.execute(_SQLITE_COLUMNS.format(table=table, columns=listed))
            editor.execute(_SQLITE.format(table=table, verb="DELETE", verb_lower="delete"))

    def drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        on_table = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for trigger in ("frozen", "no_delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}{on_table}")

    return migrations.RunPython(add, drop)
