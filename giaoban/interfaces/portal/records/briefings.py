"""Concluded conferences: the list, and one briefing with what of its record is public.

Public are: when, where, under which post, attendance by group, the programme, papers marked public, results of closed
ballots, the key figures as reported, conclusions, tasks marked public. Not public are single votes, who was away and
why, the words of opinions and summaries written for the minutes.
"""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import ConclusionLine, ConferenceRecord, PaperLine, concluded, conference_record
from giaoban.domain.reports.queries import reported_table
from giaoban.domain.tasks.queries import TaskRow, public_tasks
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.records.lines import Line, line_of
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
    conference = get_object_or_404(concluded().select_related("snapshot__unit"), pk=conference_id)
    record = conference_record(conference)
    context = {
        "conference": conference,
        "record": record,
        "papers": _papers(record),
        "ballots": [ballot for ballot in record.ballots if ballot.is_closed],
        "lines": _key_lines(conference),
        "concluded": _concluded(record),
        "articles": _articles(conference),
        "opinions": _opinions(record),
    }
    return render(request, "portal/records/briefing.html", context)


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
