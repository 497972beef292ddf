"""Outlines of areas as GeoJSON geometry: sound on their own, turned the usual way round, meeting their neighbours.

Shapely does the geometry. It is loaded when an outline is checked and not before: the site starts without it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians
from typing import Any

from giaoban.lib.plane import KM_PER_DEGREE, area

Geometry = Mapping[str, Any]
MOST_POINTS = 20_000
METRES_PER_DEGREE = KM_PER_DEGREE * 1000
# A gap that opens to the outside is told from a bay by its width (twice this many metres at most) and by its area.
NARROW, NOTICEABLE = 5.0, 100.0
# Less than this many m² is what rounding degrees leaves.
DUST = 1.0


@dataclass(frozen=True)
class Misfit:
    """Where neighbours do not meet: which ones, by how many m². A gap may lie between more than two."""

    names: tuple[str, ...]
    square_metres: float
    is_gap: bool


def fault_in(geometry: Geometry) -> str:
    """Return what is wrong with an outline (Vietnamese), empty where it is sound.

    Told: another kind than Polygon or MultiPolygon, an open ring, numbers that are no longitude and latitude, too many
    points, rings that cross or touch themselves.
    """
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"} or not coordinates:
        return f"cần Polygon hoặc MultiPolygon, gặp {kind or 'hình trống'}"
    try:
        rings = [ring for polygon in _polygons(geometry) for ring in polygon]
        if sum(map(len, rings)) > MOST_POINTS:
            return f"có hơn {MOST_POINTS} điểm; hãy giản lược trước khi nạp"
        fault = next((fault for ring in rings if (fault := _ring_fault(ring))), "")
    except (TypeError, IndexError, KeyError):
        return "toạ độ không đọc được"
    return fault or _crossing(geometry)


def _polygons(geometry: Geometry) -> list[list[list[list[float]]]]:
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _ring_fault(ring: Sequence[Sequence[float]]) -> str:
    if len(ring) < 4 or ring[0] != ring[-1]:
        return "đường bao chưa khép kín"
    for point in ring:
        if not all(isinstance(number, int | float) and isfinite(number) for number in point[:2]) or len(point) < 2:
            return "toạ độ không đọc được"
        if abs(point[1]) > 90 and abs(point[0]) <= 90:
            return "kinh độ và vĩ độ bị đổi chỗ: kinh độ đứng trước"
        if abs(point[0]) > 180 or abs(point[1]) > 90:
            return "toạ độ phải là kinh độ, vĩ độ tính bằng độ (WGS 84)"
    return ""


def _crossing(geometry: Geometry) -> str:
    from shapely import is_valid_reason
    from shapely.geometry import shape

    reason = str(is_valid_reason(shape(geometry)))
    if reason == "Valid Geometry":
        return ""
    what, _, place = reason.rstrip("]").partition("[")
    said = {"Self-intersection": "đường bao tự cắt", "Ring Self-intersection": "đường bao tự chạm"}.get(what)
    return f"{said or 'hình không hợp lệ'} tại {place}" if place else said or "hình không hợp lệ"


def rewound(geometry: Geometry) -> dict[str, Any]:
    """Return the geometry with outer rings counter-clockwise and holes clockwise (RFC 7946), heights left out."""
    turned = [
        [_turned([point[:2] for point in ring], anticlockwise=not index) for index, ring in enumerate(polygon)]
        for polygon in _polygons(geometry)
    ]
    return {"type": geometry["type"], "coordinates": turned[0] if geometry["type"] == "Polygon" else turned}


def _turned(ring: list[Sequence[float]], *, anticlockwise: bool) -> list[list[float]]:
    points = [list(point) for point in ring]
    runs_anticlockwise = area([(x, y) for x, y in points[:-1]]) > 0
    return points if runs_anticlockwise == anticlockwise else points[::-1]


def misfits(outlines: Mapping[str, Geometry]) -> list[Misfit]:
    """Return overlaps between the outlines and gaps between neighbours, the largest first.

    A gap is a hole that the outlines leave together, or a strip at most 10 m wide between two of them.
    """
    from shapely import STRtree, unary_union

    names = list(outlines)
    shapes = _in_metres(list(outlines.values()))
    found = []
    for one, other in STRtree(shapes).query(shapes, predicate="intersects").T.tolist():
        if one < other and (shared := float(shapes[one].intersection(shapes[other]).area)) > DUST:
            found.append(Misfit((names[one], names[other]), shared, is_gap=False))
    whole = unary_union(shapes)
    for gap, least in _gaps(whole):
        beside = tuple(name for name, own in zip(names, shapes, strict=True) if own.distance(gap) < 0.1)
        if len(beside) > 1 and gap.area > least:
            found.append(Misfit(beside, float(gap.area), is_gap=True))
    return sorted(found, key=lambda misfit: -misfit.square_metres)


def _gaps(whole: Any) -> Iterator[tuple[Any, float]]:
    """Yield what may be a gap with the area below which it is none: holes, then narrow strips open to the outside."""
    from shapely import Polygon, get_parts, unary_union

    holes = [Polygon(ring) for part in get_parts(whole) for ring in part.interiors]
    for hole in holes:
        yield hole, DUST
    filled = unary_union([whole, *holes])
    closed = filled.buffer(NARROW, join_style="mitre").buffer(-NARROW, join_style="mitre")
    for strip in get_parts(closed.difference(filled)):
        yield strip, NOTICEABLE


def _in_metres(outlines: Sequence[Geometry]) -> Any:
    """Return shapely shapes on a plane in metres around their middle latitude."""
    from numpy import array
    from shapely import total_bounds, transform
    from shapely.geometry import shape

    shapes = array([shape(outline) for outline in outlines])
    _, south, _, north = total_bounds(shapes)
    scale = array([METRES_PER_DEGREE * cos(radians((south + north) / 2)), METRES_PER_DEGREE])
    return transform(shapes, lambda points: points * scale)


def covers(geometry: Geometry, longitude: float, latitude: float) -> bool:
    """Return whether the point lies inside the outline."""
    from shapely import Point
    from shapely.geometry import shape

    return bool(shape(geometry).covers(Point(longitude, latitude)))
