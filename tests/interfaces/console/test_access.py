"""Every address of the console, opened by every persona; an address nobody spoke for fails."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from giaoban.domain.notices.models import Notice
from giaoban.interfaces.ui.readonly import WriteInGet, refuse_writes
from tests.personas import Access, assert_stated, make_personas

AREAS = ("cycle", "account", "gallery", "reports", "figures", "conference", "tasks", "works", "documents", "setup")


def addresses(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    """The full names of every named address below."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, f"{space}:{entry.namespace}" if entry.namespace else space)
        elif entry.name:
            yield f"{space}:{entry.name}"


def console_addresses() -> list[str]:
    console = next(
        one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == "console"
    )
    return sorted(addresses(console.url_patterns, "console"))


def stated() -> dict[str, Access]:
    """What all areas say about their addresses."""
    found: dict[str, Access] = {}
    for area in AREAS:
        found.update(import_module(f"tests.interfaces.console.{area}.access").ACCESS)
    return found


STATED = stated()


def test_every_address_of_the_console_is_spoken_for() -> None:
    silent = set(console_addresses()) - set(STATED)
    assert not silent, f"state who may open these in tests/interfaces/console/<area>/access.py: {silent}"


def test_no_statement_outlives_its_address() -> None:
    assert set(STATED) <= set(console_addresses())


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(STATED))
def test_every_persona_is_answered_as_stated(name: str) -> None:
    assert_stated(make_personas(), name, STATED[name])


@pytest.mark.django_db
def test_a_get_cannot_write() -> None:
    notice = Notice(recipient_id=1, kind="t.t", subject="t", created_at="2020-07-13T08:15:00+07:00")
    with pytest.raises(WriteInGet), transaction.atomic(), connection.execute_wrapper(refuse_writes):
        notice.save()
    notice.save()
