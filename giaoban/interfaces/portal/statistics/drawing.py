"""A bar chart as plain numbers for an inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 240
LEFT, TOP, BOTTOM = 64, 12, 30
LABELS = 8  # words under the axis, at most


@dataclass(frozen=True)
class Drawn:
    """One bar, in the picture's units."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    name: str
    amount: int | None  # None where nothing was counted yet
    label: str  # the word under the axis; empty where there is no room for it


@dataclass(frozen=True)
class Tick:
    """One line across."""

    y: float
    amount: int


@dataclass(frozen=True)
class Chart:
    """The picture: its bars and its lines, lowest first."""

    bars: list[Drawn]
    ticks: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def chart_of(amounts: Sequence[int | None], names: list[str], words: list[str]) -> Chart:
    """Return the chart of the amounts; `names` are read out, of the `words` under the axis some are left out."""
    highest = max((amount or 0 for amount in amounts), default=0)
    top = step = _step(highest)
    while top < highest:
        top += step
    room = HEIGHT - TOP - BOTTOM
    each = (WIDTH - LEFT) / max(1, len(amounts))
    bars = []
    for index, (amount, name) in enumerate(zip(amounts, names, strict=True)):
        x, height = LEFT + index * each, (amount or 0) / top * room
        label = words[index] if index % max(1, -(-len(amounts) // LABELS)) == 0 else ""
        bars.append(
            Drawn(round(x + each * 0.12, 1), round(HEIGHT - BOTTOM - height, 1), round(each * 0.76, 1),
                  round(height, 1), round(x + each / 2, 1), name, amount, label)
        )  # fmt: skip
    ticks = [Tick(round(HEIGHT - BOTTOM - amount / top * room, 1), amount) for amount in range(0, top + 1, step)]
    return Chart(bars, ticks)


def _step(highest: int) -> int:
    """Return 1, 2 or 5 with noughts, so that at most five lines are drawn."""
    scale = 1
    while True:
        for step in (scale, 2 * scale, 5 * scale):
            if step * 5 >= highest:
                return step
        scale *= 10
