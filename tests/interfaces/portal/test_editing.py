"""What Wagtail's desk gives our editors: previews with the checker, revisions compared, focal points."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from pytest_django import Settings
from wagtail.images import get_image_model

from giaoban.interfaces.portal.models import ArticlePage, GalleryPage
from giaoban.interfaces.portal.setup import setup_site
from tests.factories import portal as make
from tests.personas import PERSONAS, Personas, make_personas

pytestmark = pytest.mark.django_db
AT_THE_DESK = {"secretary", "chair", "editor", "administrator"}


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def personas(at: datetime) -> Personas:
    """Everybody, on a site that is set up."""
    setup_site()
    return make_personas()


@pytest.fixture
def article(personas: Personas, at: datetime) -> ArticlePage:
    """An article in two revisions."""
    page = make.article("Tin đã đăng", at, lead="Đạt 87 phần trăm kế hoạch", owner=personas.people["editor"])
    page.save_revision(user=personas.people["editor"]).publish()
    page.lead = "Đạt 91 phần trăm kế hoạch"
    page.save_revision(user=personas.people["editor"])
    return page


def test_a_preview_carries_the_checker_under_the_same_policy(personas: Personas, article: ArticlePage) -> None:
    client = personas.client("editor")
    draft = client.get(f"/cms/pages/{article.pk}/view_draft/")
    shown = draft.content.decode()
    assert "<wagtail-userbar>" in shown
    assert "checker-axe-configuration" in shown
    assert "91 phần trăm" in shown
    assert "script-src 'self';" in draft.headers["Content-Security-Policy"]
    assert "private" in draft.headers["Cache-Control"]


def test_no_public_page_carries_it_whoever_reads(personas: Personas, article: ArticlePage) -> None:
    for client in (Client(), *(personas.client(name) for name in PERSONAS)):
        for address in ("/", article.url, "/to-chuc/", "/ban-do/"):
            assert b"userbar" not in client.get(address).content


def test_revisions_are_compared_by_those_at_the_desk(personas: Personas, article: ArticlePage) -> None:
    first, second = article.revisions.order_by("created_at", "pk")
    for pair in ("earliest...latest", f"{first.pk}...{second.pk}", "live...latest"):
        address = f"/cms/pages/{article.pk}/revisions/compare/{pair}/"
        for name in PERSONAS:
            answer = personas.client(name).get(address)
            assert (answer.status_code == 200) == (name in AT_THE_DESK), name
            if name in AT_THE_DESK:
                shown = answer.content.decode()
                assert '<span class="deletion">87</span><span class="addition">91</span>' in shown
                assert "Đoạn dẫn" in shown
    assert Client().get(address).status_code == 302


def test_a_picture_is_cut_around_its_focal_point(client: Client) -> None:
    """A long picture, grey but for a red place at its far end: the gallery's size keeps it, once pointed at."""
    drawn = Image.new("RGB", (2400, 400), "grey")
    drawn.paste("red", (2200, 100, 2400, 300))
    file = io.BytesIO()
    drawn.save(file, "PNG")
    image = get_image_model().objects.create(title="Dài", file=ImageFile(file, name="dai.png"))
    page = GalleryPage(title="Ảnh", slug="anh")
    page.pictures.append(("picture", {"image": image, "alt": "Cờ ở cuối hàng"}))
    setup_site().add_child(instance=page)

    def reds() -> int:
        client.get("/anh/")
        rendition = image.renditions.filter(filter_spec="format-jpeg|fill-480x360").latest("pk")
        with Image.open(rendition.file.path) as cut:
            assert cut.size == (480, 360)
            flat = cut.convert("RGB").tobytes()
            return sum(red > 200 > 100 > green for red, green in zip(flat[::3], flat[1::3], strict=True))

    assert reds() == 0
    image.focal_point_x, image.focal_point_y = 2300, 200
    image.focal_point_width = image.focal_point_height = 200
    image.save()
    assert reds() > 5_000
