"""Sheets set by Typst from data, and keeping what was made in a file.

What a sheet says is handed over as data, never as part of its own text. Only the typefaces Typst brings along are
used: the same sheet looks the same on every machine.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import typst

from giaoban.lib.lettering import one_at_a_time


def set_sheet(
    sheet: Path,
    told: Mapping[str, object],
    *,
    form: Literal["pdf", "png"],
    pictures: Mapping[str, bytes] | None = None,
    pixels_per_inch: float | None = None,
) -> bytes:
    """Return a sheet set with what it is told, as PDF or, of one page, as PNG.

    `pictures` lie beside the sheet under their names; the sheet reaches no other file. One sheet is set at a time:
    raises giaoban.lib.lettering.TooBusy after a short wait.
    """
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="sheet-") as folder:
        copy = Path(shutil.copy(sheet, folder))
        for name, content in (pictures or {}).items():
            (copy.parent / name).write_bytes(content)
        data = {"data": json.dumps(told, ensure_ascii=False)}
        return bytes(
            typst.compile(
                copy, root=copy.parent, format=form, ppi=pixels_per_inch, sys_inputs=data, ignore_system_fonts=True
            )
        )


def key_of(sheet: Path, told: Mapping[str, object], *, pictures: Mapping[str, bytes] | None = None) -> str:
    """Return a key that changes with what a sheet is told, its pictures, and the sheet itself."""
    digest = blake2b(json.dumps(told, ensure_ascii=False).encode() + sheet.read_bytes(), digest_size=10)
    for name, content in sorted((pictures or {}).items()):
        digest.update(name.encode() + content)
    return digest.hexdigest()


def kept(folder: Path, stem: str, key: str, suffix: str, make: Callable[[], bytes], *, most: int | None = None) -> Path:
    """Return the file `<stem>-<key><suffix>`, made where it does not stand yet; older ones of the stem are removed.

    Of more than `most` files the oldest make room for a new one.

    However many processes make it at once, a reader of the file never meets half of one.
    """
    path = folder / f"{stem}-{key}{suffix}"
    if path.exists():
        return path
    content = make()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as aside:
        fresh = Path(aside, "made")
        fresh.write_bytes(content)
        for old in folder.glob(f"{stem}-*{suffix}"):
            old.unlink(missing_ok=True)
        fresh.replace(path)
    if most is not None:
        for old in sorted(folder.glob(f"*{suffix}"), key=_made_at)[:-most]:
            old.unlink(missing_ok=True)
    return path


def _made_at(path: Path) -> float:
    """Return when a file was made, in seconds; 0 where another process has just taken it away."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
