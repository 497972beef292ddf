"""Test databases copied from a migrated template: Wagtail's and our migrations run once, not once per worker."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections

# What the database in use was copied from: a file on SQLite, a database's name on PostgreSQL. It is never written to.
pristine = ""
PLACE = Path(tempfile.gettempdir()) / f"giaoban-test-databases-{os.getuid()}"


def migrations_fingerprint() -> str:
    """Return a name for the schema: our migration files, and the versions of the libraries that bring theirs."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if config.name.startswith("giaoban."):
            for file in sorted(Path(config.path).glob("migrations/*.py")):
                digest.update(file.read_bytes())
    for library in ("django", "wagtail", "django-allauth", "django-taggit", "modelsearch"):
        digest.update(version(library).encode())
    return digest.hexdigest()[:12]


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Hold a lock that other test processes of this machine respect."""
    PLACE.mkdir(mode=0o700, exist_ok=True)
    with (PLACE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def use(name: str) -> None:
    """Point Django's default connection at a database."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    connections["default"].close()


@contextmanager
def sqlite_database() -> Iterator[None]:
    """Work in a private copy of the migrated template file."""
    global pristine
    template = PLACE / f"{migrations_fingerprint()}.sqlite3"
    with lock("sqlite"):
        if not template.exists():
            fresh = template.with_suffix(".making")
            fresh.unlink(missing_ok=True)
            use(str(fresh))
            _migrate()
            fresh.rename(template)
    pristine = str(template)
    folder = Path(tempfile.mkdtemp(prefix="giaoban-test-"))
    shutil.copy(template, folder / "test.sqlite3")
    use(str(folder / "test.sqlite3"))
    try:
        yield
    finally:
        connections.close_all()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_database() -> Iterator[None]:
    """Work in a private database made from the migrated template database."""
    global pristine
    config = connections["default"].settings_dict
    template = f"giaoban_template_{migrations_fingerprint()}"
    mine = f"giaoban_test_{os.getpid()}"
    pristine = template

    def admin(sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=config["HOST"], port=config["PORT"] or None, user=config["USER"], password=config["PASSWORD"],
            dbname="postgres", autocommit=True,
        ) as connection:  # fmt: skip
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    with lock("postgres"):
        if not admin(f"SELECT 1 FROM pg_database WHERE datname = '{template}'"):
            admin(f'DROP DATABASE IF EXISTS "{template}_making" WITH (FORCE)')
            admin(f'CREATE DATABASE "{template}_making"')
            use(f"{template}_making")
            _migrate()
            admin(f'ALTER DATABASE "{template}_making" RENAME TO "{template}"')
        admin(f'DROP DATABASE IF EXISTS "{mine}" WITH (FORCE)')
        admin(f'CREATE DATABASE "{mine}" TEMPLATE "{template}"')
        # No test pulls the plug of the server itself; processes of ours that are killed lose nothing by this.
        admin(f'ALTER DATABASE "{mine}" SET synchronous_commit = off')
    use(mine)
    try:
        yield
    finally:
        connections.close_all()
        admin(f'DROP DATABASE IF EXISTS "{mine}" WITH (FORCE)')
