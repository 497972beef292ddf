"""Compared figures as the public reads them."""

from django import template

from giaoban.domain.indicators.queries import Comparison, amount_text, change_text, plan_text
from giaoban.interfaces.ui.words import said

register = template.Library()


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
