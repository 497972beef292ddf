"""The page cache: when a kept copy may be shown, one rendering however many ask, what is shown while Django is away.

Everything here runs on the event loop and needs no lock; only rendering and compressing happen in threads.
Ages are told by the monotonic clock: a wall clock set back freezes nothing.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from concurrent.futures import Executor
from io import BytesIO
from itertools import islice

from giaoban.interfaces.gate.bridge import RETRY_AFTER, Pages, Scope, TurnedAway, environ_of, render
from giaoban.interfaces.gate.copies import Copy, Rendered, copy_of, saved_copy_of
from giaoban.interfaces.gate.editions import Editions
from giaoban.interfaces.gate.keys import Key
from giaoban.lib import clock

logger = logging.getLogger(__name__)
LIFETIME = 60.0  # seconds a copy may be shown at most without asking Django, even if every purge is lost
# Seconds an outdated copy may still be shown while the new one is rendered; not of a page that says s-maxage itself.
STALE = 5.0
FRESH_WITHIN = 1.0  # seconds a reader waits for the new edition of a page that was changed, before getting the old
SURE_FOR = 2.0  # seconds after the last good look at the database in which copies need no banner
LONGEST_WAIT = 8.0  # seconds after which a saved copy, marked as one, is better than waiting on
TRY_AGAIN = 5.0  # seconds between two tries at a page that fails
PASS_FOR = 60.0  # seconds in which a page that turned out to be personal is not tried for the cache again
PASSES = 1000  # such pages remembered
RENEW_EVERY = 1.0  # seconds between two looks for pages that a change made old
RENEWED = 30  # of the pages read last, made again before anybody asks

Found = Copy | Rendered | None


class Shelf:
    """Copies by key, the least recently used leave when there are more bytes than allowed."""

    def __init__(self, room: int) -> None:
        self._copies: OrderedDict[Key, Copy] = OrderedDict()
        self._room = room
        self.size = 0

    def __len__(self) -> int:
        return len(self._copies)

    def get(self, key: Key) -> Copy | None:
        """Return a copy and note that it was wanted."""
        copy = self._copies.get(key)
        if copy is not None:
            self._copies.move_to_end(key)
        return copy

    def put(self, key: Key, copy: Copy) -> None:
        """Keep a copy, letting others go for it."""
        self.drop(key)
        self._copies[key] = copy
        self.size += copy.size
        self._make_room()

    def add_saved(self, key: Key, copy: Copy, saved: Copy) -> None:
        """Keep a copy's version with the banner beside it; together they take the room of both."""
        copy.saved = saved
        if self._copies.get(key) is copy:
            copy.size += saved.size
            self.size += saved.size
            self._make_room()

    def _make_room(self) -> None:
        while self.size > self._room:
            _, gone = self._copies.popitem(last=False)
            self.size -= gone.size

    def latest(self, count: int) -> list[tuple[Key, Copy]]:
        """Return the copies wanted last, the very last at the end."""
        return list(islice(reversed(self._copies.items()), count))[::-1]

    def drop(self, key: Key) -> None:
        """Forget a copy."""
        gone = self._copies.pop(key, None)
        if gone is not None:
            self.size -= gone.size


class PageCache:
    """The copies of one process."""

    def __init__(self, pages: Pages, editions: Editions, threads: Executor, room: int) -> None:
        self._pages = pages
        self._editions = editions
        self._threads = threads
        self.shelf = Shelf(room)
        self._flights: dict[tuple[Key, int], asyncio.Task[Copy | Rendered]] = {}
        self._savings: dict[int, asyncio.Task[Copy]] = {}
        self._passes: OrderedDict[Key, float] = OrderedDict()
        self._renewing: asyncio.Task[None] | None = None

    def fresh(self, key: Key) -> Copy | None:
        """Return a copy that may be shown as it is; the path of nearly every reading."""
        copy = self.shelf.get(key)
        if copy is None:
            return None
        now, editions = time.monotonic(), self._editions
        if copy.edition != editions.number or now - copy.made >= copy.lifetime:
            return None
        copy.read = True
        return None if editions.away and now - editions.looked > SURE_FOR else copy

    async def find(self, key: Key) -> Found:
        """Return a copy to show, an answer for everybody that is not kept, or None: the reader must ask in person."""
        now = time.monotonic()
        if self._renewing is None:
            self._renewing = asyncio.create_task(self._renew())
        if self._passes.get(key, 0.0) > now:
            return None
        copy = self.shelf.get(key)
        if copy is not None and self._may_be_saved(copy) and (self._editions.away or now - copy.tried < TRY_AGAIN):
            return await self._saved(key, copy)
        if self._editions.away and (shared := await self._from_disk(key)) is not None:
            return await self._saved(key, shared)
        flight = self._flight(key)
        if copy is None or not self._may_be_saved(copy):
            await asyncio.wait({flight}, timeout=LONGEST_WAIT)
            if not flight.done() and (shared := await self._from_disk(key)) is not None:
                return await self._saved(key, shared)
            return await self._outcome(key, await asyncio.shield(flight))
        stale_until = self._stale_until(copy)
        if copy.edition == self._editions.number and now < stale_until:
            return copy
        wait = FRESH_WITHIN if now < stale_until else LONGEST_WAIT
        await asyncio.wait({flight}, timeout=wait)
        if flight.done():
            return await self._outcome(key, flight.result())
        return copy if time.monotonic() < stale_until else await self._saved(key, copy)

    def _stale_until(self, copy: Copy) -> float:
        """Return until when an outdated copy may be shown while the new one is rendered."""
        ended = copy.made + copy.lifetime
        if not _says_how_long(copy):
            ended += STALE
        if copy.edition == self._editions.number:
            return ended
        if copy.edition == self._editions.number - 1:  # outdated by the last change, not by one before
            return min(ended, self._editions.changed + STALE)
        return 0.0

    def _may_be_saved(self, copy: Copy) -> bool:
        """Whether nothing was withdrawn since the copy was made."""
        return copy.edition >= self._editions.floor

    async def _from_disk(self, key: Key) -> Copy | None:
        """Return what a process saved of a page since the last withdrawal, kept here from now on."""
        editions = self._editions
        if editions.saved is None:
            return None
        mark, edition = editions.mark, editions.number
        found = await asyncio.get_running_loop().run_in_executor(
            None, editions.saved.get, mark, key, edition, LIFETIME
        )  # fmt: skip
        if found is None or mark != editions.mark:
            return None
        found.tried = time.monotonic()
        self.shelf.put(key, found)
        return found

    async def _saved(self, key: Key, copy: Copy) -> Copy:
        """Return the copy with its banner, made once however many ask. Not in the page threads: while the database
        is away they may all be waiting for it."""
        if copy.saved is not None:
            return copy.saved
        saving = self._savings.get(id(copy))
        if saving is None:
            saving = self._savings[id(copy)] = asyncio.create_task(self._save(key, copy))
            saving.add_done_callback(lambda _: self._savings.pop(id(copy), None))
        return await asyncio.shield(saving)

    async def _save(self, key: Key, copy: Copy) -> Copy:
        saved = await asyncio.get_running_loop().run_in_executor(None, saved_copy_of, copy)
        self.shelf.add_saved(key, copy, saved)
        return saved

    async def _outcome(self, key: Key, made: Copy | Rendered) -> Found:
        """Return what one reader gets of a rendering."""
        if isinstance(made, Copy):
            made.read = True
            return made
        if made.status >= 500:
            copy = self.shelf.get(key)
            if copy is None or not self._may_be_saved(copy):
                copy = await self._from_disk(key)
            return await self._saved(key, copy) if copy is not None else made
        return made if made.is_anybodys else None

    def _flight(self, key: Key) -> asyncio.Task[Copy | Rendered]:
        """Return the one rendering of a page in this edition that is under way, starting it where there is none."""
        place = key, self._editions.number
        flight = self._flights.get(place)
        if flight is None:
            flight = self._flights[place] = asyncio.create_task(self._make(key))
            flight.add_done_callback(lambda _: self._flights.pop(place, None))
        return flight

    async def _renew(self) -> None:
        """After each change, make the pages read lately again, one at a time.

        They are then there at once for their readers, and may be shown as saved copies if the database goes away.
        A page nobody read since is left alone.
        """
        while True:
            await asyncio.sleep(RENEW_EVERY)
            for key, copy in self.shelf.latest(RENEWED):
                if copy.read and copy.edition != self._editions.number and not self._editions.away:
                    await asyncio.shield(self._flight(key))

    async def _make(self, key: Key) -> Copy | Rendered:
        mark, edition, made = self._editions.mark, self._editions.number, time.monotonic()
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._threads, self._render, key, edition, made)
        except TurnedAway:
            headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", RETRY_AFTER.decode())]
            found = Rendered(503, headers, b"503 Service Unavailable\n")
        except Exception:
            logger.exception("page %s failed", key.path)
            found = Rendered(500, [("Content-Type", "text/plain; charset=utf-8")], b"500 Internal Server Error\n")
        self._keep(key, found)
        saved = self._editions.saved
        if saved is None:
            return found
        if isinstance(found, Copy):
            loop.run_in_executor(None, saved.put, mark, key, found)
        elif found.status < 500:
            saved.drop(mark, key)
        return found

    def _keep(self, key: Key, found: Copy | Rendered) -> None:
        copy = self.shelf.get(key)
        if isinstance(found, Copy):
            if copy is None or copy.edition <= found.edition:
                self.shelf.put(key, found)
        elif found.status >= 500:
            if copy is not None:
                copy.tried = time.monotonic()
        else:
            self.shelf.drop(key)
            if not found.is_anybodys:
                self._passes[key] = time.monotonic() + PASS_FOR
                while len(self._passes) > PASSES:
                    self._passes.popitem(last=False)

    def _render(self, key: Key, edition: int, made: float) -> Copy | Rendered:
        """Render the page of a key; runs in a page thread."""
        shown_at = clock.now()
        environ = environ_of(_request_for(key), BytesIO(), address="127.0.0.1", scheme=key.scheme)
        answer = render(self._pages, environ)
        with answer.body:
            rendered = Rendered(answer.status, answer.headers, answer.body.read())
        if not rendered.is_worth_keeping:
            return rendered
        return copy_of(
            rendered, made=made, edition=edition, shown_at=shown_at, language=key.language, usual=LIFETIME
        )  # fmt: skip


def _says_how_long(copy: Copy) -> bool:
    """Whether the page itself says how old it may be; it is then never shown older than that."""
    return "s-maxage" in copy.rendered.header("cache-control")


def _request_for(key: Key) -> Scope:
    """Return the request that a key stands for, with nothing of any reader in it."""
    headers = [
        (b"host", key.host.encode("latin-1")),
        (b"cookie", key.cookie.encode("latin-1")),
        (b"accept", b"text/html,*/*"),
    ]
    return {
        "method": "GET", "path": key.path, "query_string": key.query.encode("ascii"), "http_version": "1.1",
        "headers": headers, "scheme": key.scheme,
    }  # fmt: skip
