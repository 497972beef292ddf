"""Kept pages on disk, for all processes of the machine: what one of them rendered, another can show in an outage.

They stand in a folder named by the last withdrawals in the records. After a withdrawal every process moves on to
another folder and removes the rest, so a page from before it is found no more, by whichever process and however late.
"""

import gzip
import json
import logging
import os
import shutil
import threading
import zlib
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from giaoban.interfaces.gate.copies import Copy, Rendered, copy_of
from giaoban.interfaces.gate.keys import Key

logger = logging.getLogger(__name__)
FILES_AT_MOST = 1000
LONG_AGO = float("-inf")  # when a copy from disk was made, by this process's clock: never to be shown as fresh


class SavedPages:
    """The folder. Safe for several threads and processes; what cannot be written or read is simply not there."""

    def __init__(self, folder: Path, room: int) -> None:
        self._folder = folder
        self._room = room

    def last_mark(self) -> str:
        """Return the mark entered last by any process, for one that cannot ask the records; "" for none."""
        try:
            return (self._folder / "mark").read_text()
        except OSError:
            return ""

    def leave(self) -> None:
        """Let no mark be in force, until `enter`."""
        try:
            (self._folder / "mark").unlink(missing_ok=True)
        except OSError as fault:
            logger.warning("saved pages stay in force: %s", fault)

    def enter(self, mark: str) -> None:
        """Go over to the pages under a mark, and remove those under others."""
        try:
            (self._folder / mark).mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(self._folder / "mark", mark.encode())
        except OSError as fault:
            logger.warning("pages are not saved on disk: %s", fault)
        for other in self._folder.glob("*-*-*/"):
            if other.name != mark:
                shutil.rmtree(other, ignore_errors=True)

    def put(self, mark: str, key: Key, copy: Copy) -> None:
        """Save a copy made under a mark; nothing where that is no longer in force."""
        packed = copy.packed.body["body"] if copy.packed else gzip.compress(copy.rendered.body, 1)
        facts = {"key": key, "headers": copy.rendered.headers, "at": copy.shown_at.isoformat()}
        path = self._path(mark, key)
        try:
            known = path.exists()
            self._write(path, json.dumps(facts).encode() + b"\n" + packed)
            if not known:
                self._make_room(path.parent)
        except OSError as fault:
            logger.debug("page %s not saved: %s", key.path, fault)

    def get(self, mark: str, key: Key, edition: int, usual: float) -> Copy | None:
        """Return the copy saved under a mark as one of `edition`; None for none, or one that a fault cut short."""
        try:
            line, _, packed = self._path(mark, key).read_bytes().partition(b"\n")
            facts = json.loads(line)
            if facts["key"] != list(key):
                return None
            rendered = Rendered(200, [(name, value) for name, value in facts["headers"]], gzip.decompress(packed))
            shown_at = datetime.fromisoformat(facts["at"])
        except (OSError, EOFError, ValueError, KeyError, zlib.error):
            return None
        return copy_of(
            rendered, made=LONG_AGO, edition=edition, shown_at=shown_at, language=key.language, usual=usual
        )  # fmt: skip

    def drop(self, mark: str, key: Key) -> None:
        """Forget a page that is none any more."""
        try:
            self._path(mark, key).unlink(missing_ok=True)
        except OSError as fault:
            logger.warning("saved page %s not removed: %s", key.path, fault)

    def _path(self, mark: str, key: Key) -> Path:
        return (
            self._folder / (mark or "none") / f"{blake2b(repr(tuple(key)).encode(), digest_size=16).hexdigest()}.page"
        )

    def _write(self, path: Path, data: bytes) -> None:
        making = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
        making.write_bytes(data)
        making.rename(path)

    def _make_room(self, place: Path) -> None:
        """Remove the pages saved longest ago, down to nine tenths of what is allowed."""
        found = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(place))
        count, size = len(found), sum(each for _, each, _ in found)
        if count <= FILES_AT_MOST and size <= self._room:
            return
        for _, each, path in found:
            if count <= FILES_AT_MOST * 0.9 and size <= self._room * 0.9:
                return
            Path(path).unlink(missing_ok=True)
            count, size = count - 1, size - each
