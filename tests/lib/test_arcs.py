"""Shared borders: thinned once, so that neighbours keep meeting."""

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.lib import arcs, plane
from giaoban.lib.plane import Point, Ring


def wavy(x: float, steps: int = 40) -> list[Point]:
    """A border from south to north that swings a little around x."""
    return [(x + (0.3 if step % 3 else -0.4), float(step)) for step in range(steps)]


def column(left: list[Point], right: list[Point]) -> Ring:
    return [*left, *right[::-1]]


def edges(ring: Ring) -> set[frozenset[Point]]:
    return {frozenset(edge) for edge in zip(ring, [*ring[1:], ring[0]], strict=True)}


def test_neighbours_share_every_edge_of_their_thinned_border() -> None:
    borders = [wavy(x) for x in (0, 10, 20)]
    # the second ring starts elsewhere and runs the other way: the same land all the same
    second = column(borders[1], borders[2])[::-1]
    (one,), (two,) = arcs.thinned_together([[column(borders[0], borders[1])], [second[7:] + second[:7]]], 1.0)
    assert len(one) < 12
    assert {edge for edge in edges(one) if all(5 < x < 15 for x, _ in edge)} <= edges(two)


def test_an_island_fills_its_hole() -> None:
    island = plane.circle((5, 5), 2, 60)
    shore = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    sea, (alone,) = arcs.thinned_together([[shore, island[20:] + island[:20]], [island[::-1]]], 0.1)
    assert len(alone) < 30
    assert edges(sea[1]) == edges(alone)


def test_what_would_collapse_keeps_its_points_and_so_does_its_neighbour() -> None:
    small = [(0.0, 0.0), (0.1, 0.05), (0.2, 0.0), (0.1, -0.05)]
    around = [(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0)]
    (_, hole), (kept,) = arcs.thinned_together([[around, small[::-1]], [small]], 1.0)
    assert set(kept) == set(hole) == set(small)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=5, max_size=60, unique=True))
def test_thinning_moves_no_corner_farther_than_the_tolerance(points: list[tuple[int, int]]) -> None:
    ring = [(float(x), float(y)) for x, y in points]
    ((thinner,),) = arcs.thinned_together([[ring]], 2.0)
    pairs = list(zip(thinner, [*thinner[1:], thinner[0]], strict=True))
    assert set(thinner) <= set(ring)
    for point in ring:
        assert min(plane._off_segment(point, start, end) for start, end in pairs) <= 2.0 + 1e-9
