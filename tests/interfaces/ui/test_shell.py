"""Display choices, the menu, the words templates use, and the two dark lists."""

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from pytest_django import Settings

from giaoban.domain.accounts.models import User
from giaoban.interfaces import ui

STATIC = Path(ui.__file__).parent / "static/ui"
pytestmark = pytest.mark.django_db


def shown(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_figures_and_dates_are_written_the_vietnamese_way(at: datetime) -> None:
    assert shown("{{ n|figure:1 }}", n=Decimal("1234.55")) == "1.234,6"
    assert shown("{{ n|figure }}", n=None) == "–"
    assert shown("{{ n|change }}", n=Decimal("-1.5")) == "−1,5"
    assert shown("{{ t|day }} {{ t|stamp }} {{ t|moment }} {{ t|weekday }}", t=at) == (
        "13/7/2020 13-07-2020 08:15 8:15, 13/7/2020 thứ Hai"
    )


def test_a_state_is_icon_word_and_colour_and_escapes_its_word() -> None:
    assert shown('{% state "good" "check" w %}', w="<b>") == (
        '<span class="st good"><svg class="i" aria-hidden="true"><use href="/static/ui/sprite.svg#i-check"/></svg>'
        "&lt;b&gt;</span>"
    )


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    have = set(re.findall(r'id="i-([a-z]+)"', (STATIC / "sprite.svg").read_text()))
    root = Path(ui.__file__).parents[1]
    named: set[str] = set()
    for page in root.rglob("*.html"):
        text = page.read_text()
        named |= set(re.findall(r'{% icon "([a-z]+)"', text))
        named |= set(re.findall(r'{% state "[a-z]*" "([a-z]+)"', text))
    assert named
    assert named <= have


def test_display_choices_hold_without_script() -> None:
    client = Client()
    response = client.post("/giao-dien/hien-thi/", {"size": "large", "next": "/dang-nhap/"})
    assert response["Location"] == "/dang-nhap/"
    client.post("/giao-dien/hien-thi/", {"contrast": "high", "theme": "khong-co", "next": "//evil.example"})
    page = client.get("/dang-nhap/").content.decode()
    assert '<html lang="vi" data-size="large" data-contrast="high">' in page


def test_language_is_switched_by_a_plain_form() -> None:
    client = Client()
    client.post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    assert '<html lang="en"' in client.get("/dang-nhap/").content.decode()


def test_the_demonstration_says_so(settings: Settings) -> None:
    client = Client()
    client.force_login(User.objects.create_user("x"))
    assert "Bản trình diễn" not in client.get("/lam-viec/toi/").content.decode()
    settings.DEMO = True
    assert "số liệu minh hoạ" in client.get("/lam-viec/toi/").content.decode()


def test_both_ways_into_the_dark_name_the_same_colours() -> None:
    text = (STATIC / "tokens.css").read_text()
    blocks = re.findall(r"{([^{}]*--paper: #171513[^{}]*)}", text)
    lists = [sorted(re.findall(r"--[a-z0-9-]+: [^;]+;", block)) for block in blocks]
    assert len(lists) == 2
    assert lists[0] == lists[1]


def test_colours_are_named_in_tokens_only() -> None:
    for sheet in STATIC.glob("*.css"):
        if sheet.name != "tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text()), sheet.name
