"""The conference's desk and a task's page in a browser: no fault axe knows, nothing wider than the screen."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from giaoban.domain.conferences.operations import open_ballot
from tests.browser.conftest import PHONE, WIDE, Scheme, assert_axe_clean, assert_fits, shoot, sign_in
from tests.factories.conferences import STARTS, Meeting, open_meeting
from tests.factories.tasks import make_office, make_task


def address(meeting: Meeting, rest: str = "") -> str:
    return f"/lam-viec/hoi-nghi/{meeting.conference.pk}/{rest}"


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_the_desk_and_the_ballot(open_page: Callable[..., Page], size: ViewportSize, scheme: Scheme) -> None:
    meeting = open_meeting()
    secretary = meeting.by("secretary")
    ballot = open_ballot(item=meeting.draft_item, question="Thông qua Quy chế", acting_user=secretary, at=STARTS)
    page = open_page(size, scheme)
    sign_in(page, secretary)
    for rest in ("", "diem-danh/", f"muc/{meeting.draft_item.pk}/", f"bieu-quyet/{ballot.pk}/"):
        page.goto(address(meeting, rest))
        shoot(page, f"conference-{rest.split('/')[0] or 'desk'}-{size['width']}-{scheme}")
        assert_axe_clean(page)
        assert_fits(page)


def test_one_click_checks_a_delegate_in_without_leaving_the_page(page_at_desk: Page) -> None:
    meeting = open_meeting(absent=2)
    sign_in(page_at_desk, meeting.by("secretary"))
    page_at_desk.goto(address(meeting, "diem-danh/"))
    expect(page_at_desk.locator("#tom-tat")).to_contain_text("8/10")
    page_at_desk.locator("button[value=here]").first.click()
    expect(page_at_desk.locator("#tom-tat")).to_contain_text("9/10")
    assert page_at_desk.url.endswith("diem-danh/")


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (PHONE, "light")])
def test_a_task(open_page: Callable[..., Page], size: ViewportSize, scheme: Scheme) -> None:
    office = make_office()
    task = make_task(office, deadline=date(2020, 7, 13))
    page = open_page(size, scheme)
    sign_in(page, office.people["clerk"])
    for rest in ("", f"{task.pk}/"):
        page.goto(f"/lam-viec/nhiem-vu/{rest}")
        shoot(page, f"task-{rest.strip('/') or 'list'}-{size['width']}-{scheme}")
        assert_axe_clean(page)
        assert_fits(page)
