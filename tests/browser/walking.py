"""A person of the demonstration at their own screens: in with one click, then only what a reader can see and press.

Every page passed is looked at: axe finds nothing, and nothing is wider than the screen. Wagtail's own pages (/cms/)
are not ours to check; those we put beside them are.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import assert_axe_clean, assert_fits, shoot

DROP = """([area, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  const drop = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
  document.querySelector(area).dispatchEvent(drop);
}"""
OURS_IN_THE_EDITOR = ("/cms/soan-tin/", "/cms/luot-xem/")


class Person:
    """Somebody who walks through the pages of one browser window."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.looked_at: list[str] = []

    def look(self, *, at: str = "", again: bool = True) -> None:
        """Check the page as it stands; `at` is a part of its address. `again`: also where this address was checked."""
        page = self.page
        assert at in page.url, f"{self.name} stands at {page.url}, not at {at}"
        others = "/cms/" in page.url and not any(part in page.url for part in OURS_IN_THE_EDITOR)
        if others or (page.url in self.looked_at and not again):
            return
        self.looked_at.append(page.url)
        shoot(page, f"walk-{self.name}-{len(self.looked_at):02}")
        assert_axe_clean(page)
        assert_fits(page)

    def come_in(self) -> None:
        """Sign in with the demonstration's one click, unfolding the list of posts where it is folded."""
        page = self.page
        page.goto("/dang-nhap/")
        button = page.locator(f"button[name=login][value={self.name}]")
        if not button.is_visible():
            page.locator("details", has=button).locator("summary").click()
        self.press(button, at="/lam-viec/")

    def follow(self, name: str | re.Pattern[str], *, at: str = "", within: str = "body") -> None:
        """Follow the one link of this name, and look where it leads."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=name).click()
        self.look(at=at, again=False)

    def press(self, target: str | re.Pattern[str] | Locator, *, at: str = "", within: str = "body") -> None:
        """Press the one button of this name (or this very thing) and look at what it answers."""
        if not isinstance(target, Locator):
            target = self.page.locator(within).get_by_role("button", name=target)
        with self.page.expect_navigation():
            target.click()
        self.look(at=at)

    def unfold(self, name: str, within: str = "body") -> None:
        """Open what stands folded under this name."""
        self.page.locator(within).locator("summary", has_text=name).click()

    def reads(self, words: str | re.Pattern[str], within: str = "main") -> None:
        """Expect to read these words."""
        expect(self.page.locator(within)).to_contain_text(words)

    def drop(self, area: str, file: Path) -> None:
        """Drop a file on a part of the page that sends it at once."""
        with self.page.expect_navigation():
            self.page.evaluate(DROP, [area, file.name, b64encode(file.read_bytes()).decode()])
        self.look()

    def fetch(self, click: Callable[[], None], folder: Path) -> Path:
        """Press something that hands out a file, and keep the file."""
        with self.page.expect_download() as coming:
            click()
        kept = folder / coming.value.suggested_filename
        coming.value.save_as(kept)
        return kept
