"""The plane: areas, hulls, clipping, simplifying, projecting."""

from math import pi

import pytest

from giaoban.lib import plane

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]


def test_area_centroid_and_contains_of_a_square() -> None:
    assert plane.area(SQUARE) == 16
    assert plane.area(SQUARE[::-1]) == -16
    assert plane.centroid(SQUARE) == (2, 2)
    assert plane.contains(SQUARE, (1, 3))
    assert not plane.contains(SQUARE, (5, 3))


def test_half_a_square_is_left() -> None:
    left = plane.clip_to_half_plane(SQUARE, (1, 0), 2)
    assert plane.area(left) == 8
    assert plane.clip_to_half_plane(SQUARE, (1, 0), -1) == []


def test_a_rounded_hull_keeps_its_distance() -> None:
    grown = plane.rounded_hull(SQUARE, 1.0, step=pi / 60)
    assert plane.area(grown) == pytest.approx(16 + 4 * 4 * 1 + pi, rel=1e-3)
    assert plane.area(plane.rounded_hull([(2, 2)], 1.0, step=pi / 60)) == pytest.approx(pi, rel=1e-2)
    assert plane.area(plane.rounded_hull([(0, 0), (4, 0)], 1.0, step=pi / 60)) == pytest.approx(8 + pi, rel=1e-2)


def test_a_degree_of_longitude_is_shorter_up_here() -> None:
    project = plane.Projection(21.43)
    east = plane.distance(project(105, 21.43), project(106, 21.43))
    north = plane.distance(project(105, 21.43), project(105, 22.43))
    assert north == pytest.approx(111.32)
    assert east == pytest.approx(103.6, abs=0.1)


def test_degrees_lead_back() -> None:
    project = plane.Projection(21.43)
    assert project.degrees(project(105.86, 21.41)) == pytest.approx((105.86, 21.41))


def test_room_is_measured_level_through_the_point_and_inside_only() -> None:
    horseshoe = [(0.0, 0.0), (6.0, 0.0), (6.0, 4.0), (4.0, 4.0), (4.0, 1.0), (2.0, 1.0), (2.0, 4.0), (0.0, 4.0)]
    assert plane.room_at(horseshoe, (1.0, 3.0)) == plane.room_at(horseshoe, (5.0, 3.0)) == 2.0
    assert plane.room_at(horseshoe, (3.0, 0.5)) == 6.0
    assert plane.room_at(horseshoe, (3.0, 3.0)) == 0.0
