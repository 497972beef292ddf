"""Compared figures as the public reads them."""

from collections.abc import Iterable, Mapping
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from giaoban.domain.indicators.queries import Comparison, amount_text, change_text, plan_text
from giaoban.interfaces.ui.words import said

register = template.Library()
# An article's table: what stands in a row, as blocks.body.FigureRow names it.
CELLS = ("name", "measure", "plan", "same_period", "actual", "percent", "change")
ROW = (
    '<tr><th scope="row">%s</th><td class="txt">%s</td><td>%s</td><td>%s</td><td><b>%s</b></td><td>%s</td><td>%s</td>'
    "</tr>"
)


@register.simple_tag
def figure_rows(rows: Iterable[Mapping[str, str | None]]) -> SafeString:
    """Return the rows of an article's table; made at once, as a template takes ten times as long over a cell."""
    return mark_safe("".join(ROW % tuple(escape(row[name] or "") for name in CELLS) for row in rows))


@register.filter
def actual(line: Comparison) -> str:
    """Return the figure itself."""
    return amount_text(line, line.actual)


@register.filter
def planned(line: Comparison) -> str:
    """Return the plan of the year."""
    return amount_text(line, line.plan)


@register.filter
def before(line: Comparison) -> str:
    """Return the figure of the same period of the year before."""
    return amount_text(line, line.before)


@register.filter
def against_plan(line: Comparison) -> str:
    """Return 98,4% of a volume's plan, +0,1 điểm beside a rate's."""
    return said(plan_text(line))


@register.filter
def against_before(line: Comparison) -> str:
    """Return the change against the same period."""
    return said(change_text(line))
