"""Fixtures every test may use."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from giaoban.interfaces.portal.cartography import forget_drawings
from giaoban.interfaces.portal.kept import forget
from giaoban.lib.clock import VIETNAM
from tests.databases import postgres_database, sqlite_database

NEEDS_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "site"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that touch no database: they need no second run on PostgreSQL."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") is None and not fixtures & NEEDS_DATABASE:
            item.add_marker("anywhere")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A migrated database of this process's own, copied from a template instead of migrated anew."""
    with django_db_blocker.unblock():
        database = postgres_database() if connection.vendor == "postgresql" else sqlite_database()
        with database:
            yield


@pytest.fixture(autouse=True)
def nothing_kept_of_another_test() -> None:
    """Tests found units and pages past the operations, which what the portal keeps cannot notice."""
    forget_drawings()
    forget()


@pytest.fixture
def at() -> datetime:
    """The moment at which acts of a test happen: Monday 13 July 2020, 8:15."""
    return datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
