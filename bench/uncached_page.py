"""An article page that is computed each time: ours with the page cache off, against a stock Wagtail page.

Twice: with the pieces that pages share kept, as between two acts, and as the first page after an act that makes all of
them anew. The bar stands on the first; the second is printed beside it.
"""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench import _rig, _stock

ROUNDS, BAR = 5, 2.0
PAGES = 40  # read one by one in a round, an act before each
# Leaves a line in the audit chain for each line it reads, and answers once it is committed.
WRITER = """
import sys
from giaoban.domain.audit.operations import record
from giaoban.lib import clock
for line in sys.stdin:
    record(act="bench.act", target="bench:1", acting_user=None, at=clock.now())
    print("done", flush=True)
"""


def main() -> bool:
    """Run the comparison, print it, and return whether the bar was met."""
    if not _rig.tools_are_here("wrk"):
        return False
    print(f"uncached article page; {_rig.machine()}")
    with _rig.scratch() as ours, _rig.scratch() as theirs, _rig.our_site(ours, GIAOBAN_PAGE_CACHE_MB="0") as site:
        article = _rig.article_of(site.url)
        with _stock.site(theirs, _rig.fetch(article), counted=False) as stock, acts_in(ours) as act:
            found = _rig.medians(
                {
                    "ours": lambda: _rig.wrk(article, ours, connections=4),
                    "wagtail": lambda: _rig.wrk(stock, ours, connections=4),
                    "ours, cold, one by one": lambda: one_by_one(article, act),
                    "wagtail, one by one": lambda: one_by_one(stock, act),
                },
                ROUNDS,
            )
    print("  " + ", ".join(f"{name} {rate:,.0f}/s" for name, rate in found.items()))
    cold = found["ours, cold, one by one"] / found["wagtail, one by one"]
    print(f"  first page after an act, every kept piece made anew, times stock Wagtail: {cold:.2f} (no bar)")
    return _rig.verdict("times stock Wagtail", found["ours"] / found["wagtail"], BAR)


@contextmanager
def acts_in(folder: Path) -> Iterator[Callable[[], None]]:
    """Give what does an act on the data of our site and returns once it is committed."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", WRITER]
    with subprocess.Popen(
        command, cwd=_rig.HOUSE, env=_rig.environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        told, answered = writer.stdin, writer.stdout
        assert told is not None
        assert answered is not None

        def act() -> None:
            print(file=told, flush=True)
            if not answered.readline():
                raise RuntimeError("no act was recorded")

        yield act
        told.close()


def one_by_one(url: str, act: Callable[[], None]) -> float:
    """Return the pages per second read over one connection, each after an act; only the reading is timed."""
    place = urlsplit(url)
    link = http.client.HTTPConnection(place.netloc)
    spent = 0.0
    for _ in range(PAGES):
        act()
        begun = time.perf_counter()
        link.request("GET", place.path)
        answer = link.getresponse()
        answer.read()
        spent += time.perf_counter() - begun
        if answer.status != 200:
            raise RuntimeError(f"{url} answers {answer.status}")
    link.close()
    return PAGES / spent
