"""Error pages: each says what happened, what was kept, what to do; the last resort needs no database."""

import pytest
from django.db import Error, InterfaceError, OperationalError
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.accounts.models import User
from giaoban.interfaces.ui.errors import TROUBLES, conflict_page, server_error, too_many

PARTS = ["Chuyện gì xảy ra", "Những gì còn giữ", "Nên làm gì"]


@pytest.mark.django_db
def test_an_address_that_does_not_exist() -> None:
    response = Client().get("/lam-viec/khong-co/")
    assert response.status_code == 404
    assert all(part in response.content.decode() for part in PARTS)


@pytest.mark.django_db
def test_a_stale_form() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/dang-nhap/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.content.decode()


@pytest.mark.django_db
def test_the_last_resort_asks_no_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert all(part in response.content.decode() for part in PARTS)


@pytest.mark.parametrize("fault", [OperationalError("server closed"), InterfaceError("connection already closed")])
@pytest.mark.parametrize(("language", "words"), [("vi", "Tạm thời không lấy được dữ liệu"), ("en", "saved copies")])
def test_a_database_that_is_away_is_told_apart_and_when_to_come_again(
    rf: RequestFactory, fault: Exception, language: str, words: str
) -> None:
    with translation.override(language):
        try:
            raise fault
        except Error:
            response = server_error(rf.get("/"))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert words in response.content.decode()
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.django_db
def test_too_many() -> None:
    assert too_many(RequestFactory().get("/dang-nhap/")).status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*TROUBLES, "409"])
def test_each_can_be_visited(name: str) -> None:
    client = Client()
    client.force_login(User.objects.create_user("x"))
    assert client.get(f"/lam-viec/giao-dien/loi/{name}/").status_code == 200


def test_a_conflict_shows_both_texts_and_keeps_what_was_typed(rf: RequestFactory) -> None:
    response = conflict_page(rf.post("/x/"), what="Mục I", mine="bản <tôi>", theirs="bản họ", back="/b/", action="/x/",
                             hidden={"version": "4"})  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 409
    assert "bản &lt;tôi&gt;</textarea>" in page
    assert "bản họ</blockquote>" in page
    assert 'name="version" value="4"' in page
