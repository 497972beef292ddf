"""Names on the map make way for pins, and letters of pins for names."""

from types import SimpleNamespace
from typing import cast

from giaoban.interfaces.portal.atlas.labels import Box, is_lettered_above_on_a_phone, is_lettered_on_the_left, name_box
from giaoban.interfaces.portal.atlas.pins import Pin
from giaoban.interfaces.portal.cartography import Shape


def pin(x: int, y: int) -> Pin:
    return cast(Pin, SimpleNamespace(x=x, y=y))


SHAPE = Shape("05860", "", 100, 100, 90, ())


def test_a_name_stands_beneath_the_pin_that_would_cover_it() -> None:
    assert name_box(SHAPE, ["Ba Hàng"], []) == Box(72, 91, 128, 109)
    assert name_box(SHAPE, ["Ba Hàng"], [pin(200, 110)]) == Box(72, 91, 128, 109)
    assert name_box(SHAPE, ["Ba Hàng"], [pin(110, 112)]) == Box(72, 114, 128, 132)
    assert name_box(SHAPE, ["Nam", "Tiến"], [pin(110, 112)]) == Box(84, 114, 116, 150)


def test_a_letter_changes_sides_where_a_name_stands() -> None:
    name = name_box(SHAPE, ["Ba Hàng"], [])
    assert is_lettered_on_the_left(pin(50, 120), [name])
    assert not is_lettered_on_the_left(pin(150, 120), [name])


def test_on_a_phone_a_letter_and_a_units_number_do_not_read_as_one() -> None:
    assert is_lettered_above_on_a_phone(pin(60, 130), [SHAPE])
    assert not is_lettered_above_on_a_phone(pin(140, 130), [SHAPE])
