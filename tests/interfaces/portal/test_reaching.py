"""How an article is found and handed on: tags, neighbours, feed, site map, facts for machines, redirects, weight."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from pytest_django import Settings

from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.ui.sheets import joined
from tests.factories import portal as make

pytestmark = pytest.mark.django_db
ARTICLE_WEIGHT, SCRIPT_WEIGHT = 60 * 1024, 15 * 1024


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    settings.DATA_DIR = tmp_path


@pytest.fixture
def articles(at: datetime) -> list[ArticlePage]:
    """Four articles, a day apart; the first and the last share a tag."""
    made = [make.article(f"Tin thứ {number}", at + timedelta(days=number), lead="Đoạn dẫn") for number in range(4)]
    for page in (made[0], made[3]):
        page.tags.add("Đền ơn đáp nghĩa")
        page.save()
    return made


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def test_an_article_leads_to_its_neighbours_and_its_like(client: Client, articles: list[ArticlePage]) -> None:
    page = read(client, articles[1].url)
    assert re.findall(r'<a href="([^"]+)" rel="(prev|next)">', page) == [
        (articles[0].url, "prev"), (articles[2].url, "next"),
    ]  # fmt: skip
    assert "Tin liên quan" not in page
    first = read(client, articles[0].url)
    assert 'rel="prev"' not in first
    related = first.split('id="h-related"')[1].split("</section>")[0]
    assert re.findall(r">(Tin thứ \d)<", related) == ["Tin thứ 3"]
    listed = read(client, "/tin-tuc/?the=den-on-dap-nghia")
    assert re.findall(r">(Tin thứ \d)<", listed.split("</main>")[0]) == ["Tin thứ 3", "Tin thứ 0"]
    assert "Tin thứ 2" in read(client, "/tin-tuc/?the=khong-co")


def test_sharing_calls_nobody(client: Client, articles: list[ArticlePage]) -> None:
    page = read(client, articles[0].url)
    asked = re.findall(r'(?:src|action|data-\w+)="(https?://[^"]+)"', page)
    assert {address.split("/tin-tuc/")[0] for address in asked} == {"http://testserver"}
    links = re.findall(r'href="([^"]+)"', page.split('class="share"')[1].split("</p>")[0])
    assert [link.split("=")[0] for link in links] == ["mailto:?subject"]
    assert 'href="mailto:?subject=Tin%20th%E1%BB%A9%200&amp;body=http' in page


def test_machines_read_the_facts_and_cannot_be_led_out_of_them(client: Client, at: datetime) -> None:
    page = make.article("Tin </script><script>alert(1)</script> & “trích”", at, lead="Dẫn <b>")
    html = read(client, page.url)
    assert "<script>alert" not in html
    facts = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0])
    assert facts["@type"] == "NewsArticle"
    assert facts["headline"] == page.title
    assert facts["datePublished"].startswith("2020-07-13T08:15:00")
    assert (
        facts["mainEntityOfPage"]
        == f"http://testserver{page.url}"
        == re.findall(r'rel="canonical" href="([^"]+)"', html)[0]
    )
    assert "script-src 'self'" in client.get(page.url).headers["Content-Security-Policy"]


def test_the_picture_for_sharing_is_drawn_once(client: Client, at: datetime, tmp_path: Path) -> None:
    page = make.article("Ưu tiên chữ có dấu chồng: ắ ộ ữ", at)
    address = re.findall(r'property="og:image" content="http://[^/]+([^"]+)"', read(client, page.url))[0]
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    file = next((tmp_path / "share").glob("*.png"))
    assert answer.getvalue() == file.read_bytes()
    assert Image.open(file).size == (1200, 630)
    before = file.stat().st_mtime_ns
    client.get(address)
    assert file.stat().st_mtime_ns == before
    ArticlePage.objects.update(title="Đổi tên")
    client.get(address)
    assert len(list((tmp_path / "share").iterdir())) == 1
    ArticlePage.objects.update(live=False)
    assert client.get(address).status_code == 404


def test_the_feed_and_the_map_of_the_site_name_what_is_public(client: Client, articles: list[ArticlePage]) -> None:
    hidden = make.article("Bản nháp kín", articles[0].published_at, live=False)
    feed = lxml.etree.fromstring(client.get("/tin-tuc/atom.xml").content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("//a:entry/a:title/text()", namespaces=space) == [f"Tin thứ {n}" for n in (3, 2, 1, 0)]
    sitemap = read(client, "/sitemap.xml")
    assert f"http://testserver{articles[0].url}" in sitemap
    assert "/to-chuc/" in sitemap
    assert hidden.slug not in sitemap
    robots = read(client, "/robots.txt")
    assert "Disallow: /lam-viec/" in robots
    assert "/sitemap.xml" in robots


def test_a_renamed_article_is_still_found(
    client: Client, articles: list[ArticlePage], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    page, old = articles[0], articles[0].url
    page.slug = "ten-moi"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/tin-tuc/ten-moi/")


def test_an_article_is_light(client: Client, articles: list[ArticlePage], at: datetime) -> None:
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    page = read(client, articles[0].url)
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page)
    scripts = re.findall(r'<script[^>]* src="/static/([^"]+)"', page)
    assert sheets == ["portal/portal.css"]
    assert scripts
    assert all(' type="module"' in tag for tag in re.findall("<script src=[^>]*>|<script [^>]*src=[^>]*>", page))
    sources = {path: (storage, path) for finder in finders.get_finders() for path, storage in finder.list([])}
    sent = [page.encode(), *(joined(name, sources).encode() for name in sheets)]
    ours = [Path(finders.find(name) or "").read_bytes() for name in scripts]

    def weight(files: list[bytes]) -> int:
        return sum(len(gzip.compress(file)) for file in files)

    assert weight(ours) <= SCRIPT_WEIGHT
    assert weight(sent + ours) <= ARTICLE_WEIGHT
