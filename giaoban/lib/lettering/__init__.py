"""The typeface for pictures drawn by the server, and drawing them: no system font, no system package.

Noto Sans under the SIL Open Font License (OFL.txt), reduced to what Vietnamese and English write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

FAMILY = "Noto Sans"
FILES = tuple(str(Path(__file__).parent / name) for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"))
PATIENCE_SECONDS = 3.0
_one_at_a_time = Lock()


class TooBusy(Exception):
    """Another picture is being drawn, and others wait for it already."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the only place at the drawing board, so that drawing never takes more than one core.

    Raises TooBusy after a short wait.
    """
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise TooBusy
    try:
        yield
    finally:
        _one_at_a_time.release()


def picture(svg: str, width: int) -> bytes:
    """Return a drawing as PNG, `width` pixels wide; the last few stay at hand. Raises TooBusy after a short wait."""
    with one_at_a_time():
        return _picture(svg, width)


@lru_cache(maxsize=16)
def _picture(svg: str, width: int) -> bytes:
    import resvg_py  # loaded with the first picture: most processes draw none

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=width, skip_system_fonts=True, font_files=list(FILES), font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )  # fmt: skip
