"""Signing in: the page, its limits, the password rules, the demonstration's one click."""

from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.orgs.models import Level, Unit
from giaoban.domain.orgs.operations import found_unit
from giaoban.interfaces.console.account.signin import demo_groups

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def person(at: datetime) -> User:
    return create_user(username="dac-son", password=PASSWORD, at=at, acting_user=None)


def unit_of(code: str, at: datetime) -> Unit:
    return found_unit(code=code, kind="xã", short_name=f"Xã {code}", level=Level.COMMUNE, valid_from=date(2015, 1, 1),
                      at=at, acting_user=None)  # fmt: skip


def sign_in(client: Client, password: str, follow: bool = False, **more: str) -> str:
    response = client.post("/dang-nhap/", {"login": "dac-son", "password": password, **more}, follow=follow)
    return response.get("Location", "") or response.content.decode()


def test_signing_in_leads_to_work_or_to_where_one_was_going(person: User) -> None:
    assert sign_in(Client(), PASSWORD) == "/lam-viec/"
    assert sign_in(Client(), PASSWORD, next="/lam-viec/toi/") == "/lam-viec/toi/"
    assert sign_in(Client(), PASSWORD, next="https://evil.example/") == "/lam-viec/"
    refused = Client().get("/lam-viec/toi/")
    assert refused["Location"] == "/dang-nhap/?next=/lam-viec/toi/"


def test_a_wrong_password_keeps_the_name_and_says_so(person: User) -> None:
    page = sign_in(Client(), "sai")
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page
    assert 'value="dac-son"' in page


def test_the_sixth_failed_attempt_is_refused_even_with_the_right_password(person: User) -> None:
    client = Client()
    for _ in range(5):
        assert "không đúng" in sign_in(client, "sai")
    page = sign_in(client, PASSWORD)
    assert "Đã nhập sai quá nhiều lần" in page
    assert "_auth_user_id" not in client.session


def test_a_new_password_must_keep_the_rules(person: User) -> None:
    client = Client()
    client.force_login(person)
    short = {"oldpassword": PASSWORD, "password1": "ngan", "password2": "ngan"}
    page = client.post("/tai-khoan/mat-khau/", short).content.decode()
    assert "ít nhất 10 ký tự" in page
    good = {"oldpassword": PASSWORD, "password1": "cau-dai-va-la-7", "password2": "cau-dai-va-la-7"}
    assert client.post("/tai-khoan/mat-khau/", good).status_code == 302
    person.refresh_from_db()
    assert person.check_password("cau-dai-va-la-7")


def test_sessions_are_listed_and_the_others_can_be_ended(person: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, PASSWORD)
    sign_in(elsewhere, PASSWORD)
    page = here.get("/tai-khoan/phien/").content.decode()
    assert "Máy này" in page
    assert "Máy khác" in page
    here.post("/tai-khoan/phien/")
    assert elsewhere.get("/lam-viec/").status_code == 302
    assert here.get("/lam-viec/").status_code == 200


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "dang-ky/"])
def test_nobody_signs_up_and_nothing_is_reset_by_mail(path: str) -> None:
    assert Client().get(f"/tai-khoan/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/dang-xuat/", "/tai-khoan/mat-khau/", "/tai-khoan/hai-buoc/", "/tai-khoan/phien/"])
def test_each_page_of_the_account_is_ours(person: User, path: str) -> None:
    client = Client()
    sign_in(client, PASSWORD)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert '<html lang="vi">' in page.content.decode()
    assert 'class="mast"' in page.content.decode()


def test_turning_on_the_second_factor_asks_again_who_it_is_and_shows_the_secret(person: User) -> None:
    client = Client()
    client.force_login(person)
    where = "/tai-khoan/hai-buoc/totp/activate/"
    asked = client.get(where)["Location"]
    assert asked.startswith("/tai-khoan/xac-nhan/")
    page = client.post(asked, {"password": PASSWORD, "next": where}, follow=True).content.decode()
    assert "Khoá bí mật" in page


def test_the_demonstration_offers_its_accounts_only_there(person: User, at: datetime, settings: Settings) -> None:
    give_post(user=person, unit=unit_of("1", at), role=Role.CLERK, title="Cán bộ tổng hợp", at=at, acting_user=None,
              valid_from=date(2019, 1, 1))  # fmt: skip
    assert "dac-son" not in Client().get("/dang-nhap/").content.decode()
    settings.DEMO, settings.DEMO_PASSWORD = True, PASSWORD
    client = Client()
    page = client.get("/dang-nhap/").content.decode()
    assert 'name="login" value="dac-son"' in page
    assert client.post("/dang-nhap/", {"login": "dac-son", "password": PASSWORD})["Location"] == "/lam-viec/"


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_accounts_takes_one_query(
    count: int, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        user = create_user(username=f"xa-{number}", password=None, at=at, acting_user=None)
        give_post(user=user, unit=unit_of(str(number), at), role=Role.CLERK, title="Cán bộ tổng hợp", at=at,
                  acting_user=None, valid_from=date(2019, 1, 1))  # fmt: skip
    with django_assert_num_queries(1):
        groups = demo_groups()
        assert [str(post.unit) for post in groups[0].posts if post.user.username]
    assert len(groups[0].posts) == count


@pytest.mark.parametrize("door", ["/quan-tri/login/", "/cms/login/", "/_util/login/"])
def test_no_other_door_takes_a_password(person: User, client: Client, door: str) -> None:
    """Django's admin and Wagtail bring forms that ask no second factor and count no attempts."""
    asked = client.get(f"{door}?next=/quan-tri/")
    assert asked.headers["Location"] == "/dang-nhap/?next=/quan-tri/"
    sent = {"username": "dac-son", "password": PASSWORD, "login": "dac-son"}
    assert client.post(door, sent).status_code == 302
    assert "_auth_user_id" not in client.session
    client.force_login(person)
    assert client.get("/quan-tri/", follow=True).status_code == 403  # turned away once, not sent round in circles
