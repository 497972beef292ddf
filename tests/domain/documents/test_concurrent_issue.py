"""Twenty real connections issue at once: numbers 1 to 20, no gap, no duplicate, whichever database."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.queries import find_fault
from giaoban.domain.documents.models import Organ, Paper, PaperType
from giaoban.domain.documents.operations import issue_paper
from giaoban.domain.documents.queries import find_series_faults
from tests.factories.documents import MOMENT, make_office
from tests.own_database import at_once, own_database

ISSUERS = 20


def issue(index: int, *, fails: bool = False) -> str:
    """Issue one paper on this thread's own connection; where told, break off after the number was known."""

    def content(printed: str) -> bytes:
        if fails:
            raise RuntimeError(printed)
        return f"{printed} {index}".encode()

    try:
        paper = issue_paper(
            organ=Organ.objects.get(), paper_type=PaperType.NOTICE, abstract=f"thông báo {index}",
            issued_on=MOMENT.date(), content=content, acting_user=User.objects.get(username="p-secretary"), at=MOMENT,
        )  # fmt: skip
    except RuntimeError:
        return ""
    return paper.symbol


def numbers_given() -> list[int]:
    return [number or 0 for number in Paper.objects.order_by("number").values_list("number", flat=True)]


@pytest.mark.concurrency
@pytest.mark.parametrize("failing", [0, 5], ids=["all succeed", "five break off"])
def test_twenty_connections_get_twenty_numbers(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path, failing: int
) -> None:
    with django_db_blocker.unblock(), own_database(tmp_path):
        at_once(1, lambda _: make_office() and None)
        backends = at_once(ISSUERS, lambda index: _own_backend())
        symbols = at_once(ISSUERS, lambda index: issue(index, fails=index < failing))
        numbers, faults, broken = at_once(1, lambda _: (numbers_given(), find_series_faults(), find_fault()))[0]
    assert len(set(backends)) == ISSUERS
    given = [symbol for symbol in symbols if symbol]
    assert sorted(given) == [f"Số {number:02d}-TB/BTGThU" for number in range(1, ISSUERS - failing + 1)]
    assert numbers == list(range(1, ISSUERS - failing + 1))
    assert faults == []
    assert broken is None


def _own_backend() -> str:
    """What tells this thread's connection from the others: the server's process, or the connection itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return str(cursor.fetchone()[0])
    return str(id(connection.connection))
