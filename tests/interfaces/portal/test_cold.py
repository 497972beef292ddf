"""What pages cost when nothing at all is kept: just after the start of a process, or after an act."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from giaoban.interfaces.portal.models import ArticlePage
from tests.factories import portal as make
from tests.interfaces.portal.cold import PARTS, cold_cost, dressed

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(monkeypatch: pytest.MonkeyPatch, at: datetime, settings: Settings, tmp_path: Path) -> ArticlePage:
    """A whole small portal whose article has everything an article can have."""
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    settings.MEDIA_ROOT = tmp_path
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    return dressed(make.article("Hội nghị giao ban", at, lead="Đoạn dẫn.", byline="Ban biên tập"), at)


def test_a_cold_article_with_everything_on_it_costs_twelve_queries(client: Client, article: ArticlePage) -> None:
    assert cold_cost(client, article.url) == 12
    page = client.get(article.url).content.decode()
    assert [part for part in (*PARTS, "87,4%") if part not in page] == []


@pytest.mark.parametrize(("address", "queries"), [("/", 14), ("/tin-tuc/", 8), ("/ban-do/", 20)])
def test_what_a_cold_list_costs(client: Client, article: ArticlePage, address: str, queries: int) -> None:
    assert cold_cost(client, address) == queries
