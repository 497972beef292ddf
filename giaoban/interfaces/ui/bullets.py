"""The small chart of one figure: this period and the same period on one scale around the needed level."""

from dataclasses import dataclass
from decimal import Decimal

MIDDLE, REACH, EDGE = 56, 50, 4
# A quarter above or below the needed level reaches the end of the scale; beyond it stands an arrow.
SPAN = Decimal("0.25")


@dataclass(frozen=True)
class Mark:
    """A place on the 112-wide scale; `off` is -1 or 1 where the figure lies beyond the scale."""

    x: int
    off: int = 0


@dataclass(frozen=True)
class Bullet:
    now: Mark
    before: Mark | None


def _mark(value: Decimal, needed: Decimal) -> Mark:
    share = (value / needed - 1) / SPAN
    if abs(share) > 1:
        return Mark(MIDDLE + (REACH if share > 0 else -REACH), 1 if share > 0 else -1)
    return Mark(MIDDLE + int(share * REACH))


def bullet(actual: Decimal | None, before: Decimal | None, needed: Decimal | None) -> Bullet | None:
    """Return the chart's marks; none without a figure or a level to hold it against."""
    if actual is None or not needed:
        return None
    return Bullet(_mark(actual, needed), _mark(before, needed) if before is not None else None)
