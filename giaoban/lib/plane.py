"""Polygons in the plane: enough geometry to draw an administrative map, in pure Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, ceil, cos, hypot, pi, radians, sin

Point = tuple[float, float]
# A ring is closed without repeating its first point.
Ring = list[Point]
KM_PER_DEGREE = 111.32


@dataclass(frozen=True)
class Projection:
    """Equirectangular around one latitude: degrees to kilometres, north up (y grows downwards, as in SVG)."""

    latitude: float

    def __call__(self, longitude: float, latitude: float) -> Point:
        return (longitude * KM_PER_DEGREE * cos(radians(self.latitude)), -latitude * KM_PER_DEGREE)

    def degrees(self, point: Point) -> Point:
        """Return the longitude and latitude of a point: the way back."""
        return (point[0] / (KM_PER_DEGREE * cos(radians(self.latitude))), -point[1] / KM_PER_DEGREE)


def area(ring: Sequence[Point]) -> float:
    """Return the ring's area, positive where it turns from x towards y."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(ring)) / 2


def centroid(ring: Sequence[Point]) -> Point:
    """Return the ring's centre of mass; the mean of its points where it has no area."""
    whole = area(ring)
    if abs(whole) < 1e-12:
        return (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _edges(ring))
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _edges(ring))
    return (x / (6 * whole), y / (6 * whole))


def room_at(ring: Sequence[Point], point: Point) -> float:
    """Return how wide the ring is at a point inside it, measured level; 0 for a point outside."""
    px, py = point
    met = sorted(
        x1 + (py - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in _edges(ring) if (y1 > py) != (y2 > py)
    )
    return next((right - left for left, right in zip(met[::2], met[1::2], strict=False) if left <= px <= right), 0.0)


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Return whether the point lies inside the ring (even-odd rule; a point on the edge may go either way)."""
    px, py = point
    inside = False
    for (x1, y1), (x2, y2) in _edges(ring):
        if (y1 > py) != (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def clip_to_half_plane(ring: Sequence[Point], normal: Point, offset: float) -> Ring:
    """Return the part of a convex ring where normal · point ≤ offset; an empty ring where nothing is left."""
    kept: Ring = []
    for start, end in _edges(ring):
        before = normal[0] * start[0] + normal[1] * start[1] - offset
        after = normal[0] * end[0] + normal[1] * end[1] - offset
        if before <= 0:
            kept.append(start)
        if (before < 0 < after) or (after < 0 < before):
            part = before / (before - after)
            kept.append((start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])))
    return kept if len(kept) > 2 else []


def hull(points: Iterable[Point]) -> Ring:
    """Return the convex hull, turning from x towards y (monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return list(ordered)
    return _chain(ordered)[:-1] + _chain(ordered[::-1])[:-1]


def rounded_hull(points: Iterable[Point], radius: float, step: float = pi / 10) -> Ring:
    """Return the convex hull grown by `radius`, its corners rounded with a point at most every `step` radians."""
    corners = hull(points)
    if len(corners) == 1:
        return circle(corners[0], radius, ceil(2 * pi / step))
    grown: Ring = []
    for index, (x, y) in enumerate(corners):
        before, after = corners[index - 1], corners[(index + 1) % len(corners)]
        start = atan2(y - before[1], x - before[0]) - pi / 2
        turn = (atan2(after[1] - y, after[0] - x) - pi / 2 - start) % (2 * pi)
        count = max(1, ceil(turn / step))
        angles = [start + turn * part / count for part in range(count + 1)]
        grown.extend((x + radius * cos(angle), y + radius * sin(angle)) for angle in angles)
    return grown


def circle(centre: Point, radius: float, corners: int) -> Ring:
    """Return a regular polygon of that many corners on the circle."""
    angles = [2 * pi * index / corners for index in range(corners)]
    return [(centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)) for angle in angles]


def distance(one: Point, other: Point) -> float:
    """Return the straight distance."""
    return hypot(one[0] - other[0], one[1] - other[1])


def thinned_line(line: Sequence[Point], tolerance: float) -> Ring:
    """Return the line with fewer points, none dropped farther than `tolerance` from it (Douglas-Peucker)."""
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        worst, gap = 0, tolerance
        for index in range(first + 1, last):
            off = _off_segment(line[index], line[first], line[last])
            if off > gap:
                worst, gap = index, off
        if worst:
            keep.add(worst)
            stack += [(first, worst), (worst, last)]
    return [line[index] for index in sorted(keep)]


def _off_segment(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if length == 0:
        return distance(point, start)
    part = max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length))
    return distance(point, (start[0] + part * dx, start[1] + part * dy))


def _edges(ring: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], *ring[:1]], strict=True)


def _chain(ordered: Sequence[Point]) -> Ring:
    taken: Ring = []
    for point in ordered:
        while len(taken) > 1 and _turn(taken[-2], taken[-1], point) <= 0:
            taken.pop()
        taken.append(point)
    return taken


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
