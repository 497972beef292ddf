"""Video and sound in the gallery: words required, nothing loaded or played by itself, played in stretches."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from giaoban.interfaces.gate.keys import key_of
from giaoban.interfaces.portal.blocks import Audio, Video
from giaoban.interfaces.portal.models import GalleryPage
from giaoban.interfaces.portal.recordings import stretch_of
from giaoban.interfaces.portal.search.sources import text_of_page
from giaoban.interfaces.portal.setup import setup_site
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
BYTES = bytes(range(256)) * 1000


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    settings.MEDIA_ROOT = str(tmp_path)


def document(name: str) -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(BYTES, name))


def told(name: str, **other: str) -> dict[str, Any]:
    words = {"title": "Lễ khai giảng", "transcript": "Cô hiệu trưởng <chào> mừng.", "credit": "", **other}
    return {"file": document(name), **words}


def test_the_gallery_plays_nothing_by_itself_and_carries_the_words(client: Client) -> None:
    page = GalleryPage(title="Phim", slug="phim")
    page.pictures.append(("video", told("khai-giang.mp4")))
    page.pictures.append(("audio", told("phat-thanh.mp3", title="Bản tin")))
    setup_site().add_child(instance=page)
    answer = client.get("/phim/")
    shown = answer.content.decode()
    players = re.findall(r"<(video|audio) ([^>]+)>", shown)
    assert [kind for kind, _ in players] == ["video", "audio"]
    for _, attributes in players:
        assert 'controls preload="none" src="/tai-lieu/phat/' in attributes
        assert "autoplay" not in attributes
    assert shown.count("Cô hiệu trưởng &lt;chào&gt; mừng.") == 2
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Cô hiệu trưởng" in text_of_page(page)
    get_document_model().objects.all().delete()
    assert "<video" not in client.get("/phim/").content.decode()


@pytest.mark.parametrize(
    ("block", "name", "other"),
    [(Video(), "a.mp4", {"transcript": ""}), (Audio(), "a.mp3", {"transcript": " "}), (Video(), "a.mp3", {}),
     (Audio(), "a.exe", {}), (Video(), "a.mp4", {"title": ""})],
)  # fmt: skip
def test_without_words_or_of_another_kind_it_is_refused(block: Video | Audio, name: str, other: dict[str, str]) -> None:
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({**told(name, **other), "file": document(name).pk}))
    block.clean(block.to_python({**told(name), "file": document("A.MP4" if isinstance(block, Video) else "b.ogg").pk}))


def test_a_player_gets_the_stretch_it_asks_for(client: Client) -> None:
    file = document("khai-giang.mp4")
    address = f"/tai-lieu/phat/{file.pk}/khai-giang.mp4"
    whole = client.get(address)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "video/mp4", "bytes")
    assert whole.getvalue() == BYTES
    part = client.get(address, headers={"range": "bytes=100-299"})
    assert (part.status_code, part["Content-Range"], part["Content-Length"]) == (206, "bytes 100-299/256000", "200")
    assert part.getvalue() == BYTES[100:300]
    assert client.get(address, headers={"range": "bytes=-10"}).getvalue() == BYTES[-10:]
    assert client.get(address, headers={"range": "bytes=255990-999999"}).getvalue() == BYTES[-10:]
    assert client.get(address, headers={"range": "bytes=256000-"}).status_code == 416
    assert client.get(f"/tai-lieu/phat/{file.pk}/khac.mp4").status_code == 404
    other = document("bao-cao.html")
    assert client.get(f"/tai-lieu/phat/{other.pk}/bao-cao.html").status_code == 404
    # the gate's cache would ask without the stretch
    assert key_of("http", address, b"", {b"host": b"127.0.0.1"}) is None


@pytest.mark.parametrize(
    ("asked", "stretch"),
    [("", None), ("bytes=0-", (0, 9)), ("bytes=5-4", None), ("bytes=0-1,3-4", None), ("lines=1-2", None),
     ("bytes=-3", (7, 9)), ("bytes=-99", (0, 9)), ("bytes=-0", (10, -1)), ("bytes=-", None)],
)  # fmt: skip
def test_stretches(asked: str, stretch: tuple[int, int] | None) -> None:
    assert stretch_of(asked, 10) == stretch


def test_what_a_collection_keeps_from_the_public_is_not_played(client: Client) -> None:
    kept = Collection.get_first_root_node().add_child(name="Nội bộ")
    CollectionViewRestriction.objects.create(collection=kept, restriction_type="login")
    file = document("hop-kin.mp4")
    address = f"/tai-lieu/phat/{file.pk}/hop-kin.mp4"
    assert client.get(address).status_code == 200
    file.collection = kept
    file.save()
    assert client.get(address).status_code == 302
    assert client.get(address, headers={"range": "bytes=0-9"}).status_code == 302
    played = make_personas().client("editor").get(address)
    assert (played.status_code, played["Cache-Control"]) == (200, "private, no-store")
