"""A line of a few periods as SVG coordinates, worked out on the server: no script, prints as it is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from giaoban.lib import numbers

LEFT, RIGHT, TOP, BOTTOM = 22.0, 210.0, 24.0, 66.0


@dataclass(frozen=True)
class Point:
    """One period: where it stands, what is written above it (empty where nothing is known) and below it.

    Coordinates are text: a template would write a number the reader's way, 116,0, which SVG does not know.
    """

    x: str
    y: str
    label_y: str
    shown: str
    name: str


@dataclass(frozen=True)
class Chart:
    """The points, the unbroken stretches between them, and the same said in words."""

    points: tuple[Point, ...]
    paths: tuple[str, ...]
    words: str


def line(name: str, figures: Sequence[tuple[str, Decimal | None]], decimals: int) -> Chart | None:
    """Return the chart of (period, figure) pairs, oldest first; None where fewer than two figures are known.

    A missing figure breaks the line: it is not drawn as zero.
    """
    known = [figure for _, figure in figures if figure is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    spread = float(high - low) or 1.0
    step = (RIGHT - LEFT) / max(len(figures) - 1, 1)
    points: list[Point] = []
    paths: list[str] = []
    stretch: list[str] = []
    for index, (label, figure) in enumerate(figures):
        x = round(LEFT + index * step, 1)
        y = BOTTOM if figure is None else round(BOTTOM - (float(figure - low) / spread) * (BOTTOM - TOP), 1)
        shown = "" if figure is None else numbers.shown(figure, decimals)
        points.append(Point(str(x), str(y), str(y - 9), shown, label))
        if figure is None:
            paths += [f"M{' '.join(stretch)}"] if len(stretch) > 1 else []
            stretch = []
        else:
            stretch.append(f"{x} {y}")
    paths += [f"M{' '.join(stretch)}"] if len(stretch) > 1 else []
    words = "; ".join(f"{point.name}: {point.shown or numbers.NO_FIGURE}" for point in points)
    return Chart(tuple(points), tuple(paths), f"{name}: {words}")
