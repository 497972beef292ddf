"""Drawing: unit centres or GeoJSON outlines become SVG paths in one frame. Pure: no database, no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from giaoban.lib import cells, plane

WIDTH = 640.0
MARGIN = 10.0
# Kilometres of land drawn around the outermost centres of a schematic map.
SCHEMATIC_MARGIN = 1.6
# A line may move by this share of the map's width when it is thinned for an overview (about 60 m in a district).
SIMPLER_BY = 0.0025


@dataclass(frozen=True)
class Place:
    """What is known of a unit's place: its centre in degrees, and its GeoJSON geometry where one was imported."""

    key: str
    longitude: float
    latitude: float
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Shape:
    """A unit as drawn: an SVG path and where its name stands, in the drawing's own units.

    Whole numbers: a template would write a broken one with a decimal comma.
    """

    key: str
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Drawing:
    """All units in one frame. `is_schematic` where any outline was grown instead of imported."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    is_schematic: bool
    km_in_units: float


def drawn(places: Sequence[Place]) -> Drawing | None:
    """Return the drawing of the places, None for no place.

    Imported outlines are used only when every place has one: a grown cell beside a true border would lie about both.
    Centres on one spot are drawn a few metres apart.
    """
    if not places:
        return None
    project = plane.Projection(sum(place.latitude for place in places) / len(places))
    if all(place.geometry for place in places):
        outlines = [_projected(place.geometry or {}, project) for place in places]
        return _framed(places, outlines, is_schematic=False)
    centres = _parted([project(place.longitude, place.latitude) for place in places])
    grown = cells.schematic(centres, SCHEMATIC_MARGIN)
    return _framed(places, [[cell] for cell in grown], is_schematic=True)


def _framed(places: Sequence[Place], outlines: Sequence[Sequence[plane.Ring]], *, is_schematic: bool) -> Drawing:
    points = [point for rings in outlines for ring in rings for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    span = max(x for x, _ in points) - left
    scale = (WIDTH - 2 * MARGIN) / (span or 1.0)

    def place_on_sheet(point: plane.Point) -> plane.Point:
        return ((point[0] - left) * scale + MARGIN, (point[1] - top) * scale + MARGIN)

    shapes = []
    for place, rings in zip(places, outlines, strict=True):
        on_sheet = [[place_on_sheet(point) for point in ring] for ring in rings]
        if not is_schematic:
            on_sheet = [plane.simplified(ring, WIDTH * SIMPLER_BY) for ring in on_sheet]
        x, y = _label_point(on_sheet)
        shapes.append(Shape(place.key, path_of(on_sheet), round(x), round(y)))
    height = (max(y for _, y in points) - top) * scale + 2 * MARGIN
    return Drawing(round(WIDTH), round(height), tuple(shapes), is_schematic, scale)


def path_of(rings: Sequence[plane.Ring]) -> str:
    """Return SVG path data; holes are further rings, to be filled by the even-odd rule."""
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in ring) + "Z" for ring in rings)


def _label_point(rings: Sequence[plane.Ring]) -> plane.Point:
    largest = max(rings, key=lambda ring: abs(plane.area(ring)))
    return plane.centroid(largest)


def _projected(geometry: Mapping[str, Any], project: plane.Projection) -> list[plane.Ring]:
    """Return the rings of a Polygon or MultiPolygon; other kinds draw nothing and raise ValueError."""
    kind = geometry.get("type")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"a unit's outline cannot be a {kind}")
    polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
    # GeoJSON repeats the first point at the end of a ring.
    return [[project(point[0], point[1]) for point in ring[:-1]] for polygon in polygons for ring in polygon]


def _parted(points: Sequence[plane.Point]) -> list[plane.Point]:
    taken: list[plane.Point] = []
    for x, y in points:
        while (x, y) in taken:
            x += 0.05
        taken.append((x, y))
    return taken
