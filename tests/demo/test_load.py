"""The demonstration loads through operations and shows what it promises."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
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
from giaoban.interfaces.portal.compose import compose
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.lib import clock
from tests import databases
from tests.interfaces.portal import test_compose as tests_of_the_article
from tests.interfaces.portal.cold import PARTS, cold_cost, dressed
from tests.interfaces.portal.test_compose import text_of

ROOT = Path(__file__).resolve().parents[2]
# People appear by post, never by an invented name.
POSTS = r"^(Cán bộ|Thủ trưởng|Phó|Trưởng|Chuyên viên|Biên tập|Lãnh đạo|Quản trị)"

# What the pages of the demonstration cost where nothing is kept.
COLD = {"/": 15, "/tin-tuc/": 8, "/ban-do/": 24}

# The kinds of fact of the article, and the words that carry each here.
KINDS_OF_FACT = {
    "title and period": ["Hội nghị giao ban công tác khoa giáo 6 tháng đầu năm, phương hướng, nhiệm vụ 6 tháng cuối"],
    "day": ["Sáng 10/7/2020"],
    "place": ["tại Hội trường Ban Tuyên giáo Thị ủy Phổ Yên"],
    "organiser": ["Ban Tuyên giáo Thị ủy Phổ Yên tổ chức"],
    "chair by post": ["Trưởng Ban Tuyên giáo Thị ủy, Giám đốc Trung tâm Bồi dưỡng chính trị thị xã chủ trì hội nghị"],
    "who attended, by group": ["34 đại biểu", "lãnh đạo Ban Tuyên giáo tỉnh (1", "phòng, ban, ngành, hội (15",
                               "tuyên giáo các xã, phường (17", "Có 2 đại biểu dự thay"],
    "sectors of the work": ["giáo dục và đào tạo", "y tế", "dân số - KHHGĐ", "khoa học và công nghệ", "môi trường",
                            "dạy nghề", "giảm nghèo"],
    "papers issued on advice": ["tham mưu kịp thời các văn bản", "đã ban hành 6 văn bản, gồm", "3 công văn",
                                "2 kế hoạch", "1 hướng dẫn"],
    "directives from above put into practice": [
        "chỉ thị, nghị quyết, kết luận của Trung ương, của tỉnh, của thị xã được chú trọng", "của Thủ tướng Chính phủ",
        "của Ban Thường vụ Tỉnh ủy Thái Nguyên", "của Ban Thường vụ Thị ủy Phổ Yên"],
    "targets reached": ["chỉ tiêu có kế hoạch", "chỉ tiêu đạt hoặc vượt"],
    "against the same period": ["So với cùng kỳ năm trước"],
    "general progress, works among it": [
        "Tiến độ thi công các công trình đô thị", "Chính sách xã hội được thực hiện đầy đủ, kịp thời, đúng đối tượng",
        "an ninh chính trị, trật tự an toàn xã hội được giữ vững"],
    "thematic reports": ["4 báo cáo chuyên đề", "năm học 2019-2020", "sách giáo khoa", "y tế dự phòng", "42/NQ-CP"],
    "opinions given": ["4 ý kiến của 4 đơn vị"],
    "what was adopted, for which years": ["hội nghị thông qua quy chế hoạt động và mối quan hệ", "giai đoạn 2020-2025"],
    "directions and tasks ahead": ["kết luận 6 nội dung", "hạn 31/7/2020"],
    "emulation": ["phong trào thi đua trong khối"],
    "who works together": ["chủ trì; phối hợp:"],
}  # fmt: skip


def unfinished(period: str) -> list[tuple[str, str]]:
    """The units whose report of a period was not accepted, with where it stands."""
    waiting = Submission.objects.filter(round__period=period).exclude(state=State.ACCEPTED)
    return sorted(waiting.values_list("unit__short_name", "state"))


def loading(folder: Path, seed: int) -> subprocess.Popen[str]:
    """Start loading the demonstration into a database of its own; `seed` is the order in which sets are walked."""
    folder.mkdir()
    shutil.copy(databases.pristine, folder / "giaoban.sqlite3")
    environment = {**os.environ, "GIAOBAN_DATA": str(folder), "GIAOBAN_DEMO": "1", "PYTHONHASHSEED": str(seed)}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "config.cli", "demo"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, text=True
    )


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="two loads are compared on SQLite; the acts do not know the database"
)
def test_two_loads_leave_the_same_audit_chain(django_db_setup: None, tmp_path: Path) -> None:
    """Same acts, same moments, same bytes in every paper: the last hash stands for all of it."""
    folders = [tmp_path / "one", tmp_path / "two"]
    running = [loading(folder, seed) for seed, folder in enumerate(folders, start=1)]
    assert [process.wait() for process in running] == [0, 0]
    ends = []
    for folder in folders:
        with closing(sqlite3.connect(folder / "giaoban.sqlite3")) as kept:
            ends += kept.execute("SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1").fetchall()
    assert ends[0] == ends[1]
    assert ends[0][0] > 1500


@pytest.mark.django_db
def test_the_demonstration_shows_a_whole_cycle(settings: Settings, tmp_path: Path, client: Client) -> None:
    settings.CLOCK_FILE, settings.VISITS_DIR = tmp_path / "clock.json", tmp_path / "visits"
    settings.MEDIA_ROOT = str(tmp_path / "media")
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
    of_conference = {"Số 01-BC/BTGThU", "Số 01-BB/BTGThU", "Số 01-TB/BTGThU"}
    directing = {"01-KH", "02-KH", "01-HD", "01-CV", "02-CV", "03-CV"}
    assert symbols == of_conference | {f"Số {number}/BTGThU" for number in directing}
    assert len(overdue(clock.today())) == 1
    works = public_works(Conference.objects.get().bloc.coordinator_id, clock.today())
    assert {row.state for row in works} == set(WorkState)
    assert all("(minh hoạ)" in row.work.name for row in works)
    article = ArticlePage.objects.live().get(conference_id__isnull=False)
    page = client.get(article.url).content.decode()
    assert "10-07-2020 17:00" in page
    assert "số liệu minh hoạ" in page
    schedule = client.get("/lich-cong-tac/?tuan=2020-07-06").content.decode()
    assert ("8:00" in schedule, "1:00" in schedule) == (True, False)
    for address, pictures in (("/gioi-thieu/ve-cong-thong-tin/", 1), ("/gioi-thieu/thu-vien-anh/", 2)):
        assert client.get(address).content.decode().count("số liệu minh hoạ</span></figcaption>") == pictures
    statistics = client.get("/thong-ke/").content.decode()
    assert f">{article.title}</a>" in statistics
    assert len(re.findall(r"<title>[^<]+: [1-9]\d*</title>", statistics)) == 15  # two weeks and this morning
    told = text_of(compose(Conference.objects.get()))
    assert set(KINDS_OF_FACT) == set(tests_of_the_article.KINDS_OF_FACT)
    assert not [words for kind in KINDS_OF_FACT.values() for words in kind if words not in told]
    assert not User.objects.exclude(display_name__regex=POSTS).exists()
    call_command("verify")
    assert {address: cold_cost(client, address) for address in COLD} == COLD
    article = dressed(article, clock.now())
    assert cold_cost(client, article.url) <= 12
    page = client.get(article.url).content.decode()
    assert [part for part in PARTS if part not in page] == []
    with pytest.raises(AlreadyLoaded):
        load_demonstration(lambda line: None)
