"""An address that names nothing: a citizen is told in the portal's frame, staff in theirs, without a database too."""

import pytest
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory

from giaoban.interfaces.portal import errors
from giaoban.interfaces.portal.setup import setup_site
from tests.factories.briefing import make_briefing
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
CITIZENS = ("/khong-co/", "/tin-tuc/khong-co/", "/van-ban/9999/", "/don-vi/99999/", "/ban-do/ban-do.x")


def missing(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 404, address
    return str(response.content.decode())


def test_a_citizen_goes_on_from_the_portals_own_page(client: Client) -> None:
    setup_site()
    for address in CITIZENS:
        page = missing(client, address)
        assert 'class="masthead"' in page, address
        assert "/lam-viec/" not in page
        assert "đơn vị khác" not in page
        main = page.split("<main")[1].split("</main>")[0]
        assert 'action="/tim-kiem/"' in main
        assert all(f'href="{way}"' in main for way in ("/", "/tin-tuc/", "/ban-do/"))
        assert '<meta name="robots" content="noindex">' in page


def test_signed_in_staff_read_the_same_at_the_portal_and_their_own_behind_their_doors() -> None:
    setup_site()
    client = make_personas().client("clerk")
    assert 'class="masthead"' in missing(client, "/khong-co/")
    for address in ("/lam-viec/khong-co/", "/tai-khoan/khong-co/"):
        assert "Về trang làm việc" in missing(client, address)


def test_an_unknown_period_is_answered_with_those_that_are_known(client: Client) -> None:
    setup_site()
    make_briefing()
    for asked in ("2050-H1", "x"):
        page = missing(client, f"/so-lieu/?ky={asked}")
        assert '<a href="/so-lieu/?ky=2020-H1">6 tháng đầu năm 2020</a>' in page
    assert missing(client, "/so-lieu/bang.csv?ky=2050-H1")


def test_without_a_database_the_plain_page_stands_in(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_told: object) -> None:
        raise OperationalError

    monkeypatch.setattr("giaoban.interfaces.portal.kept.standing", away)
    response = errors.not_found(rf.get("/khong-co/"), Http404())
    assert (response.status_code, "Chuyện gì xảy ra" in response.content.decode()) == (404, True)
