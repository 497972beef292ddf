"""A database of its own for a test that needs several real connections: a copy of the migrated one, on disk.

The rows other tests see stay untouched, and no table has to be emptied afterwards: append-only tables refuse that.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from django.db import connection, connections

from tests import databases

Result = TypeVar("Result")


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Point new connections of the default alias to a fresh copy of the migrated database while inside.

    The copy is of the template, not of the database in use: a transactional test may have emptied that one.
    """
    settings = connections.settings["default"]
    name = settings["NAME"]
    copy = f"{name}_own" if connection.vendor == "postgresql" else str(folder / "own.sqlite3")
    if connection.vendor == "postgresql":
        connection.close()
        _maintain(f'DROP DATABASE IF EXISTS "{copy}"', f'CREATE DATABASE "{copy}" TEMPLATE "{databases.pristine}"')
    else:
        shutil.copy(databases.pristine, copy)
    settings["NAME"] = copy
    try:
        yield
    finally:
        settings["NAME"] = name
        if connection.vendor == "postgresql":
            _maintain(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _maintain(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def at_once(count: int, act: Callable[[int], Result]) -> list[Result]:
    """Run `act(0)` to `act(count - 1)`, each in a thread with a connection of its own, started together."""
    barrier = Barrier(count)

    def run(index: int) -> Result:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return act(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        futures: list[Future[Result]] = [pool.submit(run, index) for index in range(count)]
        return [future.result() for future in futures]
