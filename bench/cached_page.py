"""A kept article and its durably counted reading, one process, 64 connections: against nginx and a stock Wagtail."""

import sqlite3
import time
from pathlib import Path

from bench import _rig, _stock

CONNECTIONS = 64
ROUNDS, OF_NGINX, OF_WAGTAIL = 5, 0.40, 150


def main() -> bool:
    """Run the comparison, print it, and return whether both bars were met."""
    if not _rig.tools_are_here("wrk", "nginx"):
        return False
    print(f"kept article with a counted visit; {_rig.machine()}")
    with _rig.scratch() as ours, _rig.scratch() as theirs, _rig.scratch() as static, _rig.our_site(ours) as site:
        article = _rig.article_of(site.url)
        page, before = _rig.fetch(article), _views(ours)
        sent = _rig.fetch_compressed(article)
        with _rig.nginx(static, sent) as file, _stock.site(theirs, page, counted=True) as stock:
            found = _rig.medians(
                {
                    "nginx": lambda: _rig.wrk(file, static),
                    "gate": lambda: _rig.wrk(article, static),
                    "wagtail": lambda: _rig.wrk(stock, static),
                },
                ROUNDS,
            )
        counted = _counted(ours, article, before)
    print(
        f"  page {len(page)} bytes, {len(sent)} compressed; "
        + ", ".join(f"{name} {rate:,.0f}/s" for name, rate in found.items())
    )
    near = _rig.verdict("of nginx", found["gate"] / found["nginx"], OF_NGINX, aim=" (aim 0.50)")
    far = _rig.verdict("times stock Wagtail with a counter", found["gate"] / found["wagtail"], OF_WAGTAIL)
    answered = _rig.ANSWERED[article]
    exact = answered <= counted <= answered + ROUNDS * CONNECTIONS  # wrk breaks off with one request on each connection
    print(f"  {answered} answers, {counted} views counted: {'met' if exact else 'NOT MET'}")
    return near and far and exact


def _views(data: Path) -> int:
    """Return the page views in the site's database."""
    with sqlite3.connect(data / "giaoban.sqlite3") as database:
        return int(database.execute("SELECT SUM(views) FROM visits_dailyvisits").fetchone()[0])


def _counted(data: Path, article: str, before: int) -> int:
    """Return the views that came, once everything that was answered is folded or nothing more comes."""
    over, found = time.monotonic() + 30, 0
    while found < _rig.ANSWERED[article] and time.monotonic() < over:
        time.sleep(0.5)
        found = _views(data) - before
    time.sleep(3)
    return _views(data) - before
