"""Compared figures as the public reads them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from giaoban.domain.indicators.models import Direction
from giaoban.domain.indicators.queries import Comparison, amount_text, change_text, plan_text
from giaoban.domain.indicators.rules import Verdict, year_share
from giaoban.domain.periods.rules import parse
from giaoban.interfaces.portal.atlas import AdministrativeMap, MapUnit
from giaoban.interfaces.portal.atlas.labels import (
    Box,
    is_lettered_above_on_a_phone,
    is_lettered_on_the_left,
    name_box,
)
from giaoban.interfaces.portal.atlas.pins import Pin
from giaoban.interfaces.portal.templatetags.portal import unbroken
from giaoban.interfaces.ui.words import in_figures, said
from giaoban.lib import numbers

register = template.Library()
# An article's table: what stands in a row, as blocks.body.FigureRow names it.
TIP_SHIFT, TIP_HEIGHT = 60, 80
UNJUDGED = {Verdict.NO_DATA, Verdict.NO_PLAN, Verdict.WATCH, Verdict.NOT_DUE}
CELLS = ("name", "measure", "plan", "same_period", "actual", "percent", "change")
ROW = (
    '<tr><th scope="row">%s</th><td class="txt">%s</td><td>%s</td><td>%s</td><td><b>%s</b></td><td>%s</td><td>%s</td>'
    "</tr>"
)


@register.simple_tag
def figure_rows(rows: Iterable[Mapping[str, str | None]]) -> SafeString:
    """Return the rows of an article's table; made at once, as a template takes ten times as long over a cell."""
    return mark_safe("".join(ROW % tuple(unbroken(row[name] or "") for name in CELLS) for row in rows))


class Spot(NamedTuple):
    """Where words on a place of the map stand, and which of their ends."""

    x: int
    y: int
    anchor: str


@register.simple_tag
def name_y(shown: AdministrativeMap, unit: MapUnit) -> int:
    """Return the middle of a unit's name on the map."""
    box = _name_box(shown, unit)
    return (box.top + box.foot) // 2 if box else 0


@register.simple_tag
def is_lettered_left(shown: AdministrativeMap, pin: Pin) -> bool:
    """Return on which side of a pin its letter stands."""
    return is_lettered_on_the_left(pin, filter(None, (_name_box(shown, unit) for unit in shown.units)))


@register.simple_tag
def is_lettered_above(shown: AdministrativeMap, pin: Pin) -> bool:
    """Return whether the letter stands above its pin on a phone, and not beside it."""
    return is_lettered_above_on_a_phone(pin, [unit.shape for unit in shown.units if unit.shape])


def _name_box(shown: AdministrativeMap, unit: MapUnit) -> Box | None:
    return name_box(unit.shape, unit.name_lines, shown.pinned) if unit.shape else None


@register.simple_tag
def tip_place(shown: AdministrativeMap, x: int, y: int) -> Spot:
    """Return where what is told of a place stands: beneath it or above it, and within the sheet's edges."""
    width = shown.drawing.width
    anchor = "start" if x < width / 3 else "end" if x > width * 2 / 3 else "middle"
    inward = {"start": max(10, x - TIP_SHIFT), "end": min(width - 10, x + TIP_SHIFT), "middle": x}
    return Spot(inward[anchor], y + 34 if y < shown.drawing.height / 2 else y - TIP_HEIGHT, anchor)


@register.filter
def measured_against(line: Comparison) -> str:
    """Return what a verdict is given on where no column beside it shows it: a band, or the plan's part due by now."""
    if line.verdict in UNJUDGED:
        return ""
    if line.indicator.direction == Direction.BAND:
        low, high = (
            in_figures(numbers.shown_plain(edge)) for edge in (line.indicator.band_low, line.indicator.band_high)
        )
        return _("khoảng %(low)s–%(high)s") % {"low": low, "high": high}
    if line.needed is None or line.needed == line.plan or line.verdict is Verdict.EXCEEDED:
        return ""
    told = {"n": int(12 * year_share(parse(line.period))), "needed": in_figures(amount_text(line, line.needed))}
    return _("theo tiến độ %(n)s tháng: %(needed)s") % told


@register.filter
def actual(line: Comparison) -> str:
    """Return the figure itself."""
    return in_figures(amount_text(line, line.actual))


@register.filter
def measured(line: Comparison) -> str:
    """Return the figure with its measure: 47,6% or 1.204 trẻ."""
    return numbers.with_measure(actual(line), said(line.indicator.unit_of_measure))


@register.filter
def planned(line: Comparison) -> str:
    """Return the plan of the year."""
    return in_figures(amount_text(line, line.plan))


@register.filter
def before(line: Comparison) -> str:
    """Return the figure of the same period of the year before."""
    return in_figures(amount_text(line, line.before))


@register.filter
def against_plan(line: Comparison) -> str:
    """Return 98,4% of a volume's plan, +0,1 điểm beside a rate's."""
    return in_figures(said(plan_text(line)))


@register.filter
def against_before(line: Comparison) -> str:
    """Return the change against the same period."""
    return in_figures(said(change_text(line)))
