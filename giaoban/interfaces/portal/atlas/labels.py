"""Names and pins' letters on one sheet: a name makes way for a pin, whose place is the one that is true."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from giaoban.interfaces.portal.atlas.pins import Pin
from giaoban.interfaces.portal.cartography import Shape

# In the drawing's units: half a letter and half a line of a name; a pin, and the letter beside it.
HALF_LETTER, HALF_LINE = 4, 9
PIN_HALF, PIN_HEIGHT = 14, 38
LETTER_FROM, LETTER_TO, LETTER_TOP, LETTER_FOOT = 15, 30, 28, 12
# The same on a phone.
HALF_NUMBER, PHONE_FROM, PHONE_TO, PHONE_TOP, PHONE_FOOT = 14, 24, 56, 52, 16


class Box(NamedTuple):
    """A part of the sheet."""

    left: int
    top: int
    right: int
    foot: int

    def meets(self, other: "Box") -> bool:
        """Return whether the two overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.foot and other.top < self.foot


def name_box(shape: Shape, lines: Sequence[str], pins: Iterable[Pin]) -> Box:
    """Return where a unit's name stands: about its middle, or beneath the first pin that would cover it there."""
    half_width, half_height = max(map(len, lines)) * HALF_LETTER, len(lines) * HALF_LINE
    left, right, top = shape.label_x - half_width, shape.label_x + half_width, shape.label_y - half_height
    own = Box(left, top, right, top + 2 * half_height)
    for pin in pins:
        if own.meets(Box(pin.x - PIN_HALF, pin.y - PIN_HEIGHT, pin.x + PIN_HALF, pin.y)):
            return Box(left, pin.y + 2, right, pin.y + 2 + 2 * half_height)
    return own


def is_lettered_on_the_left(pin: Pin, names: Iterable[Box]) -> bool:
    """Return whether a name stands where the pin's letter would be, on its right."""
    letter = Box(pin.x + LETTER_FROM, pin.y - LETTER_TOP, pin.x + LETTER_TO, pin.y - LETTER_FOOT)
    return any(name.meets(letter) for name in names)


def is_lettered_above_on_a_phone(pin: Pin, shapes: Iterable[Shape]) -> bool:
    """Return whether a unit's number, larger there as the pin is, stands where the letter would be beside it."""
    letter = Box(pin.x + PHONE_FROM, pin.y - PHONE_TOP, pin.x + PHONE_TO, pin.y - PHONE_FOOT)
    return any(Box(*_about(shape)).meets(letter) for shape in shapes)


def _about(shape: Shape) -> tuple[int, int, int, int]:
    x, y = shape.label_x, shape.label_y
    return x - HALF_NUMBER, y - HALF_NUMBER, x + HALF_NUMBER, y + HALF_NUMBER
