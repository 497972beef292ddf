"""How the public pages show what the records hold."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from giaoban.domain.documents.models import Paper
from giaoban.domain.documents.rules import Effect, citation, effect_on
from giaoban.domain.tasks.queries import TaskRow
from giaoban.interfaces.ui.templatetags.ui import state
from giaoban.lib import dates

register = template.Library()


@register.filter
def cited(printed: str) -> str:
    """Return the number and symbol of a paper without the word "Số": where it stands they are called so already."""
    return citation(printed)


@register.simple_tag
def effect(paper: Paper, now: datetime) -> SafeString:
    """Return how the paper stands today as a state, or nothing where nobody recorded it."""
    found = effect_on(now.date(), paper.in_force_on, is_replaced=paper.replaced_by_id is not None)
    if found is Effect.REPLACED:
        return state("warn", "turn", _("Đã được thay thế"))
    if found is Effect.NOT_STATED or paper.in_force_on is None:
        return SafeString("")
    day = {"day": dates.short(paper.in_force_on)}
    if found is Effect.TO_COME:
        return state("info", "clock", _("Có hiệu lực từ %(day)s") % day)
    return state("good", "check", _("Có hiệu lực từ %(day)s") % day)


TASK_STATES = {
    "assigned": ("info", "half"), "in_progress": ("info", "half"), "delivered": ("info", "clock"),
    "accepted": ("good", "check"), "withdrawn": ("none", "dash"),
}  # fmt: skip


@register.simple_tag
def task_state(row: TaskRow) -> SafeString:
    """Return how a public task stands: overdue said first, by working days."""
    if row.is_overdue:
        return state("bad", "warn", _("Quá hạn %(n)s ngày làm việc") % {"n": row.days_late})
    tone, icon_name = TASK_STATES[row.task.state]
    return state(tone, icon_name, row.task.get_state_display())
