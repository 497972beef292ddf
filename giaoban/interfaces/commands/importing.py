"""Registers from files named on the command line; what is refused becomes the command's last words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import CommandError

from giaoban.domain.audit.operations import Actor
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.queries import BoundaryCheck
from giaoban.interfaces.ui import registers


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except registers.FileRefused as refusal:
        raise CommandError(str(refusal)) from refusal


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise CommandError(f"Không có tệp {path}") from fault
    except OSError as fault:
        raise CommandError(f"Không đọc được {path}") from fault


def load_units(path: Path, *, at: datetime, acting_user: Actor | None = None) -> list[Unit]:
    """Import a CSV register of units, all of it or nothing. Raises CommandError."""
    with _refusals():
        return registers.load_units(_read(path), path.name, at=at, acting_user=acting_user)


def load_boundaries(
    path: Path, *, source: str, on: date, at: datetime, acting_user: Actor | None = None, strict: bool = False,
    dry_run: bool = False,
) -> BoundaryCheck:  # fmt: skip
    """Import outlines of the units that hold on a day, all or nothing; raises CommandError where one is refused."""
    with _refusals():
        return registers.load_boundaries(
            _read(path), path.name, source=source, on=on, at=at, acting_user=acting_user, strict=strict,
            dry_run=dry_run,
        )  # fmt: skip
