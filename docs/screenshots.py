"""Takes the tutorial's screenshots from a demonstration that is being served: `make run`, then `make docs`.

    python -m docs.screenshots [ADDRESS] [--only NAME ...]

Looks, never changes: no form is sent but the sign-in, so pictures of a fresh demonstration come out the same again.
Pages are found through links, as a reader finds them. Files are named by PICTURES, 1280 px wide, at most 150 KB.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parent / "tutorials" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
]  # fmt: skip
LARGEST = 150 * 1024
PATIENCE_MS = 30_000
PASSWORD = os.environ.get("GIAOBAN_DEMO_PASSWORD", "giaoban")
PERIOD, NEXT = "6 tháng đầu năm 2020", "6 tháng cuối năm 2020"


@dataclass(frozen=True)
class Picture:
    """One screenshot: its file name, who looks (nobody for the public site), how the page is reached, how high."""

    name: str
    account: str
    reach: Callable[[Page], None]
    height: int = 800


def at(path: str) -> Callable[[Page], None]:
    """Return the way to an address."""

    def reach(page: Page) -> None:
        page.goto(path)

    return reach


def through(path: str, *links: str) -> Callable[[Page], None]:
    """Return the way from an address along links, each named by a CSS selector; the first match is followed."""

    def reach(page: Page) -> None:
        page.goto(path)
        for link in links:
            href = page.locator(link).first.get_attribute("href")
            if not href:
                raise LookupError(f"{page.url}: {link} leads nowhere")
            page.goto(page.evaluate("href => new URL(href, document.baseURI).href", href))

    return reach


def to_place(reach: Callable[[Page], None], place: str) -> Callable[[Page], None]:
    """Return the way to a place within a page, scrolled to the top of the picture."""

    def go(page: Page) -> None:
        reach(page)
        page.locator(place).first.evaluate("node => node.scrollIntoView({block: 'start', behavior: 'instant'})")

    return go


def _link(text: str, part: str = "") -> str:
    return f'main a[href*="{part or "/"}"]:has-text("{text}")'


_BOARD = through("/lam-viec/bao-cao/", f'main a[href*="/ky/"]:has-text("{PERIOD}")')
_MEETING = through("/lam-viec/hoi-nghi/", 'main a[href^="/lam-viec/hoi-nghi/"]:not([href$="/moi/"])')
PICTURES = [
    Picture("01-ky-giao-ban", "thu-ky", at("/lam-viec/")),
    Picture("02-nhap-so-lieu", "dac-son", through("/lam-viec/bao-cao/", _link(NEXT))),
    Picture("03-bi-tra-lai", "dac-son", through("/lam-viec/bao-cao/", _link(PERIOD))),
    Picture("04-thu-truong-duyet", "dac-son-lanh-dao", through("/lam-viec/bao-cao/", _link(PERIOD))),
    Picture("05-bang-theo-doi", "thu-ky", _BOARD),
    Picture("06-kiem-tra", "thu-ky", through("/lam-viec/bao-cao/", f'main a[href*="/ky/"]:has-text("{PERIOD}")',
                                             _link("Đồng Tiến", "/xem/"))),
    Picture("07-tong-hop", "thu-ky", at("/lam-viec/tong-hop/?ky=2020-H1")),
    Picture("08-phia-sau-con-so", "thu-ky", at("/lam-viec/tong-hop/chi-tieu/GN-03/?ky=2020-H1")),
    Picture("09-hoi-nghi", "thu-ky", _MEETING),
    Picture("10-bieu-quyet", "thu-ky", through("/lam-viec/hoi-nghi/",
                                               'main a[href^="/lam-viec/hoi-nghi/"]:not([href$="/moi/"])',
                                               'main a[href*="/bieu-quyet/"]')),
    Picture("11-van-ban", "thu-ky", through("/lam-viec/van-ban/", _link("01-TB/BTGThU"))),
    Picture("12-nhiem-vu", "thu-ky", at("/lam-viec/nhiem-vu/")),
    Picture("13-soan-tin", "bien-tap", at("/cms/soan-tin/"), 500),
    Picture("14-tin-bai", "", through("/tin-tuc/", 'main a[href*="hoi-nghi-giao-ban"]')),
    Picture("15-ban-do", "", at("/ban-do/")),
    Picture("16-thiet-lap", "quan-tri", at("/lam-viec/thiet-lap/")),
]  # fmt: skip


@contextmanager
def browser_page(browser: Browser, address: str, height: int) -> Iterator[Page]:
    """Open a page 1280 px wide that looks the same on every machine: light, Vietnamese, nothing moving."""
    context = browser.new_context(
        base_url=address, viewport=ViewportSize(width=1280, height=height), locale="vi-VN", color_scheme="light",
        reduced_motion="reduce", timezone_id="Asia/Ho_Chi_Minh",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page, account: str) -> None:
    """Sign in with the demonstration's password. Raises LookupError where that account is not taken."""
    page.goto("/dang-nhap/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password][type=password]", PASSWORD)
    page.press("input[name=password][type=password]", "Enter")
    page.wait_for_load_state()
    if "/dang-nhap/" in page.url:
        raise LookupError(f"không đăng nhập được: {account}")


def small(png: bytes) -> bytes:
    """Return the picture with as many colours as fit into the largest size."""
    image = Image.open(BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def take(browser: Browser, address: str, picture: Picture) -> int:
    """Take one picture and store it; return its size in bytes. Raises LookupError for a page that is not sound."""
    with browser_page(browser, address, picture.height) as page:
        if picture.account:
            sign_in(page, picture.account)
        statuses: list[int] = []
        page.on("response", lambda answer: statuses.append(answer.status) if answer.request.is_navigation_request()
                else None)  # fmt: skip
        picture.reach(page)
        if statuses and statuses[-1] >= 400:
            raise LookupError(f"{page.url}: {statuses[-1]}")
        page.evaluate("document.fonts.ready")
        png = small(page.screenshot(animations="disabled", caret="hide"))
    (FOLDER / f"{picture.name}.png").write_bytes(png)
    return len(png)


def main() -> int:
    """Take the pictures asked for; return how many could not be taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--only", nargs="+", default=[picture.name for picture in PICTURES])
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    missed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for picture in (picture for picture in PICTURES if picture.name in options.only):
            try:
                told = f"{take(browser, options.address, picture) // 1024} KB"
            except (Error, LookupError) as fault:
                missed += 1
                told = f"KHÔNG CHỤP ĐƯỢC / not taken: {str(fault).splitlines()[0]}"
            sys.stdout.write(f"{picture.name}: {told}\n")
        browser.close()
    return missed


if __name__ == "__main__":
    sys.exit(main())
