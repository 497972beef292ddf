"""An amount of 15 digits comes back from the database as it went in, on SQLite and on PostgreSQL."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.domain.indicators.models import DECIMAL_PLACES, MAX_DIGITS, RollUp
from tests.factories.indicators import make_indicator, make_town

pytestmark = pytest.mark.django_db
LARGEST = Decimal(10**MAX_DIGITS - 1).scaleb(-DECIMAL_PLACES)
AMOUNTS = st.decimals(min_value=-LARGEST, max_value=LARGEST, places=DECIMAL_PLACES, allow_nan=False)


@pytest.fixture
def total() -> RollUp:
    return RollUp.objects.create(indicator=make_indicator(), unit=make_town(), period="2020-H1")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=AMOUNTS, change=AMOUNTS)
def test_amounts_survive_the_database_exactly(total: RollUp, amount: Decimal, change: Decimal) -> None:
    for expected in (amount, LARGEST, -LARGEST, Decimal("0.001"), change):
        total.value = expected
        total.save(update_fields=["value"])
        total.refresh_from_db(fields=["value"])
        assert total.value == expected
