"""3.699 visitors online at once, each reading a page every 10 s with the visible tab's heartbeat, for three minutes."""

import asyncio
import json
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import _rig
from bench._visitors import Line, allow_many_connections, dial, request_of

VISITORS, SECONDS, PAGE_EVERY, BEAT_EVERY = 3699, 180, 10, 45  # the beat is that of the page's script
P99, OFF_BY, MEMORY = 0.250, 0.01, 400
FIGURES = "/thong-ke/so-lieu"


@dataclass
class Course:
    """What the visitors met."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    present: set[int] = field(default_factory=set)
    off: list[float] = field(default_factory=list)


def main() -> bool:
    """Run the course, print it, and return whether every bar was met."""
    allow_many_connections()
    print(f"{VISITORS} visitors online for {SECONDS} s; {_rig.machine()}")
    with _rig.scratch() as folder, _rig.our_site(folder) as site:
        article = _rig.article_of(site.url)
        course = asyncio.run(_run(site.url, article))
        memory = _memory(site.process.pid)
    print(
        f"  {len(course.times)} answers, {course.errors} errors, median {statistics.median(course.times) * 1000:.1f} ms"
    )
    p99 = statistics.quantiles(course.times, n=100)[98]
    return all(
        [
            _rig.verdict("errors", course.errors, 0, at_least=False),
            _rig.verdict("p99 in s", p99, P99, at_least=False),
            _rig.verdict("largest share by which “online now” was off", max(course.off), OFF_BY, at_least=False),
            _rig.verdict("memory in MB", memory, MEMORY, at_least=False),
        ]
    )


async def _run(url: str, article: str) -> Course:
    course, over = Course(), time.monotonic() + SECONDS
    people = [asyncio.create_task(_visitor(number, url, article, over, course)) for number in range(VISITORS)]
    watcher = asyncio.create_task(_watch(url, over, course))
    await asyncio.gather(*people, watcher)
    return course


async def _visitor(number: int, url: str, article: str, over: float, course: Course) -> None:
    await asyncio.sleep(random.random() * PAGE_EVERY)
    line = await dial(url)
    beat = time.monotonic() + BEAT_EVERY
    while time.monotonic() < over:
        next_page = time.monotonic() + PAGE_EVERY
        line = await _ask(line, url, request_of(article, number), course)
        course.present.add(number)
        if time.monotonic() >= beat:
            line = await _ask(line, url, request_of(url + FIGURES, number, "application/json"), course)
            beat += BEAT_EVERY
        await asyncio.sleep(max(0.0, min(next_page, over) - time.monotonic()))
    line.close()


async def _ask(line: Line, url: str, request: bytes, course: Course) -> Line:
    """Ask, as a browser does: where the silent connection was closed meanwhile, once more on a new one."""
    begun, status = time.perf_counter(), 0
    for again in (True, False):
        try:
            status, _ = await line.ask(request)
            break
        except (OSError, EOFError):
            line.close()
            if again:
                line = await dial(url)
    course.times.append(time.perf_counter() - begun)
    course.errors += status != 200
    return line


async def _watch(url: str, over: float, course: Course) -> None:
    """Compare the published figure with the truth, once everybody has come."""
    await asyncio.sleep(PAGE_EVERY + 5)
    line = await dial(url)
    robot = request_of(url + FIGURES, 0).replace(b"Mozilla/5.0", b"curl/8")
    while time.monotonic() < over - 2:
        _, body = await line.ask(robot)
        truth = len(course.present)
        course.off.append(abs(json.loads(body)["online"] - truth) / truth)
        await asyncio.sleep(5)
    line.close()


def _memory(leader: int) -> float:
    """Return the most memory that a server and what it started were resident in, in MB."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            group = int(Path(status.parent, "stat").read_text().rpartition(")")[2].split()[2])
        except OSError:
            continue
        if group == leader and "VmHWM" in facts:
            total += int(facts["VmHWM"].split()[0])
    return total / 1024
