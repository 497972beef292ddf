"""The small chart of a line: ○ same period, ● this period, | the level needed. One scale for the whole column.

Every line is drawn against its own needed level, so that the level is one vertical line down the column; a third
more or less fills the frame, what lies outside is an arrow. Percent points would make rates and volumes unlike.
"""

from dataclasses import dataclass
from decimal import Decimal

from giaoban.domain.indicators.queries import Comparison, amount_text

CENTRE, FRAME_LEFT, FRAME_RIGHT, SPREAD = Decimal(56), Decimal(6), Decimal(106), Decimal(160)


@dataclass(frozen=True)
class Mark:
    """Where a value stands; `side` is "left" or "right" where it lies outside the frame."""

    x: str
    side: str


@dataclass(frozen=True)
class Chart:
    """Both marks of a line and the words for those who do not see them."""

    now: Mark | None
    before: Mark | None
    label: str
    has_level: bool = True


def _mark(value: Decimal | None, needed: Decimal) -> Mark | None:
    if value is None:
        return None
    x = CENTRE + (value / needed - 1) * SPREAD
    side = "left" if x < FRAME_LEFT else "right" if x > FRAME_RIGHT else ""
    return Mark(f"{min(max(x, FRAME_LEFT), FRAME_RIGHT):.1f}", side)


def chart_of(line: Comparison, words: tuple[str, str, str]) -> Chart | None:
    """Return the chart of a line, or None where there is nothing to draw it against.

    A line without plan is drawn against its same period. `words` label this period, same period, needed level.
    """
    needed = line.needed
    if needed is None and line.indicator.band_low is not None and line.indicator.band_high is not None:
        needed = (line.indicator.band_low + line.indicator.band_high) / 2
    centre = needed or line.before
    if not centre or line.actual is None:
        return None
    values = zip(words, (line.actual, line.before, needed), strict=True)
    label = ", ".join(f"{word} {amount_text(line, value)}" for word, value in values if value is not None)
    return Chart(_mark(line.actual, centre), _mark(line.before, centre), label, has_level=bool(needed))
