"""Once per visitor per half hour: across restarts, processes, midnight, and a clock that jumps back."""

import multiprocessing
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from giaoban.domain.visits.rules import tally
from giaoban.interfaces.gate.counter import Counter
from giaoban.lib.clock import VIETNAM

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
FIREFOX = "Mozilla/5.0 Firefox/128.0"


def visits_in(folder: Path) -> int:
    """Return the visit lines of every journal in the folder."""
    return sum(tally(path.read_bytes()).total.visits for path in folder.glob("*.journal"))


def views_in(folder: Path) -> int:
    """Return the page views of every journal in the folder."""
    return sum(tally(path.read_bytes()).total.views for path in folder.glob("*.views"))


def read(counter: Counter, at: datetime, agent: str = FIREFOX, path: str = "/tin-tuc/") -> bool:
    """Let one reader read a page; return whether the view is acknowledged."""
    return counter.read(address="203.0.113.7", agent=agent, path=path, referrer="-", at=at)


def come(counter: Counter, at: datetime, agent: str = FIREFOX) -> bool:
    """Let one reader come; return whether that was a visit."""
    before = visits_in(counter._folder.path)
    assert read(counter, at, agent)
    return visits_in(counter._folder.path) > before


def test_a_visitor_counts_once_in_half_an_hour(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    moments = [AT + timedelta(minutes=minute) for minute in (0, 1, 29)]
    assert [come(counter, moment) for moment in moments] == [True, False, False]
    assert come(counter, AT + timedelta(minutes=30))
    assert come(counter, AT + timedelta(minutes=30), agent="Mozilla/5.0 Safari/605.1")
    assert visits_in(tmp_path) == 3


def test_the_half_hour_outlives_a_restart(tmp_path: Path) -> None:
    come(Counter(tmp_path), AT)
    assert not come(Counter(tmp_path), AT + timedelta(minutes=20))
    assert come(Counter(tmp_path), AT + timedelta(minutes=31))


def test_two_processes_on_one_folder_count_a_visitor_once(tmp_path: Path) -> None:
    first, second = Counter(tmp_path), Counter(tmp_path)
    assert come(first, AT)
    assert not come(second, AT)


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(hours=1), timedelta(hours=9)])
def test_a_clock_that_jumps_back_counts_nobody_twice(tmp_path: Path, back: timedelta) -> None:
    counter = Counter(tmp_path)
    come(counter, AT)
    assert not come(counter, AT - back)
    assert not come(Counter(tmp_path), AT - back)
    assert visits_in(tmp_path) == 1


def test_a_day_starts_at_midnight_in_vietnam_and_destroys_the_salt(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    late = datetime(2020, 7, 13, 23, 59, 59, tzinfo=VIETNAM)
    come(counter, late)
    assert [path.name for path in tmp_path.glob("salt-*")] == ["salt-2020-07-13"]
    counter.tick(late + timedelta(seconds=2))
    assert list(tmp_path.glob("salt-*")) == []
    assert come(counter, late + timedelta(seconds=3))
    assert sorted(path.name[:10] for path in tmp_path.glob("*.journal")) == ["2020-07-13", "2020-07-14"]


def test_neither_address_nor_browser_is_stored_and_the_salt_is_private(tmp_path: Path) -> None:
    come(Counter(tmp_path), AT)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"203.0.113" not in written
    assert b"Firefox" not in written
    assert stat.S_IMODE((tmp_path / "salt-2020-07-13").stat().st_mode) == 0o600


def test_a_line_torn_by_a_dead_process_is_closed_off(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    come(counter, AT)
    for path in [*tmp_path.glob("*.journal"), *tmp_path.glob("*.views")]:
        with path.open("ab") as handle:
            handle.write(b"v 5f0b1c")
    assert come(counter, AT, agent="Mozilla/5.0 Safari/605.1")
    assert (visits_in(tmp_path), views_in(tmp_path)) == (2, 2)


def hammer(folder: Path, start: int) -> None:
    """Be one of several processes that see overlapping visitors."""
    counter = Counter(folder)
    for number in range(start, start + 300):
        assert read(counter, AT, agent=f"{FIREFOX} {number}")


def test_processes_that_write_at_once_count_each_visitor_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=hammer, args=(tmp_path, start)) for start in (0, 100, 200)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert visits_in(tmp_path) == 500
    assert views_in(tmp_path) == 900


def test_a_long_day_is_not_read_whole_and_the_half_hour_is_still_known(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    for minute in range(180):
        read(counter, AT + timedelta(minutes=minute), agent=f"{FIREFOX} {minute % 60}")
    again = Counter(tmp_path)
    assert not come(again, AT + timedelta(minutes=180), agent=f"{FIREFOX} 59")
    assert come(again, AT + timedelta(minutes=180), agent=f"{FIREFOX} 1")
