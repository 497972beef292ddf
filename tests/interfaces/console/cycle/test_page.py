"""The first page as it is drawn, for each role."""

from datetime import datetime

import pytest
from django.test import Client

from giaoban.domain.accounts.models import User
from tests.factories.reports import Office, hand_in, make_office

pytestmark = pytest.mark.django_db


def page(user: User, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    response = client.get(f"/lam-viec/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def office(at: datetime) -> Office:
    return make_office(at)


def test_before_any_round_it_says_what_will_come(office: Office) -> None:
    assert "Chưa có kỳ nào được mở" in page(office.people["secretary"])
    assert "Chưa có kỳ nào được mở" in page(office.people["nobody"])


def test_a_clerk_finds_the_report_to_write(office: Office) -> None:
    office.open()
    shown = page(office.people["clerk"])
    assert "Kỳ giao ban 6 tháng đầu năm 2020 trong một trang" in shown
    assert "Nhập báo cáo của xã Đắc Sơn" in shown
    assert "Tiên Phong" not in shown


def test_a_secretary_sees_who_is_missing_and_what_came_in(office: Office) -> None:
    round = office.open()
    hand_in(office, office.submission(round))
    shown = page(office.people["secretary"])
    assert "Kiểm tra 1 báo cáo vừa nộp" in shown
    assert "Nhắc 2 đơn vị quá hạn chưa nộp" in shown
    assert "đã nộp" in shown
    assert 'abbr title="Y tế"' in shown


@pytest.mark.parametrize("query", ["?ky=999999", "?ky=abc", "?ky="])
def test_a_round_that_is_not_there_falls_back(office: Office, query: str) -> None:
    office.open()
    assert "6 tháng đầu năm 2020" in page(office.people["secretary"], query)
