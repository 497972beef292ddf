"""Our own pages inside Wagtail's editor in a real browser: axe, and the width of the screen."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, ViewportSize

from giaoban.domain.accounts.models import Role
from giaoban.domain.conferences.models import Conclusion
from giaoban.interfaces.portal.compose import compose_article
from tests.browser.conftest import PHONE, WIDE, assert_axe_clean, assert_fits, shoot, sign_in
from tests.factories import portal as make


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "light"), (WIDE, "dark")])
def test_axe_finds_nothing_on_our_pages_of_the_editor(
    site: str, at: datetime, open_page: Callable[..., Page], size: ViewportSize, scheme: str
) -> None:
    bloc = make.town_with_communes()
    held = make.concluded_conference(bloc, at)
    Conclusion.objects.create(conference=held, number=1, text="Chuẩn bị năm học mới")
    make.article("Hội nghị giao ban", at, lead="Đoạn dẫn.")
    editor = make.person("bien-tap", Role.EDITOR, bloc, at)
    page = open_page(size, scheme)
    sign_in(page, editor)
    addresses = ["/cms/soan-tin/", f"/cms/soan-tin/{held.pk}/", "/cms/luot-xem/"]
    for turn in range(2):  # the second time, what was composed is listed
        for number, address in enumerate(addresses):
            page.goto(address)
            assert_axe_clean(page)
            assert_fits(page)
            shoot(page, f"desk-{number}-{turn}-{size['width']}-{scheme}")
        compose_article(conference=held, acting_user=editor, at=at)
