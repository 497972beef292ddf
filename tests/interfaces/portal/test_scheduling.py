"""Pages that go out, and come back in, at an hour an editor chose."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.operations import record
from giaoban.domain.audit.queries import find_fault
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.scheduling import Scheduling, publish_due
from giaoban.interfaces.portal.search.models import SearchEntry, SearchState
from tests.factories import portal as make
from tests.own_database import at_once, own_database


def scheduled(title: str, at: datetime) -> ArticlePage:
    """Return an article that somebody with the right to publish told, two hours ago, to go out an hour ago."""
    now = timezone.now()
    with patch.object(timezone, "now", lambda: now - timedelta(hours=2)):
        page = make.article(title, at, live=False)
        page.go_live_at = now - timedelta(hours=1)
        page.save_revision().publish()
        page.refresh_from_db()
        assert not publish_due()
    assert not page.live
    return page


def acts(page: Page) -> list[str]:
    return list(Entry.objects.filter(target=f"portal.articlepage:{page.pk}").values_list("act", flat=True))


@pytest.mark.django_db
def test_a_page_goes_out_at_its_hour_and_comes_back_when_it_expires(at: datetime) -> None:
    page = scheduled("Tin hẹn giờ", at)
    address = page.url
    assert Client().get(address).status_code == 404
    assert publish_due()
    assert Client().get(address).status_code == 200
    assert SearchEntry.objects.filter(title="Tin hẹn giờ").exists()
    assert not publish_due()
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert publish_due()
    assert Client().get(address).status_code == 404
    assert not SearchEntry.objects.filter(title="Tin hẹn giờ").exists()
    assert acts(page) == ["portal.schedule_page", "portal.publish_page", "portal.unpublish_page"]
    assert find_fault() is None


@pytest.mark.django_db
def test_looking_costs_two_queries_while_nothing_is_due(
    at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scheduled("Tin hẹn giờ", at)
    publish_due()
    with django_assert_num_queries(2):
        assert not publish_due()


def refuse() -> None:
    raise ValueError("cannot be recorded")


def break_a_constraint() -> None:
    """Meet the database's own refusal: there is such a row."""
    SearchState.objects.create(pk=1)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [refuse, break_a_constraint])
def test_a_page_that_cannot_be_published_holds_up_no_other(
    at: datetime, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], None]
) -> None:
    """Its audit line cannot be written: it is not published, and goes out once it can be."""
    broken, sound = scheduled("Tin hỏng", at), scheduled("Tin lành", at)

    def fail(**facts: Any) -> None:
        if facts["target"].endswith(f":{broken.pk}"):
            fault()
        record(**facts)

    with monkeypatch.context() as patched:
        patched.setattr("giaoban.interfaces.portal.moderation.record", fail)
        assert publish_due() == 1
    live = ArticlePage.objects.live()
    assert list(live.values_list("title", flat=True)) == [sound.title]
    assert publish_due() == 1
    assert live.count() == 2


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_several_processes_publish_a_page_once(tmp_path: Path, at: datetime) -> None:
    with own_database(tmp_path):
        [page] = at_once(1, lambda _: scheduled("Tin hẹn giờ", at))
        at_once(4, lambda _: publish_due())
        assert at_once(1, lambda _: acts(page)) == [["portal.schedule_page", "portal.publish_page"]]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_thread_beside_the_serving_publishes(tmp_path: Path, at: datetime) -> None:
    def published(_: int) -> bool:
        page = scheduled("Tin hẹn giờ", at)
        beside = Scheduling()
        beside.start()
        until = time.monotonic() + 20
        while not ArticlePage.objects.filter(live=True).exists() and time.monotonic() < until:
            beside.join(0.05)
        beside.stop()
        assert not beside.is_alive()
        return bool(ArticlePage.objects.live().filter(pk=page.pk).exists())

    with own_database(tmp_path):
        assert at_once(1, published) == [True]


def test_the_serving_process_has_it_beside() -> None:
    from config.asgi import application

    assert Scheduling in application._beside
