"""Kept pages on disk: shown by whichever process, never from before a withdrawal, in bounded room."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from giaoban.interfaces.gate import caching, saved
from giaoban.interfaces.gate.caching import PageCache
from giaoban.interfaces.gate.copies import Copy, Rendered
from giaoban.interfaces.gate.editions import Editions
from giaoban.interfaces.gate.saved import SavedPages
from tests.interfaces.gate.test_caching import KEY, House, play, until


class Worker(House):
    """One of several processes: a cache of its own, and the folder they share."""

    def __init__(self, folder: Path, mark: str = "1-1-1") -> None:
        super().__init__(room=700_000)
        self.saved = SavedPages(folder, 700_000)
        if mark:
            self.saved.enter(mark)
        self.editions = Editions(self.saved)
        self.editions.looked = 1.0
        self.cache = PageCache(self.pages, self.editions, self.threads, 700_000)

    def lose_database(self) -> None:
        """Let the database go away."""
        self.editions.away, self.editions.looked = True, -caching.SURE_FOR
        self.pages.status = "503 Service Unavailable"

    def files(self) -> list[Path]:
        """Return what is saved."""
        return list(self.saved._folder.glob("*/*.page"))


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Worker, Worker]]:
    """Two processes of one machine."""
    both = Worker(tmp_path), Worker(tmp_path)
    yield both
    for one in both:
        one.threads.shutdown()


def test_a_page_that_another_process_kept_is_shown_and_says_so(two: tuple[Worker, Worker]) -> None:
    first, second = two

    async def story() -> None:
        await first.read()
        await until(lambda: len(first.files()) == 1)
        second.lose_database()
        assert "bản lưu lúc" in await second.words()
        assert second.pages.rendered == 0
        found = await second.read(KEY._replace(path="/khac/"))
        assert isinstance(found, Rendered)
        assert found.status == 503

    play(story)


def test_a_page_from_before_a_withdrawal_is_shown_by_nobody(two: tuple[Worker, Worker], tmp_path: Path) -> None:
    """Neither while its mark is not yet known, nor after, nor by a process that starts later, nor if saved late."""
    first, second = two

    async def story() -> None:
        await first.read()
        await until(lambda: len(first.files()) == 1)
        [file] = first.files()
        kept = file.read_bytes()
        second.editions._turn(withdrew=True)  # it may not have been able to ask for the new mark
        for process in (second, Worker(tmp_path, mark="")):
            process.lose_database()
            assert isinstance(await process.read(), Rendered)
        second.saved.enter("2-1-1")
        assert not file.exists()
        copy = await first.read()
        assert isinstance(copy, Copy)
        first.saved.put("1-1-1", KEY, copy)
        file.parent.mkdir()
        file.write_bytes(kept)
        started = Worker(tmp_path, mark="")
        started.lose_database()
        assert isinstance(await started.read(), Rendered)

    play(story)


def test_a_page_that_is_none_any_more_is_forgotten(two: tuple[Worker, Worker]) -> None:
    first, second = two

    async def story() -> None:
        await first.read()
        await until(lambda: len(first.files()) == 1)
        second.pages.status = "404 Not Found"
        await second.read()
        assert first.files() == []

    play(story)


@pytest.mark.parametrize("spoil", [lambda data: data[:-20], lambda data: b"", lambda data: b"{}\n" + data])
def test_a_file_that_was_cut_short_is_not_shown(two: tuple[Worker, Worker], spoil: "type[bytes]") -> None:
    first, second = two

    async def story() -> None:
        await first.read()
        await until(lambda: len(first.files()) == 1)
        [file] = first.files()
        file.write_bytes(spoil(file.read_bytes()))
        second.lose_database()
        assert isinstance(await second.read(), Rendered)

    play(story)


def test_saved_pages_take_bounded_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "FILES_AT_MOST", 50)
    worker = Worker(tmp_path)

    async def story() -> None:
        for number in range(120):
            copy = await worker.read(KEY._replace(query=f"trang={number}"))
            assert isinstance(copy, Copy)
            worker.saved.put("1-1-1", KEY._replace(query=f"trang={number}"), copy)
            path = worker.saved._path("1-1-1", KEY._replace(query=f"trang={number}"))
            if path.exists():
                os.utime(path, (number, number))
        assert 40 < len(worker.files()) <= 50
        worker.saved._room = 3000
        last = await worker.read(KEY)
        assert isinstance(last, Copy)
        worker.saved.put("1-1-1", KEY._replace(path="/khac/"), last)
        assert sum(file.stat().st_size for file in worker.files()) <= 3000

    play(story)
    worker.threads.shutdown()
