"""The demonstration loads through operations and shows what it promises."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from giaoban.demo.load import AlreadyLoaded, load_demonstration
from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Conference, ConferenceState, Item, ItemKind
from giaoban.domain.documents.models import Paper
from giaoban.domain.reports.models import State, Submission
from giaoban.domain.tasks.queries import overdue
from giaoban.domain.works.queries import public_works
from giaoban.domain.works.rules import WorkState
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.lib import clock

# People appear by post, never by an invented name.
POSTS = r"^(Cán bộ|Thủ trưởng|Phó|Trưởng|Chuyên viên|Biên tập|Lãnh đạo|Quản trị)"


def unfinished(period: str) -> list[tuple[str, str]]:
    """The units whose report of a period was not accepted, with where it stands."""
    waiting = Submission.objects.filter(round__period=period).exclude(state=State.ACCEPTED)
    return sorted(waiting.values_list("unit__short_name", "state"))


@pytest.mark.django_db
def test_the_demonstration_shows_a_whole_cycle(settings: Settings, tmp_path: Path, client: Client) -> None:
    settings.CLOCK_FILE, settings.VISITS_DIR = tmp_path / "clock.json", tmp_path / "visits"
    load_demonstration(lambda line: None)
    assert clock.today() == date(2020, 7, 13)
    assert not unfinished("2019-H1")
    assert unfinished("2020-H1") == [
        ("Phúc Tân", State.DRAFT), ("Vạn Phái", State.DRAFT), ("Đắc Sơn", State.RETURNED)
    ]  # fmt: skip
    assert Submission.objects.filter(round__period="2020-H2", round__closed_at=None).count() == 34
    assert Conference.objects.get().state == ConferenceState.CONCLUDED
    assert Item.objects.filter(kind=ItemKind.THEMATIC, paper__content__isnull=False).count() == 4
    symbols = set(Paper.objects.filter(direction="out").values_list("symbol", flat=True))
    assert symbols == {"Số 01-BC/BTGThU", "Số 01-BB/BTGThU", "Số 01-TB/BTGThU"}
    assert len(overdue(clock.today())) == 1
    works = public_works(Conference.objects.get().bloc.coordinator_id, clock.today())
    assert {row.state for row in works} == set(WorkState)
    assert all("(minh hoạ)" in row.work.name for row in works)
    article = ArticlePage.objects.live().get(conference_id__isnull=False)
    page = client.get(article.url).content.decode()
    assert "10-07-2020 17:00" in page
    assert "số liệu minh hoạ" in page
    statistics = client.get("/thong-ke/").content.decode()
    assert f">{article.title}</a>" in statistics
    assert len(re.findall(r"<title>[^<]+: [1-9]\d*</title>", statistics)) == 15  # two weeks and this morning
    assert not User.objects.exclude(display_name__regex=POSTS).exists()
    call_command("verify")
    with pytest.raises(AlreadyLoaded):
        load_demonstration(lambda line: None)
