"""Slow 3G: the first paint within two seconds.

The profile is "Slow 3G" as WebPageTest and older DevTools define it: 400 kbit/s each way and 400 ms for a round trip,
added to every request. Today's DevTools preset of the same name adds 2000 ms to every request: there the document
alone takes two seconds, a style sheet from a file two more, and the policy (`style-src 'self'`) allows no other kind.
That preset is measured as well, and recorded: two round trips, no third.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE
from tests.browser.everyone.conftest import ARTICLE

pytestmark = pytest.mark.xdist_group("everyone")

FAST_ENOUGH = 2000  # milliseconds to the first contentful paint
PAINT = """() => new Promise((resolve) => new PerformanceObserver((list) => {
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (paint) resolve(paint.startTime);
}).observe({type: "paint", buffered: true}))"""
BLOCKING = """() => performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking")
  .map((entry) => new URL(entry.name).pathname)"""


def slowed(page: Page, latency: int, kilobits: int = 400) -> None:
    """Make the page's network as slow as told."""
    wire = page.context.new_cdp_session(page)
    bytes_a_second = kilobits * 1000 / 8
    conditions: dict[str, Any] = {
        "offline": False, "latency": latency, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second,
    }  # fmt: skip
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", conditions)


@pytest.mark.parametrize("address", ["/", ARTICLE, "/ban-do/", "/thong-ke/"])
def test_the_first_paint_comes_within_two_seconds(reader: Callable[..., Page], address: str) -> None:
    reader(PHONE).goto(address)  # computed once: what is measured is the way to the reader, not the rendering
    painted = float("inf")
    for _try in range(3):  # whatever else the machine does meanwhile is not the network's
        page = reader(PHONE)
        slowed(page, 400)
        page.goto(address)
        painted, blocking = min(painted, page.evaluate(PAINT)), page.evaluate(BLOCKING)
        assert len(blocking) == 1, blocking
        if painted < FAST_ENOUGH:
            return
    raise AssertionError(f"{address}: first paint after {painted:.0f} ms")


def test_the_harder_preset_costs_two_round_trips(
    reader: Callable[..., Page], record_property: Callable[[str, object], None]
) -> None:
    page = reader(PHONE)
    slowed(page, 2000)
    page.goto(ARTICLE)
    painted = page.evaluate(PAINT)
    record_property("first_paint_ms", round(painted))
    assert page.evaluate(BLOCKING)[1:] == []
    assert painted < 3 * 2000
