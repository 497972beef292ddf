"""Drawing: unit centres or GeoJSON outlines become SVG paths in one frame. Pure: no database, no request.

Figures change daily, outlines once in years: a drawing is kept with the places it was drawn from, and given again for
the very same ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from giaoban.lib import arcs, cells, plane

WIDTH = 640.0
MARGIN = 10.0
# Kilometres of land drawn around the outermost centres of a schematic map.
SCHEMATIC_MARGIN = 1.6
# A line may move by this share of the map's width when it is thinned for an overview (about 60 m in a district).
SIMPLER_BY = 0.0025
# The longest scale bar is at most this share of the map's width.
SCALE_BAR = 0.2
# Decimals of a degree kept of an outline: 1 cm. What agrees so far is one point.
DEGREE_PLACES = 7
# Drawings kept: there is one for each state of the borders that is looked at.
ROOM = 16


@dataclass(frozen=True)
class Place:
    """What is known of a unit's place: its centre in degrees and its GeoJSON geometry, one of the two at least."""

    key: str
    centre: plane.Point | None
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Shape:
    """A unit as drawn: an SVG path, where its name stands and how wide the unit is there, in the drawing's own units.

    Whole numbers: a template would write a broken one with a decimal comma. `rings` are the drawn lines in degrees.
    """

    key: str
    path: str
    label_x: int
    label_y: int
    label_room: int
    rings: tuple[tuple[plane.Point, ...], ...]


@dataclass(frozen=True)
class Frame:
    """How a point of the plane, in kilometres, comes to stand on the sheet."""

    project: plane.Projection
    left: float
    top: float
    scale: float

    def on_sheet(self, point: plane.Point) -> plane.Point:
        """Return where a point of the plane stands."""
        return ((point[0] - self.left) * self.scale + MARGIN, (point[1] - self.top) * self.scale + MARGIN)


@dataclass(frozen=True)
class Drawing:
    """All units in one frame, by key. `is_schematic` where any outline was grown instead of imported."""

    width: int
    height: int
    shapes: Mapping[str, Shape]
    is_schematic: bool
    bar_km: int
    bar_width: int
    frame: Frame

    def spot(self, longitude: float, latitude: float) -> tuple[int, int] | None:
        """Return where a place stands on the sheet, None for one beyond its edges."""
        x, y = self.frame.on_sheet(self.frame.project(longitude, latitude))
        return (round(x), round(y)) if 0 <= x <= self.width and 0 <= y <= self.height else None


_kept: dict[tuple[str, ...], tuple[list[Place], Drawing]] = {}


def drawn(places: Sequence[Place]) -> Drawing | None:
    """Return the drawing of the places, None for no place; their geometry must not be changed afterwards.

    Imported outlines are used only when every place has one: a grown cell beside a true border would lie about both.
    Centres on one spot are drawn a few metres apart.
    """
    if not places:
        return None
    asked, keys = list(places), tuple(place.key for place in places)
    kept = _kept.get(keys)
    if kept is not None and kept[0] == asked:
        return kept[1]
    drawing = _drawn(asked)
    if len(_kept) >= ROOM:
        _kept.clear()
    _kept[keys] = (asked, drawing)
    return drawing


def forget_drawings() -> None:
    """Draw everything anew next time."""
    _kept.clear()


def _drawn(places: Sequence[Place]) -> Drawing:
    rings = [_rings(place.geometry) if place.geometry else [] for place in places]
    centres = [place.centre or _middle(outline) for place, outline in zip(places, rings, strict=True)]
    project = plane.Projection(sum(latitude for _, latitude in centres) / len(centres))
    if all(rings):
        return _framed(places, [[[project(*point) for point in ring] for ring in one] for one in rings], project)
    grown = cells.schematic(_parted([project(*centre) for centre in centres]), SCHEMATIC_MARGIN)
    return _framed(places, [[cell] for cell in grown], project, is_schematic=True)


def _framed(
    places: Sequence[Place],
    outlines: Sequence[Sequence[plane.Ring]],
    project: plane.Projection,
    *,
    is_schematic: bool = False,
) -> Drawing:
    points = [point for rings in outlines for ring in rings for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    span = max(x for x, _ in points) - left
    scale = (WIDTH - 2 * MARGIN) / (span or 1.0)
    lines = outlines if is_schematic else arcs.thinned_together(outlines, span * SIMPLER_BY)
    frame = Frame(project, left, top, scale)
    shapes = {}
    for place, rings in zip(places, lines, strict=True):
        sheet = [[frame.on_sheet(point) for point in ring] for ring in rings]
        (x, y), room = _label_point(sheet)
        degrees = tuple(tuple(project.degrees(point) for point in ring) for ring in rings)
        shapes[place.key] = Shape(place.key, path_of(sheet), round(x), round(y), round(room), degrees)
    height = (max(y for _, y in points) - top) * scale + 2 * MARGIN
    km = _bar_km(WIDTH * SCALE_BAR / scale)
    return Drawing(round(WIDTH), round(height), shapes, is_schematic, km, round(km * scale), frame)


def path_of(rings: Sequence[plane.Ring]) -> str:
    """Return SVG path data; holes are further rings, to be filled by the even-odd rule."""
    return "".join("M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in ring) + "Z" for ring in rings)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _bar_km(longest: float) -> int:
    """Return the longest of 1, 2, 5, 10, 20, 50… km that fits; 0 where not even one does."""
    steps = [step * 10**power for power in range(4) for step in (1, 2, 5)]
    return max((step for step in steps if step <= longest), default=0)


def _label_point(rings: Sequence[plane.Ring]) -> tuple[plane.Point, float]:
    largest = max(rings, key=lambda ring: abs(plane.area(ring)))
    point = plane.centroid(largest)
    return point, plane.room_at(largest, point)


def _rings(geometry: Mapping[str, Any]) -> list[plane.Ring]:
    """Return the rings of a Polygon or MultiPolygon; other kinds draw nothing and raise ValueError."""
    kind = geometry.get("type")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"a unit's outline cannot be a {kind}")
    polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
    # GeoJSON repeats the first point at the end of a ring.
    return [[_point(point) for point in ring[:-1]] for polygon in polygons for ring in polygon]


def _point(position: Sequence[float]) -> plane.Point:
    return (round(position[0], DEGREE_PLACES), round(position[1], DEGREE_PLACES))


def _middle(rings: Sequence[plane.Ring]) -> plane.Point:
    return plane.centroid(max(rings, key=lambda ring: abs(plane.area(ring))))


def _parted(points: Sequence[plane.Point]) -> list[plane.Point]:
    taken: list[plane.Point] = []
    for x, y in points:
        while (x, y) in taken:
            x += 0.05
        taken.append((x, y))
    return taken
