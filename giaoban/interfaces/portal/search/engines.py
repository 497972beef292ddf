"""The two engines: SQLite's FTS5 and PostgreSQL's tsvector, each over words that were cut and folded before.

They only say which rows hold all the words; order is one rule for both (matching.py).
"""

from typing import Any

from django.db import connection, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BooleanField, F, Func, Value
from django.db.models.sql.compiler import SQLCompiler

# Derived from portal_searchentry by triggers. A migration that makes SQLite build that table anew must run this again
# (0009 does).
_SQLITE = (
    "CREATE VIRTUAL TABLE portal_search USING fts5(folded_title, folded_body, "
    "content='portal_searchentry', content_rowid='id', tokenize='ascii', detail=none)",
    "CREATE VIRTUAL TABLE portal_searchwords USING fts5vocab(portal_search, row)",
    """CREATE TRIGGER portal_search_added AFTER INSERT ON portal_searchentry BEGIN
INSERT INTO portal_search(rowid, folded_title, folded_body) VALUES (new.id, new.folded_title, new.folded_body); END""",
    """CREATE TRIGGER portal_search_removed AFTER DELETE ON portal_searchentry BEGIN
INSERT INTO portal_search(portal_search, rowid, folded_title, folded_body)
VALUES ('delete', old.id, old.folded_title, old.folded_body); END""",
    """CREATE TRIGGER portal_search_changed AFTER UPDATE OF folded_title, folded_body ON portal_searchentry BEGIN
INSERT INTO portal_search(portal_search, rowid, folded_title, folded_body)
VALUES ('delete', old.id, old.folded_title, old.folded_body);
INSERT INTO portal_search(rowid, folded_title, folded_body) VALUES (new.id, new.folded_title, new.folded_body); END""",
)
_POSTGRES = (
    """ALTER TABLE portal_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (array_to_tsvector(
array_remove(string_to_array(folded_title || folded_body, ' '), ''))) STORED""",
    # ranking looks into these: uncompressed they are read a few times faster
    "ALTER TABLE portal_searchentry ALTER COLUMN folded_body SET STORAGE EXTERNAL",
    "ALTER TABLE portal_searchentry ALTER COLUMN spoken SET STORAGE EXTERNAL",
    "CREATE INDEX portal_search_words ON portal_searchentry USING gin (vector)",
)
_DROP_SQLITE = (
    *(f"DROP TRIGGER IF EXISTS portal_search_{what}" for what in ("added", "removed", "changed")),
    "DROP TABLE IF EXISTS portal_searchwords",
    "DROP TABLE IF EXISTS portal_search",
)
_DROP_POSTGRES = ("ALTER TABLE portal_searchentry DROP COLUMN IF EXISTS vector",)


def _add(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement)


def _drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _DROP_POSTGRES if editor.connection.vendor == "postgresql" else _DROP_SQLITE:
        editor.execute(statement)


def full_text_index() -> migrations.RunPython:
    """Return the migration operation that gives the index table its engine."""
    return migrations.RunPython(_add, _drop)


def no_full_text_index() -> migrations.RunPython:
    """Return the migration operation that takes the engine off the table, before it is made anew."""
    return migrations.RunPython(_drop, _add)


class HoldsAll(Func):
    """Whether a row of the index holds all the words, wherever they stand. Words are a-z and 0-9 only."""

    output_field = BooleanField()

    def __init__(self, *words: str) -> None:
        super().__init__(F("pk"), Value(" ".join(words)))

    def _parts(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        key, words = self.get_source_expressions()
        return str(compiler.compile(key)[0]), str(words.value).split()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **kwargs: Any) -> Any:
        key, words = self._parts(compiler, connection)
        asked = " AND ".join(f'"{word}"' for word in words)
        return f"{key} IN (SELECT rowid FROM portal_search WHERE portal_search MATCH %s)", (asked,)  # noqa: S608

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **kwargs: Any) -> Any:
        key, words = self._parts(compiler, connection)
        table = key.rsplit(".", 1)[0]
        return f"{table}.vector @@ CAST(%s AS tsquery)", (" & ".join(f"'{word}'" for word in words),)


def vocabulary() -> dict[str, int]:
    """Return every word of the index with the number of rows that hold it (1 query)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT word, ndoc FROM ts_stat('SELECT vector FROM portal_searchentry')")
        else:
            cursor.execute("SELECT term, doc FROM portal_searchwords")
        return dict(cursor.fetchall())


def refresh() -> None:
    """Derive SQLite's index from the rows again; PostgreSQL's cannot differ from them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO portal_search(portal_search) VALUES ('rebuild')")
