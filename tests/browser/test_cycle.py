"""The first page in a browser, as clerk and as secretary, at a desk and on a phone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, ViewportSize

from giaoban.domain.orgs.operations import place_unit
from giaoban.domain.reports.operations import accept_report
from tests.browser.conftest import PHONE, WIDE, Scheme, assert_axe_clean, assert_fits, shoot, sign_in
from tests.factories.reports import START, Office, hand_in, make_office, observe, plan


def office_with_a_round(at: datetime) -> Office:
    """One report accepted, one missing, figures of last year and a plan to hold against."""
    office = make_office(at)
    for unit in ("dac-son", "tien-phong", "health"):
        place_unit(child=office.units[unit], parent=office.units["town"], valid_from=START, at=at, acting_user=None)
    observe(office, "YT01", "2019-H1", value=5100)
    plan(office, "YT01", 10000)
    submission = hand_in(office, office.submission(office.open()))
    accept_report(submission=submission, acting_user=office.people["secretary"], at=at)
    office.open("2020-H2")
    return office


@pytest.mark.parametrize("name", ["clerk", "secretary"])
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")])
def test_the_first_page(
    open_page: Callable[..., Page], at: datetime, name: str, size: ViewportSize, scheme: Scheme
) -> None:
    office = office_with_a_round(at)
    page = open_page(size, scheme)
    sign_in(page, office.people[name])
    page.goto("/lam-viec/")
    shoot(page, f"cycle-{name}-{size['width']}-{scheme}")
    assert page.get_by_role("heading", level=1).inner_text() == "Kỳ giao ban 6 tháng đầu năm 2020 trong một trang"
    assert_axe_clean(page)
    assert_fits(page)
