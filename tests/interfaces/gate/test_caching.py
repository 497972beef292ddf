"""When a kept copy is shown, and when not: bounds, one rendering, purges, the last good copy."""

import asyncio
import gzip
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from giaoban.interfaces.gate import caching, copies
from giaoban.interfaces.gate.bridge import StartResponse
from giaoban.interfaces.gate.caching import Found, PageCache
from giaoban.interfaces.gate.copies import SLOT, Copy, Rendered, messages_for
from giaoban.interfaces.gate.editions import Editions
from giaoban.interfaces.gate.keys import DEFAULT_DISPLAY, Key

KEY = Key("http", "localhost", "/", "", "vi", DEFAULT_DISPLAY)


class Pages:
    """Pages whose words, status and headers a test changes; counts how often one is rendered."""

    def __init__(self) -> None:
        self.text, self.status, self.rendered = "một", "200 OK", 0
        self.headers: list[tuple[str, str]] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        """Answer (PEP 3333)."""
        self.rendered += 1
        text = self.text
        assert self.gate.wait(30)
        start_response(self.status, [("Content-Type", "text/html; charset=utf-8"), *self.headers])
        return [SLOT + text.encode() + b" " + environ["QUERY_STRING"].encode() + b"." * 1000]


class House:
    """A cache over such pages, with editions that a test turns."""

    def __init__(self, room: int) -> None:
        self.pages = Pages()
        self.editions = Editions()
        self.editions.looked = time.monotonic()
        self.threads = ThreadPoolExecutor(4)
        self.cache = PageCache(self.pages, self.editions, self.threads, room)

    async def read(self, key: Key = KEY) -> Found:
        """Return what a reader gets."""
        return self.cache.fresh(key) or await self.cache.find(key)

    async def words(self, key: Key = KEY) -> str:
        """Return the text a reader gets."""
        found = await self.read(key)
        assert found is not None
        return (found.plain.body["body"] if isinstance(found, Copy) else found.body).decode()

    def turn(self, *, withdrew: bool = False) -> None:
        """Let public content change."""
        self.editions._turn(withdrew=withdrew)

    def let_pass(self, seconds: float) -> None:
        """Make every copy, and every change, older."""
        self.editions.changed -= seconds
        for copy in self.cache.shelf._copies.values():
            copy.made -= seconds
            copy.tried -= seconds


@pytest.fixture
def house() -> Iterator[House]:
    """A cache with room for about a hundred copies."""
    house = House(room=700_000)
    yield house
    house.pages.gate.set()
    house.threads.shutdown()


def play(story: Callable[[], Awaitable[None]]) -> None:
    """Run one story on an event loop."""

    async def whole() -> None:
        await story()

    asyncio.run(whole())


async def until(true: Callable[[], bool]) -> None:
    """Return once `true()`; fail after ten seconds."""
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


def test_ten_thousand_addresses_take_no_more_room_than_there_is(house: House) -> None:
    async def story() -> None:
        for number in range(10_000):
            await house.read(KEY._replace(query=f"trang={number}"))
        assert 50 < len(house.cache.shelf) < 150
        assert house.cache.shelf.size <= 700_000
        await house.words(KEY._replace(query="trang=9999"))
        assert house.pages.rendered == 10_000

    play(story)


def test_a_page_is_rendered_once_however_many_ask_and_though_the_first_leaves(house: House) -> None:
    async def story() -> None:
        house.pages.gate.clear()
        readers = [asyncio.create_task(house.words()) for _ in range(50)]
        await asyncio.sleep(0)
        readers[0].cancel()
        house.pages.gate.set()
        assert {text[:20] for text in await asyncio.gather(*readers[1:])} == {(SLOT.decode() + "một")[:20]}
        assert house.pages.rendered == 1

    play(story)


def test_what_was_changed_is_shown_to_the_next_reader_and_the_old_at_most_five_seconds(house: House) -> None:
    async def story() -> None:
        await house.read()
        house.pages.text = "hai"
        house.turn()
        assert "hai" in await house.words()
        house.pages.text = "ba"
        house.pages.gate.clear()
        house.turn()
        assert "hai" in await house.words()  # after a second's wait for the new one
        house.let_pass(5)
        reader = asyncio.create_task(house.words())
        assert not (await asyncio.wait({reader}, timeout=1.5))[0]
        house.pages.gate.set()
        assert "ba" in await reader

    play(story)


def test_an_old_copy_is_bounded_by_its_age_when_no_purge_ever_comes(house: House) -> None:
    async def story() -> None:
        await house.read()
        house.pages.text = "hai"
        house.let_pass(caching.LIFETIME - 1)
        assert "một" in await house.words()
        house.let_pass(1 + caching.STALE)
        assert "hai" in await house.words()

    play(story)


def test_what_was_withdrawn_is_never_shown_again_even_if_django_fails(house: House) -> None:
    async def story() -> None:
        await house.read()
        house.turn(withdrew=True)
        house.pages.status = "500 Internal Server Error"
        found = await house.read()
        assert isinstance(found, Rendered)
        assert found.status == 500
        house.pages.status = "404 Not Found"
        assert isinstance(await house.read(), Rendered)
        assert len(house.cache.shelf) == 0

    play(story)


@pytest.mark.parametrize(("language", "words"), [("vi", "Trang đang hiện bản lưu lúc"), ("en", "saved copy")])
def test_while_django_fails_the_last_good_copy_is_shown_and_says_so(house: House, language: str, words: str) -> None:
    key = KEY._replace(language=language)

    async def story() -> None:
        assert SLOT.decode() in await house.words(key)
        house.let_pass(3600)
        house.pages.status = "500 Internal Server Error"
        saved = await house.read(key)
        assert isinstance(saved, Copy)
        start, body = messages_for(saved, "GET", {b"accept-encoding": b"gzip"})
        assert words in gzip.decompress(body["body"]).decode()
        assert (b"cache-status", b"giaoban; hit; stale; detail=saved-copy") in start["headers"]
        assert words in await house.words(key)
        assert house.pages.rendered == 2  # a failing page is not asked for again at once
        house.pages.status = "200 OK"
        house.let_pass(caching.TRY_AGAIN)
        assert words not in await house.words(key)

    play(story)


def test_while_the_database_is_away_nobody_asks_django(house: House) -> None:
    async def story() -> None:
        await house.read()
        house.editions.away = True
        assert "bản lưu" not in await house.words()
        house.editions.looked -= caching.SURE_FOR + 1
        assert "bản lưu" in await house.words()
        assert house.pages.rendered == 1

    play(story)


@pytest.mark.parametrize("header", [
    ("Set-Cookie", "csrftoken=1"), ("Cache-Control", "private"), ("Cache-Control", "no-store"), ("Vary", "*"),
    ("Vary", "User-Agent"),
])  # fmt: skip
def test_an_answer_that_is_somebodys_own_is_shared_with_nobody(house: House, header: tuple[str, str]) -> None:
    async def story() -> None:
        house.pages.headers = [header]
        assert await house.read() is None
        assert await house.read() is None
        assert house.pages.rendered == 1
        assert len(house.cache.shelf) == 0

    play(story)


def test_pages_read_lately_are_made_again_after_a_change_and_others_are_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "RENEW_EVERY", 0.01)

    async def story() -> None:
        await house.read()
        house.turn(withdrew=True)
        await until(lambda: house.pages.rendered == 2)
        house.turn()  # nobody read the page in between
        await asyncio.sleep(0.2)
        assert house.pages.rendered == 2

    play(story)


def test_a_page_may_shorten_its_own_life(house: House) -> None:
    async def story() -> None:
        house.pages.headers = [("Cache-Control", "public, max-age=0, s-maxage=2")]
        await house.read()
        house.pages.text = "hai"
        house.pages.gate.clear()
        house.let_pass(2)
        reader = asyncio.create_task(house.words())
        await until(lambda: house.pages.rendered == 2)
        assert not (await asyncio.wait({reader}, timeout=caching.FRESH_WITHIN + 0.2))[0]
        house.pages.gate.set()
        assert "hai" in await reader  # never the old one, not even for a moment

    play(story)


def test_a_saved_copy_is_made_once_beside_the_loop_and_takes_its_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, loop_thread = list[int](), threading.get_ident()

    def saved_copy_of(copy: Copy) -> Copy:
        made.append(threading.get_ident())
        return copies.saved_copy_of(copy)

    monkeypatch.setattr(caching, "saved_copy_of", saved_copy_of)

    async def story() -> None:
        await house.read()
        alone = house.cache.shelf.size
        house.let_pass(3600)
        house.pages.status = "500 Internal Server Error"
        house.editions.away, house.editions.looked = True, -caching.SURE_FOR
        # The page threads may all be waiting for the database.
        for _ in range(4):
            house.threads.submit(house.pages.gate.wait, 30)
        house.pages.gate.clear()
        found = await asyncio.gather(*(house.words() for _ in range(20)))
        assert all("bản lưu" in text for text in found)
        assert (len(made), loop_thread in made) == (1, False)
        assert house.cache.shelf.size > 1.9 * alone
        for number in range(200):
            house.cache.shelf.put(KEY._replace(query=f"trang={number}"), (await house.read()))  # type: ignore[arg-type]
        assert house.cache.shelf.size == sum(copy.size for copy in house.cache.shelf._copies.values()) <= 700_000
        house.pages.gate.set()

    play(story)


def test_a_browser_that_has_the_page_gets_a_304_and_head_gets_no_body(house: House) -> None:
    async def story() -> None:
        copy = await house.read()
        assert isinstance(copy, Copy)
        start, body = messages_for(copy, "GET", {b"if-none-match": copy.etag})
        assert (start["status"], body["body"]) == (304, b"")
        assert {name for name, _ in start["headers"]} == {b"etag", b"cache-control", b"vary", b"cache-status"}
        start, body = messages_for(copy, "HEAD", {})
        assert (start["status"], body["body"]) == (200, b"")

    play(story)
