"""Concluded conferences: the list, and one briefing with what of its record is public.

Public are: when, where, under which post, attendance by group, the programme, papers marked public, results of closed
ballots, the key figures as reported, conclusions, tasks marked public. Not public are single votes, who was away and
why, the words of opinions and summaries written for the minutes.
"""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import ConclusionLine, ConferenceRecord, PaperLine, concluded, conference_record
from giaoban.domain.reports.queries import reported_table
from giaoban.domain.tasks.queries import TaskRow, public_tasks
from giaoban.interfaces.portal.addresses import origin_of
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.records.lines import Line, line_of
from giaoban.interfaces.portal.records.papers import briefing_pdf
from giaoban.interfaces.portal.saving import handed_out
from giaoban.lib import clock

PAGE_SIZE = 20


@dataclass(frozen=True)
class Concluded:
    """A conclusion, and its task where that is public."""

    line: ConclusionLine
    task: TaskRow | None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the concluded conferences, the last first."""
    page = Paginator(concluded(), PAGE_SIZE).get_page(request.GET.get("trang"))
    return render(request, "portal/records/briefings.html", {"page": page})


@require_safe
def briefing(request: HttpRequest, conference_id: int) -> HttpResponse:
    """Show a concluded conference; any other number answers 404."""
    context = _told(conference_id)
    context["articles"] = _articles(context["conference"])
    return render(request, "portal/records/briefing.html", context)


@require_safe
def saved(request: HttpRequest, conference_id: int) -> HttpResponseBase:
    """Return the same as a PDF to keep, in the reader's language."""
    told = _told(conference_id)
    address = origin_of(request) + reverse("portal:briefing", args=[conference_id])
    return handed_out(
        lambda: briefing_pdf(told, address), address=address, filename=f"giao-ban-{told['record'].held_on}.pdf"
    )


def _told(conference_id: int) -> dict[str, Any]:
    """Return what is public of a concluded conference; any other number is answered with 404."""
    conference = get_object_or_404(concluded().select_related("snapshot__unit"), pk=conference_id)
    record = conference_record(conference)
    return {
        "conference": conference,
        "record": record,
        "papers": _papers(record),
        "ballots": [ballot for ballot in record.ballots if ballot.is_closed],
        "lines": _key_lines(conference),
        "concluded": _concluded(record),
        "opinions": _opinions(record),
    }


def _papers(record: ConferenceRecord) -> list[PaperLine]:
    """Return the public papers the conference heard or brought forth, each once."""
    heard = [item.paper for item in record.items if item.paper]
    return list({paper.id: paper for paper in [*record.papers, *heard] if paper.is_public}.values())


def _key_lines(conference: Conference) -> list[Line]:
    if conference.snapshot is None:
        return []
    return [line_of(row) for row in reported_table(conference.snapshot) if row.indicator.is_key]


def _concluded(record: ConferenceRecord) -> list[Concluded]:
    public = public_tasks([task.id for task in record.tasks], clock.today())
    return [Concluded(line, public.get(line.task.id) if line.task else None) for line in record.conclusions]


def _opinions(record: ConferenceRecord) -> dict[str, int]:
    """Return how many opinions were given, and how many of them were taken up or explained."""
    given = record.opinions
    counts = {kind: sum(one.disposition == kind for one in given) for kind in ("taken", "explained")}
    return {"all": len(given), **counts}


def _articles(conference: Conference) -> QuerySet[ArticlePage]:
    live: QuerySet[ArticlePage] = ArticlePage.objects.live().filter(conference_id=conference.pk).defer("body")
    return live.order_by("-published_at")
