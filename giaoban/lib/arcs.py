"""Borders shared by neighbours, thinned once for both sides, so that no sliver opens between them."""

from collections.abc import Iterator, Sequence

from giaoban.lib.plane import Point, Ring, thinned_line

Arc = tuple[Point, ...]


def thinned_together(polygons: Sequence[Sequence[Ring]], tolerance: float) -> list[list[Ring]]:
    """Return the polygons' rings with fewer points, none of the dropped ones farther than `tolerance` from its border.

    Rings are cut into arcs where neighbours meet or part; an arc is thinned once, whoever shares it. A ring that would
    collapse keeps all its points, and so do its neighbours along it.
    """
    nodes = _nodes(polygons)
    cut = [[list(_arcs(ring, nodes)) for ring in rings] for rings in polygons]
    thin = {
        arc: tuple(thinned_line(arc, tolerance)) for rings in cut for arcs in rings for arc in map(_canonical, arcs)
    }
    for rings in cut:
        for arcs in rings:
            if len(set(_joined(arcs, thin))) < 3:
                thin |= {arc: arc for arc in map(_canonical, arcs)}
    return [[_joined(arcs, thin) for arcs in rings] for rings in cut]


def _nodes(polygons: Sequence[Sequence[Ring]]) -> set[Point]:
    """Return the points whose neighbours differ from ring to ring: there a shared border begins or ends."""
    beside: dict[Point, frozenset[Point]] = {}
    nodes = set()
    for ring in (ring for rings in polygons for ring in rings):
        for index, point in enumerate(ring):
            pair = frozenset((ring[index - 1], ring[(index + 1) % len(ring)]))
            if beside.setdefault(point, pair) != pair:
                nodes.add(point)
    return nodes


def _arcs(ring: Ring, nodes: set[Point]) -> Iterator[Arc]:
    """Yield a ring's arcs in order. A ring without nodes is cut at two points that its other side would choose too."""
    ends = [index for index, point in enumerate(ring) if point in nodes]
    if not ends:
        lowest = min(range(len(ring)), key=lambda index: ring[index])
        ends = sorted({lowest, max(range(len(ring)), key=lambda index: ring[index])})
    for start, end in zip(ends, [*ends[1:], ends[0] + len(ring)], strict=True):
        yield tuple(ring[index % len(ring)] for index in range(start, end + 1))


def _canonical(arc: Arc) -> Arc:
    return min(arc, arc[::-1])


def _joined(arcs: Sequence[Arc], thin: dict[Arc, Arc]) -> Ring:
    found: Ring = []
    for arc in arcs:
        canonical = _canonical(arc)
        kept = thin[canonical] if canonical == arc else thin[canonical][::-1]
        found.extend(kept[:-1])
    return found
