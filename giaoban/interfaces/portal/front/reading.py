"""What the parts of the front page show: articles, the last briefing in figures, papers, the days to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import concluded
from giaoban.domain.documents.models import Paper
from giaoban.domain.documents.queries import public_papers
from giaoban.domain.indicators.rules import Verdict
from giaoban.domain.reports.queries import reported_table
from giaoban.interfaces.portal.models.news import ArticlePage, live_articles
from giaoban.interfaces.portal.models.schedule import ScheduleEntry
from giaoban.interfaces.portal.records.lines import Line, line_of
from giaoban.lib import clock

MOST_LEADING, MOST_LATEST = 4, 10
# The score's bar is drawn in whole thousandths: a template would write a broken number with a decimal comma.
BAR = 1000
JUDGED = (Verdict.EXCEEDED, Verdict.REACHED, Verdict.BEHIND, Verdict.NOT_REACHED)


@dataclass(frozen=True)
class FrontNews:
    """The articles that lead, and the newest of the others."""

    leading: list[ArticlePage]
    latest: list[ArticlePage]


def news_of(parts: Iterable[Any]) -> FrontNews:
    """Return the news of a front page's parts (1 query, 1 more where an editor chose what leads).

    The newest article leads where nobody chose, or where what was chosen is no longer published. No article stands
    in the page twice.
    """
    chosen = [page for part in parts if part.block_type == "featured" for page in part.value["articles"]]
    leading = list({page.pk: page for page in chosen if page is not None and page.live}.values())[:MOST_LEADING]
    newest = list(live_articles()[: MOST_LEADING + MOST_LATEST])
    leading = leading or newest[:1]
    shown = {page.pk for page in leading}
    return FrontNews(leading, [page for page in newest if page.pk not in shown][:MOST_LATEST])


@dataclass(frozen=True)
class Score:
    """How many public indicators got a verdict; `start` and `width` place it in a bar of 1000."""

    verdict: Verdict
    count: int
    start: int
    width: int


@dataclass(frozen=True)
class LastBriefing:
    """The conference that concluded last, the score of its public indicators and its first key figures."""

    conference: Conference
    scores: tuple[Score, ...]
    total: int
    lines: tuple[Line, ...]

    @property
    def judged(self) -> list[Score]:
        """The scores of indicators measured against their plan."""
        return [score for score in self.scores if score.verdict in JUDGED]

    @property
    def others(self) -> list[Score]:
        """The scores of those that are only watched, not due yet, without a plan or without a figure."""
        return [score for score in self.scores if score.verdict not in JUDGED]

    @property
    def rest(self) -> int:
        """How many indicators were not measured against a plan."""
        return sum(score.count for score in self.others)


def last_briefing(figures: int) -> LastBriefing | None:
    """Return the last briefing with so many key figures (2 queries); None before any has concluded.

    Figures are those frozen for the conference; one that heard no table has none.
    """
    conference = concluded().select_related("snapshot__unit").first()
    if conference is None:
        return None
    rows = reported_table(conference.snapshot) if conference.snapshot else []
    key = [row for row in rows if row.indicator.is_key][:figures]
    scores = scores_of([row.verdict for row in rows])
    return LastBriefing(conference, scores, len(rows), tuple(line_of(row) for row in key))


def scores_of(verdicts: list[Verdict]) -> tuple[Score, ...]:
    """Return how often each verdict was given, in the order of the verdicts; those never given are left out."""
    counts = Counter(verdicts)
    found, before = [], 0
    for verdict in Verdict:
        if count := counts[verdict]:
            start, end = (BAR * number // len(verdicts) for number in (before, before + count))
            found.append(Score(verdict, count, start, end - start))
            before += count
    return tuple(found)


def newest_papers(count: int) -> list[Paper]:
    """Return the newest public papers (1 query)."""
    return list(public_papers()[:count])


def coming_work(count: int) -> list[ScheduleEntry]:
    """Return what the published schedule holds from today on, with its page (1 query)."""
    coming = ScheduleEntry.objects.filter(page__live=True, day__gte=clock.today())
    return list(coming.select_related("page").order_by("day", "starts", "pk")[:count])
