"""The editor's checks in a real browser: previews carry Wagtail's checker, its findings stand in the panel."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from giaoban.domain.accounts.models import Role, User
from giaoban.interfaces.portal.setup import setup_site
from tests.browser.conftest import WIDE, shoot, sign_in
from tests.factories import portal as make


@pytest.fixture
def draft(site: str, at: datetime, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> str:
    """The address of a draft of the editor's, with two faults: a picture told by its file's name, no description."""
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    bloc = make.town_with_communes()
    setup_site()
    editor = make.person("bien-tap", Role.EDITOR, bloc, at)
    image = get_image_model().objects.create(title="Ảnh", file=get_test_image_file(size=(900, 600)))
    faulty = [("paragraph", "<p>Một đoạn văn.</p>"), ("picture", {"image": image, "alt": "IMG_2020.jpg"})]
    page = make.article("Tin có lỗi", at, live=False, owner=editor, body=faulty)
    page.save_revision(user=editor)
    return f"/cms/pages/{page.pk}/edit/"


def test_the_checks_panel_names_the_faults_of_a_draft(open_page: Callable[..., Page], draft: str) -> None:
    page = open_page(WIDE)
    sign_in(page, User.objects.get(username="bien-tap"))
    page.goto(draft)
    page.locator('[data-side-panel-toggle="checks"]').first.click()
    panel = page.locator('[data-side-panel="checks"]')
    expect(panel.locator("[data-content-checker-count]")).to_have_text("2", timeout=20_000)
    shoot(page, "desk-checks")
    assert sorted(panel.locator("[data-content-checker-name]").all_text_contents()) == [
        "Chưa có mô tả cho máy tìm kiếm", "Lời thay ảnh là tên tệp",
    ]  # fmt: skip
    expect(panel.locator("[data-content-word-count]")).not_to_have_text("-")
    page.goto(draft.replace("/edit/", "/view_draft/"))
    bar = page.get_by_role("button", name="Mở việc nhanh")
    expect(bar).to_be_visible()
    shoot(page, "desk-draft")
