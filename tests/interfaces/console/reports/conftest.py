"""The office every screen of reports is opened in, and its people signed in."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from giaoban.domain.reports.models import Round, Submission
from giaoban.lib import clock
from tests.factories.reports import Office, make_office

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The doors read the moment of the tests."""
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def office(db: None, at: datetime) -> Office:
    return make_office(at)


@pytest.fixture
def opened(office: Office) -> Round:
    return office.open()


@pytest.fixture
def submission(office: Office, opened: Round) -> Submission:
    return office.submission(opened)


@pytest.fixture
def sign_in(office: Office) -> SignIn:
    def signed(name: str) -> Client:
        client = Client()
        client.force_login(office.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed
