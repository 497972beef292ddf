"""Once per visitor per half hour: across restarts, processes, midnight, and a clock that jumps back."""

import fcntl
import multiprocessing
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from giaoban.domain.visits.rules import LINE_LENGTH, NEW, SEEN, Record, encode, journal, new_journal_name, tally
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.gate.journals import Folder, VisitJournal
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


@contextmanager
def held_lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, as a process does that was stopped in the middle of a decision."""
    with (folder / "lock").open("r+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


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


def write_day(folder: Path, start: datetime, minutes: int, readers: int = 20) -> int:
    """Write a day's journal: everybody comes at `start` and stays in sight, a line each half minute; return bytes."""
    second = int(start.timestamp())
    lines = [
        encode(Record(NEW if not step else SEEN, second + step * 30, f"{reader:024x}"))
        for step in range(2 * minutes)
        for reader in range(readers)
    ]
    path = folder / new_journal_name(start.date(), Counter(folder)._folder.mark, 1, "00000001")
    return path.write_bytes(b"".join(lines))


def test_a_long_day_is_read_without_the_lock_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is started in a busy day keeps nobody waiting: under the lock it reads only what came since."""
    size = write_day(tmp_path, AT, minutes=120)
    taken, taken_alone, is_alone = list[int](), list[int](), list[bool]()
    take, alone = VisitJournal._take, Folder.alone

    def noted_take(self: VisitJournal, data: bytes) -> int:
        (taken_alone if is_alone else taken).append(len(data))
        return take(self, data)

    @contextmanager
    def noted_alone(self: Folder) -> Iterator[None]:
        with alone(self):
            is_alone.append(True)
            try:
                yield
            finally:
                is_alone.pop()

    monkeypatch.setattr(VisitJournal, "_take", noted_take)
    monkeypatch.setattr(Folder, "alone", noted_alone)
    started = Counter(tmp_path)
    assert sum(taken) == size  # before the first reader is served
    later = AT + timedelta(minutes=120)
    other = Counter(tmp_path)
    assert come(other, later)
    taken.clear()
    taken_alone.clear()
    assert not come(started, later)
    assert sum(taken) + sum(taken_alone) == LINE_LENGTH  # what the other one wrote
    assert started.online(later) == 21


def test_old_presence_of_a_long_day_is_not_even_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_day(tmp_path, AT, minutes=120)
    decoded = list[bytes]()
    decode = journal.decode

    def noted_decode(line: bytes) -> Record | None:
        decoded.append(line)
        return decode(line)

    monkeypatch.setattr(journal, "decode", noted_decode)
    counter = Counter(tmp_path)
    assert len(decoded) <= 20 + 20 * 2 * 5 + 20 + 1  # the visits, five minutes' presence, the last line
    assert len(counter._presence.today) == 20


def test_a_process_that_is_late_over_midnight_leaves_the_new_day_its_salt(tmp_path: Path) -> None:
    before = datetime(2020, 7, 13, 23, 59, 59, tzinfo=VIETNAM)
    after = before + timedelta(seconds=1)
    ahead, late, third = Counter(tmp_path), Counter(tmp_path), Counter(tmp_path)
    come(late, before)
    assert come(ahead, after)
    late.tick(before)
    assert [path.name for path in tmp_path.glob("salt-*")] == ["salt-2020-07-14"]
    assert not come(third, after)
    assert not come(late, after)


def test_a_clock_set_back_over_midnight_keeps_day_and_salt_and_one_far_ahead_leaves_none(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    after = datetime(2020, 7, 14, 0, 0, 5, tzinfo=VIETNAM)
    come(counter, after - timedelta(seconds=10))
    come(counter, after)
    salt = (tmp_path / "salt-2020-07-14").read_bytes()
    for process in (counter, Counter(tmp_path)):
        assert not come(process, after - timedelta(seconds=10))
        process.tick(after - timedelta(seconds=10))
    assert [path.name for path in tmp_path.glob("salt-*")] == ["salt-2020-07-14"]
    assert (tmp_path / "salt-2020-07-14").read_bytes() == salt
    come(counter, after + timedelta(days=4000))
    assert len(list(tmp_path.glob("salt-*"))) == 1
    come(counter, after)
    assert [path.name for path in tmp_path.glob("salt-*")] == ["salt-2020-07-14"]


def test_a_server_that_stood_still_over_midnight_destroys_the_old_salt_when_it_starts(tmp_path: Path) -> None:
    first = Counter(tmp_path)
    come(first, AT)
    first.close()
    Counter(tmp_path).tick(AT + timedelta(days=2))
    assert list(tmp_path.glob("salt-*")) == []


def inventions(counter: Counter, address: str, count: int) -> None:
    """Let somebody read a page, and keep it in sight, under ever new names."""
    for number in range(count):
        counter.read(address=address, agent=f"{FIREFOX} {number}", path="/", referrer="-", at=AT)
        counter.present(address=address, agent=f"Mozilla/5.0 Safari/{number}", at=AT)


def test_one_address_that_invents_names_takes_bounded_room(tmp_path: Path, settings: Settings) -> None:
    settings.VISITORS_PER_ADDRESS = 30
    counter = Counter(tmp_path)
    inventions(counter, "203.0.113.7", 200)
    lines = b"".join(path.read_bytes() for path in tmp_path.glob("*.journal")).count(b"\n")
    assert (len(counter._presence.seen), lines) == (31, 31)  # one more that they share
    assert len(counter._readers) == 30
    assert views_in(tmp_path) == 200
    # Who was counted stays who they are; others are not touched.
    assert not come(counter, AT, agent=f"{FIREFOX} 3")
    assert counter.read(address="198.51.100.9", agent=FIREFOX, path="/", referrer="-", at=AT)
    assert len(counter._presence.seen) == 32
    counter.tick(AT + timedelta(days=1))
    assert come(counter, AT + timedelta(days=1), agent="Mozilla/5.0 (new)")
    assert counter._names == {"203.0.113.7": 1}


@pytest.mark.parametrize(("addresses", "visitors"), [
    (["2001:db8:1:2::1", "2001:db8:1:2:ffff::2"], 31),  # one client has the whole network
    (["2001:db8:1:2::1", "2001:db8:1:3::1"], 62),
    (["127.0.0.1"], 200),  # this machine: a proxy that nobody named stands for everybody
])  # fmt: skip
def test_what_counts_as_one_address(tmp_path: Path, settings: Settings, addresses: list[str], visitors: int) -> None:
    settings.VISITORS_PER_ADDRESS = 30
    counter = Counter(tmp_path)
    for address in addresses:
        for number in range(200):
            counter.read(address=address, agent=f"{FIREFOX} {number}", path="/", referrer="-", at=AT)
    assert visits_in(tmp_path) == visitors


def test_while_another_holds_the_lock_views_wait_and_count_afterwards(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    with held_lock(tmp_path):
        for number in range(5):
            assert not read(counter, AT, agent=f"{FIREFOX} {number}")
        counter.present(address="203.0.113.7", agent=FIREFOX, at=AT)
        with pytest.raises(OSError, match="does not let go"):
            counter.tick(AT)
    assert read(counter, AT)
    assert (visits_in(tmp_path), views_in(tmp_path)) == (6, 6)
