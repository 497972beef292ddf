"""What several screens of a report have in common, put together once."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.domain.periods.rules import Kind, Period, parse
from giaoban.domain.reports.models import State, Submission, Transition
from giaoban.domain.reports.queries import Row
from giaoban.domain.reports.queries.grid import past_figures
from giaoban.interfaces.console.reports import chart
from giaoban.interfaces.console.reports.lines import line_of
from giaoban.interfaces.ui.words import local_name, period_name
from giaoban.lib.clock import VIETNAM
from giaoban.lib.dates import short

CHARTED = 5


def moment(at: datetime) -> str:
    """Return 17:00, 14/7/2020."""
    local = at.astimezone(VIETNAM)
    return f"{local.hour}:{local.minute:02d}, {short(local.date())}"


def title_of(submission: Submission) -> str:
    """Return "Báo cáo 6 tháng đầu năm 2020 của xã Đắc Sơn"."""
    return _("Báo cáo %(period)s của %(unit)s") % {
        "period": period_name(submission.round.period),
        "unit": in_sentence(submission.unit.name),
    }


def in_sentence(name: str) -> str:
    """Return a unit's name as it stands inside a sentence: xã Đắc Sơn, but UBND phường Ba Hàng."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def lead_of(submission: Submission) -> str:
    """Return the days the figures cover and the deadline."""
    window = parse(submission.round.period).window()
    return _("Số liệu từ %(first)s đến %(last)s. Hạn nộp: %(due)s.") % {
        "first": short(window.first),
        "last": short(window.last),
        "due": moment(submission.due_at),
    }


def last_return(submission: Submission) -> Transition | None:
    """Return the step by which a returned report came back (1 query, none in other states)."""
    if submission.state != State.RETURNED:
        return None
    return submission.transitions.filter(to_state=State.RETURNED).last()


def short_period(period: Period) -> str:
    """Return a name that fits below a point of a chart."""
    if period.kind is Kind.HALF:
        words = {1: _("đầu %d"), 2: _("cuối %d")}
        return words[period.number] % (period.year % 100)
    return period.code


def last_periods(period: Period) -> list[Period]:
    """Return the last five periods of the same kind, oldest first."""
    found = [period]
    while len(found) < CHARTED:
        found.insert(0, found[0].previous)
    return found


def cell_context(submission: Submission, row: Row, *, is_own: bool) -> dict[str, Any]:
    """Return what the page and the panel of one cell show (1 query)."""
    periods = last_periods(parse(submission.round.period))
    past = past_figures([submission.unit_id], [period.code for period in periods[:-1]], [row.indicator])
    known = {code: figure.level for (_unit, _indicator, code), figure in past.items()}
    figures = [(short_period(period), known.get(period.code)) for period in periods[:-1]]
    figures.append((short_period(periods[-1]), row.level))
    page = reverse("console:reports:entry" if is_own else "console:reports:review", args=[submission.pk])
    return {
        "submission": submission,
        "line": line_of(row, is_editable=False),
        "chart": chart.line(local_name(row.indicator), figures, row.indicator.decimals),
        "back": page,
    }


def confirmation(submission: Submission, refusal: str, *, question: str, act: str, what: str) -> dict[str, Any]:
    """Return what a page that asks before an act on a report shows; `question` has a place for the unit's name."""
    return {
        "question": question % in_sentence(submission.unit.name),
        "act_label": act,
        "what_happens": what,
        "refusal": refusal,
        "back": reverse("console:reports:review", args=[submission.pk]),
        "back_label": submission.unit.name,
    }
