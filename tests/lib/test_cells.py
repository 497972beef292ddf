"""Cells cover their outline, never overlap, and hold their own point."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.lib import cells, plane

coordinates = st.integers(min_value=-200, max_value=200).map(lambda value: value / 10)
point_sets = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20, unique=True)


@settings(max_examples=60, deadline=None)
@given(point_sets)
def test_cells_cover_their_outline_and_do_not_overlap(points: list[plane.Point]) -> None:
    outline = plane.rounded_hull(points, 3.0)
    found = cells.grown(points, outline)
    # Each cell lies inside the outline, so equal sums mean: no gap and no overlap.
    assert sum(plane.area(cell) for cell in found) == pytest.approx(plane.area(outline), rel=1e-9)
    for one, other in combinations(found, 2):
        assert not plane.contains(one, plane.centroid(other))


@settings(max_examples=60, deadline=None)
@given(point_sets)
def test_every_point_lies_in_its_own_cell_and_in_no_other(points: list[plane.Point]) -> None:
    found = cells.schematic(points, 2.0)
    for own, point in enumerate(points):
        holders = [index for index, cell in enumerate(found) if plane.contains(cell, point)]
        assert holders == [own]


@settings(max_examples=40, deadline=None)
@given(point_sets, st.tuples(coordinates, coordinates))
def test_a_place_within_reach_belongs_to_the_nearest_point(points: list[plane.Point], place: plane.Point) -> None:
    outline = plane.rounded_hull(points, 3.0)
    gaps = sorted(plane.distance(place, point) for point in points)
    in_doubt = (len(gaps) > 1 and gaps[1] - gaps[0] < 0.01) or 4.9 < gaps[0] < 5.0
    holders = [
        index for index, cell in enumerate(cells.grown(points, outline, reach=5.0)) if plane.contains(cell, place)
    ]
    if plane.contains(outline, place) and not in_doubt:
        nearest = min(range(len(points)), key=lambda index: plane.distance(place, points[index]))
        assert holders == ([nearest] if gaps[0] < 5.0 else [])


def test_two_units_on_one_spot_cannot_be_parted() -> None:
    with pytest.raises(ValueError):
        cells.grown([(0, 0), (0, 0)], plane.circle((0, 0), 1, 8))


def test_the_longest_link_joins_the_far_unit() -> None:
    assert cells.longest_link([(0, 0), (1, 0), (2, 0), (2, 5)]) == 5
    assert cells.longest_link([(3, 3)]) == 0
