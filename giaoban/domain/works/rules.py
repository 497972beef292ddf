"""Progress of a work as of a day, how it stands, on which days it is shown. Pure Python.

Nothing here is typed by anybody: progress is the share of the milestones' weights, planned or finished by the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class WorkState(StrEnum):
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    LATE = "late"
    DONE = "done"

    @property
    def label(self) -> str:
        """The word people read."""
        return _LABELS[self]


_LABELS = {
    WorkState.NOT_STARTED: "Chưa khởi công",
    WorkState.ON_TRACK: "Đúng tiến độ",
    WorkState.LATE: "Chậm tiến độ",
    WorkState.DONE: "Hoàn thành",
}


@dataclass(frozen=True)
class Part:
    """A milestone as far as progress goes: its weight in the whole, the day planned, the day it was finished."""

    weight: int
    planned_on: date
    finished_on: date | None = None

    def is_finished_by(self, day: date) -> bool:
        """Return whether it was finished on the day or before."""
        return self.finished_on is not None and self.finished_on <= day

    def is_overdue_on(self, day: date) -> bool:
        """Return whether its day has passed without it; on its own day it is still in time."""
        return self.planned_on < day and not self.is_finished_by(day)


def percent_planned(parts: Sequence[Part], day: date) -> int:
    """Return which share of the whole the plan wants finished by the day, in whole percent."""
    return _share(sum(part.weight for part in parts if part.planned_on <= day), parts)


def percent_done(parts: Sequence[Part], day: date) -> int:
    """Return which share of the whole was finished by the day, in whole percent."""
    return _share(sum(part.weight for part in parts if part.is_finished_by(day)), parts)


def _share(weight: int, parts: Sequence[Part]) -> int:
    whole = sum(part.weight for part in parts)
    return percent_of(weight, whole) if whole else 0


def percent_of(part: int, whole: int) -> int:
    """Return a part of a whole in whole percent; 100 only for all of it, 0 only for nothing."""
    rounded = int((Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP))
    if 0 < part < whole:
        return min(max(rounded, 1), 99)
    return rounded


def state_on(parts: Sequence[Part], day: date) -> WorkState:
    """Return how the work stands: done, late by any milestone, not begun, else on track."""
    if all(part.is_finished_by(day) for part in parts):
        return WorkState.DONE
    if any(part.is_overdue_on(day) for part in parts):
        return WorkState.LATE
    return WorkState.ON_TRACK if any(part.is_finished_by(day) for part in parts) else WorkState.NOT_STARTED


def done_on(parts: Sequence[Part]) -> date | None:
    """Return the day on which the last milestone was finished, None while one is open."""
    days = [part.finished_on for part in parts if part.finished_on is not None]
    return max(days) if days and len(days) == len(parts) else None


def is_shown_on(parts: Sequence[Part], *, known_on: date, day: date) -> bool:
    """Return whether a list or map of the day holds the work.

    From the day it was registered, or was to begin where that was earlier, to the end of the year it was finished in.
    """
    begins = min([known_on, *(part.planned_on for part in parts)])
    finished = done_on(parts)
    return begins <= day and (finished is None or day.year <= finished.year)
