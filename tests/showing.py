"""A clock moved as the demonstration's is: it shows a moment and runs on, and figures are marked as made up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.test import override_settings

from giaoban.lib import clock


@contextmanager
def showing(moment: datetime, folder: Path) -> Iterator[None]:
    """Show a moment while inside; the folder takes the clock's file."""
    with override_settings(CLOCK_FILE=folder / "clock.json"):
        clock.set_shown(moment)
        yield
