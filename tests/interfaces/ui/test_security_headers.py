"""Every answer carries the policy: refusals and redirects of the middleware too."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [("/thong-ke", "testserver", 301), ("/khong-co/", "testserver", 404), ("/", "evil.example", 400)],
)
def test_refusals_and_redirects_carry_the_policy(client: Client, address: str, host: str, status: int) -> None:
    answer = client.get(address, headers={"host": host})
    assert answer.status_code == status
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_browser_keeps_where_a_page_went(client: Client) -> None:
    for address in ("/thong-ke", "/khong-co/"):
        assert client.get(address).headers["Cache-Control"] == "max-age=0, must-revalidate"
