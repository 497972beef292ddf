"""The map's classes are told apart by eyes that lack a kind of cone, in light, dark and high contrast."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from giaoban.interfaces import ui

TOKENS = (Path(ui.__file__).parent / "static/ui/tokens.css").read_text()
Colour = tuple[float, float, float]

# Machado, Oliveira, Fernandes 2009: what a full lack of one kind of cone makes of linear red, green and blue.
EYES = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# Lists of tokens: the ground, what the system or the reader turns dark, high contrast.
LISTS = {"light": r":root {", "dark": r':root[data-theme="dark"]', "high": r':root[data-contrast="high"] {'}
# A just noticeable difference is about 2.3; a patch beside another on a poor screen wants several of them.
APART = 8.0
# The weak two of the classes by plan reached carry a pattern (map.css), and "no figure" is hatched.
BY_PLAN = ("plan-over", "plan-met", "plan-behind", "plan-missed", "plan-open")
PATTERNED = {"plan-behind", "plan-missed"}


def tokens(name: str) -> dict[str, Colour]:
    """Return the map's colours of one list as linear red, green and blue."""
    start = TOKENS.index(LISTS[name])
    found = re.findall(r"--((?:map|plan)-\w+): #([0-9a-f]{3,6});", TOKENS[start : TOKENS.index("}", start)])
    return {token: linear(word) for token, word in found}


def linear(word: str) -> Colour:
    """Return #abc or #aabbcc without the curve that screens add."""
    full = "".join(letter * 2 for letter in word) if len(word) == 3 else word
    parts = [int(full[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def times(rows: tuple[Colour, Colour, Colour], colour: Colour) -> Colour:
    """Return a matrix times a colour."""
    one, two, three = (sum(factor * part for factor, part in zip(row, colour, strict=True)) for row in rows)
    return one, two, three


def lab(colour: Colour) -> Colour:
    """Return CIE L*a*b* (D65) of linear red, green and blue; what a screen cannot show is cut off."""
    shown = (min(max(colour[0], 0), 1), min(max(colour[1], 0), 1), min(max(colour[2], 0), 1))
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    x, y, z = (part / white for part, white in zip(times(to_xyz, shown), (0.95047, 1.0, 1.08883), strict=True))
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Colour, other: Colour, eyes: str) -> float:
    """Return the difference (CIE 1976) that such eyes see between two colours."""
    seen = [lab(times(EYES[eyes], colour)) for colour in (one, other)]
    return float(sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("name", LISTS)
def test_steps_are_apart_and_grow_one_way(name: str, eyes: str) -> None:
    colours = tokens(name)
    steps = [colours[f"map-{number}"] for number in range(1, 6)]
    assert {(a, b): d for a, b in pairwise(steps) if (d := distance(a, b, eyes)) < APART} == {}
    lightness = [lab(times(EYES[eyes], step))[0] for step in steps]
    assert lightness in (sorted(lightness), sorted(lightness, reverse=True))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("name", LISTS)
def test_classes_by_plan_are_apart_or_patterned(name: str, eyes: str) -> None:
    colours = tokens(name)
    plain = [pair for pair in combinations(BY_PLAN, 2) if len(PATTERNED & set(pair)) != 1]
    near = {pair: d for pair in plain if (d := distance(colours[pair[0]], colours[pair[1]], eyes)) < APART}
    assert near == {}


def test_what_is_left_to_patterns_is_patterned() -> None:
    sheet = (Path(ui.__file__).parents[1] / "portal/static/portal/map.css").read_text()
    for rule in (".behind-dot", ".missed-line", ".hatch-line"):
        assert re.search(rf"\{rule} {{[^}}]*(fill|stroke): var\(--", sheet), rule


def test_the_matrices_do_confuse_what_such_eyes_confuse() -> None:
    red, green = linear("c0392b"), linear("6b7a1f")
    assert distance(red, green, "all cones") > 40
    assert distance(red, green, "deuteranopia") < 25
