"""What an editor types is kept: the part of the address, the time, whatever else stands in the form."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from giaoban.interfaces.portal.models import ArticlePage, NewsIndexPage
from giaoban.interfaces.portal.setup import setup_site
from giaoban.lib import clock
from tests.factories import portal as make
from tests.personas import Personas, make_personas

pytestmark = pytest.mark.django_db
COOKIE = "giaoban_ngon_ngu"
TITLE = "Xã Đắc Sơn: đạt 6.2 điểm"
PLAIN = "xa-dac-son-dat-6-2-diem"


@pytest.fixture
def personas(at: datetime) -> Iterator[Personas]:
    """Everybody, on a site that is set up, at one moment."""
    with clock.held(at):
        setup_site()
        yield make_personas()


@pytest.fixture
def editor(personas: Personas) -> Client:
    """The editor at the desk."""
    return personas.client("editor")


def new_form() -> str:
    return reverse("wagtailadmin_pages:add", args=["portal", "articlepage", NewsIndexPage.objects.get().pk])


def form_of(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def typed(desk: Client, address: str, **fields: str) -> Any:
    """Open a form, change fields, send it; the body, which a script draws, is empty."""
    told = querydict_from_html(desk.get(address).content.decode(), form_id="page-edit-form").dict()
    return desk.post(address, {**told, "body-count": "0", **fields})


@pytest.mark.parametrize("slug", ["xã-đắc-sơn-đạt-6-2-điểm", PLAIN])
def test_a_second_article_of_one_title_gets_a_number(editor: Client, at: datetime, slug: str) -> None:
    make.article(TITLE, at)
    assert typed(editor, new_form(), title=TITLE, slug=slug, lead="Gõ rất lâu").status_code == 302
    assert ArticlePage.objects.get(lead="Gõ rất lâu").slug == f"{PLAIN}-2"


def test_a_second_save_keeps_the_number(editor: Client, at: datetime) -> None:
    make.article(TITLE, at)
    second = make.article(TITLE, at, live=False)
    assert typed(editor, form_of(second), slug=PLAIN, lead="Sửa").status_code == 302
    second.refresh_from_db()
    assert second.slug == f"{PLAIN}-2"


def test_a_taken_slug_typed_by_hand_is_told_and_nothing_lost(editor: Client, at: datetime) -> None:
    make.article("Tin kia", at)
    mine = make.article("Tin này", at, live=False)
    for taken in ("tin-kia", "Tin-Kìa", "tịn-kia"):
        answer = typed(editor, form_of(mine), slug=taken, lead="Gõ rất lâu")
        assert answer.status_code == 200
        assert answer.context["form"].errors["slug"]
        assert "Gõ rất lâu" in answer.content.decode()
    assert typed(editor, form_of(mine), slug="tin-đã-đổi").status_code == 302
    mine.refresh_from_db()
    assert mine.slug == "tin-da-doi"


def test_a_marked_slug_that_came_by_another_way_is_made_free(at: datetime) -> None:
    make.article("Tin kia", at)
    copy = make.article("Bản sao", at, slug="tin-kìa")
    assert copy.slug == "tin-kia-2"


@pytest.mark.parametrize("written", ["10-07-2020 17:00", "10/07/2020 17:00", "10/7/2020 17:00", "2020-07-10 17:00"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_time_is_taken_as_it_is_written(editor: Client, at: datetime, written: str, language: str) -> None:
    editor.cookies[COOKIE] = language
    page = make.article("Tin này", at, live=False)
    fields = {"published_at": written, "go_live_at": "25/12/2099 08:00", "expire_at": "26-12-2099 08:00"}
    assert typed(editor, form_of(page), **fields).status_code == 302
    kept = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert kept.published_at == datetime(2020, 7, 10, 17, tzinfo=clock.VIETNAM)
    assert kept.go_live_at == datetime(2099, 12, 25, 8, tzinfo=clock.VIETNAM)
    assert kept.expire_at == datetime(2099, 12, 26, 8, tzinfo=clock.VIETNAM)
    assert 'value="10-07-2020 17:00"' in editor.get(form_of(page)).content.decode()


def test_a_time_that_cannot_be_read_is_told_and_kept(editor: Client, at: datetime) -> None:
    page = make.article("Tin này", at, live=False)
    answer = typed(editor, form_of(page), published_at="chiều mai")
    assert answer.context["form"].errors["published_at"]
    assert 'value="chiều mai"' in answer.content.decode()


def test_a_new_article_stands_at_the_houses_time(editor: Client) -> None:
    assert 'name="published_at" value="13-07-2020 08:15"' in editor.get(new_form()).content.decode()


def menu_of(client: Client) -> list[str]:
    page = client.get("/ban-do/").content.decode()
    return re.findall(r'<li><a href="([^"]+)"', page.split('class="menu"')[1].split("</nav>")[0])


def test_an_editor_puts_a_page_into_the_menu_and_takes_it_out(personas: Personas, editor: Client) -> None:
    page = Page.objects.get(slug="to-chuc").specific
    secretary = personas.client("secretary")
    assert "Hiện trong thanh menu" in editor.get(form_of(page)).content.decode()
    assert "/to-chuc/" in menu_of(Client())
    for shown in ("", "on"):
        fields = {"action-publish": "1"} | ({"show_in_menus": "on"} if shown else {})
        told = querydict_from_html(secretary.get(form_of(page)).content.decode(), form_id="page-edit-form").dict()
        told.pop("show_in_menus", None)
        assert secretary.post(form_of(page), told | fields).status_code == 302
        assert ("/to-chuc/" in menu_of(Client())) == bool(shown)


def test_the_pages_that_are_no_editors_stand_in_the_menu_as_the_home_page_lists_them(client: Client) -> None:
    home = setup_site()
    ours = ["/giao-ban/", "/so-lieu/", "/van-ban/", "/gop-y/", "/ban-do/"]
    assert menu_of(client)[2:7] == ours
    home.menu = [("page", "map"), ("page", "works"), ("page", "map"), ("page", "figures")]
    home.save_revision().publish()
    assert menu_of(client)[2:6] == ["/ban-do/", "/cong-trinh/", "/so-lieu/", "/to-chuc/"]
    footer = client.get("/ban-do/").content.decode().split("<footer")[1]  # leads everywhere, once
    everywhere = [*ours, "/cong-trinh/", "/thong-ke/"]
    assert [footer.count(f'<li><a href="{address}"') for address in everywhere] == [1] * len(everywhere)
