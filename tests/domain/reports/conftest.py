"""The office every test of reports stands in."""

from datetime import datetime

import pytest

from giaoban.domain.reports.models import Round, Submission
from tests.factories.reports import Office, make_office


@pytest.fixture
def office(db: None, at: datetime) -> Office:
    return make_office(at)


@pytest.fixture
def opened(office: Office) -> Round:
    return office.open()


@pytest.fixture
def submission(office: Office, opened: Round) -> Submission:
    return office.submission(opened)
