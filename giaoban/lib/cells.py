"""A schematic map: cells grown from points until they meet (Voronoi cells, cut by half-planes)."""

from collections.abc import Sequence

from giaoban.lib.plane import Point, Ring, circle, clip_to_half_plane, distance, rounded_hull

# Corners of the circle that stops a cell with no neighbour on some side.
ROUNDNESS = 40


def grown(points: Sequence[Point], outline: Sequence[Point], reach: float | None = None) -> list[Ring]:
    """Return one convex cell per point: the part of a convex `outline` that is nearer to it than to any other point.

    With `reach`, a cell also stops at that distance from its point. Cells never overlap and leave no gap within
    reach; equal points raise ValueError, since no line parts them.
    """
    if len(set(points)) != len(points):
        raise ValueError("two points are the same")
    cells: list[Ring] = []
    for own in points:
        cell = list(outline)
        for other in sorted(points, key=lambda point: distance(own, point)):
            if other != own:
                cell = _nearer_half(cell, own, other)
        if reach is not None:
            cell = _within_circle(cell, own, reach)
        cells.append(cell)
    return cells


def schematic(points: Sequence[Point], margin: float) -> list[Ring]:
    """Return cells for a map of the points: inside their rounded hull, `margin` wide around the outermost.

    A cell reaches a little past half the longest link of the shortest tree that joins all points, so that the map
    holds together and a far-off unit does not swallow empty land.
    """
    outline = rounded_hull(points, margin)
    return grown(points, outline, reach=max(margin * 1.5, 0.56 * longest_link(points)))


def longest_link(points: Sequence[Point]) -> float:
    """Return the longest edge of the shortest tree joining all points (Prim); 0 for a single point."""
    waiting = {point: distance(points[0], point) for point in points[1:]}
    longest = 0.0
    while waiting:
        nearest = min(waiting, key=lambda point: waiting[point])
        longest = max(longest, waiting.pop(nearest))
        waiting = {point: min(gap, distance(nearest, point)) for point, gap in waiting.items()}
    return longest


def _nearer_half(cell: Ring, own: Point, other: Point) -> Ring:
    normal = (other[0] - own[0], other[1] - own[1])
    middle = ((own[0] + other[0]) / 2, (own[1] + other[1]) / 2)
    return clip_to_half_plane(cell, normal, normal[0] * middle[0] + normal[1] * middle[1])


def _within_circle(cell: Ring, centre: Point, radius: float) -> Ring:
    corners = circle(centre, radius, ROUNDNESS)
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        normal = (end[1] - start[1], start[0] - end[0])
        cell = clip_to_half_plane(cell, normal, normal[0] * start[0] + normal[1] * start[1])
    return cell
