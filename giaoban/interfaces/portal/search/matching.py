"""Which rows answer a question, and in which order: the same on every database.

The engine says which rows hold all the words; everything else is plain comparison of folded text. Order: spelled
with the marks that were typed; then all words together in the title, all words in the title, together in the text,
anywhere; then the newer; then the one entered later.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, When
from django.db.models.expressions import Combinable, OrderBy

from giaoban.interfaces.portal.search.asking import KINDS, SPANS, Filters, Question
from giaoban.interfaces.portal.search.engines import HoldsAll
from giaoban.interfaces.portal.search.models import SearchEntry, SearchEntryQuerySet
from giaoban.interfaces.portal.search.words import row_of

PER_PAGE = 10
_LED_TO = ("page", "indicator", "work", "question__page", "appointment__page")
_NO_BODY = ("folded_title", "folded_body", "spoken")


@dataclass(frozen=True)
class Choice:
    """One value of a filter, how many results it would leave, and whether it is chosen."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Found:
    """One page of results and the counts beside it."""

    entries: Page[SearchEntry]
    total: int
    kinds: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    in_all: int  # without filters


def matching(question: Question, today: date) -> SearchEntryQuerySet:
    """Return the public rows that answer the question, unordered and unfiltered."""
    if not question.phrases:
        return SearchEntry.objects.none()
    rows = SearchEntry.objects.visible(today).filter(HoldsAll(*question.words))
    for phrase in question.phrases:
        if len(phrase) > 1:
            rows = rows.filter(_holds("folded_title", phrase) | _holds("folded_body", phrase))
    return rows


def _holds(column: str, words: Iterable[str]) -> Q:
    """Return whether a folded column holds the words side by side."""
    return Q(**{f"{column}__contains": row_of(words)})


def _first(*places: When) -> OrderBy:
    return Case(*places, default=0, output_field=IntegerField()).desc()


def ranked(rows: SearchEntryQuerySet, question: Question) -> SearchEntryQuerySet:
    """Return the rows, the best first."""
    words = [word for phrase in question.phrases for word in phrase]
    in_title = Q(*(_holds("folded_title", [word]) for word in question.words))
    places = [When(_holds("folded_title", words), then=3)]
    if len(words) > 1:  # one word that is not in the title is in the text
        places += [When(in_title, then=2), When(_holds("folded_body", words), then=1)]
    order: list[str | Combinable] = [_first(*places), "-day", "-pk"]
    if question.spoken:
        order.insert(0, _first(When(Q(*(_holds("spoken", [word]) for word in question.spoken)), then=1)))
    return rows.order_by(*order)


def find(question: Question, filters: Filters, *, page: str | None, today: date) -> Found:
    """Return one page of results with the counts of every filter (2 queries, however many match)."""
    rows = matching(question, today)
    counted = list(rows.order_by().values_list("kind", "day").annotate(count=Count("pk"))) if question.phrases else []
    days = filters.days(today)
    in_time = [line for line in counted if days is None or days[0] <= line[1] <= days[1]]
    of_kind = [line for line in counted if not filters.kinds or line[0] in filters.kinds]
    total = sum(count for kind, _, count in in_time if not filters.kinds or kind in filters.kinds)
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    if days is not None:
        rows = rows.filter(day__range=days)
    shown = ranked(rows, question).select_related(*_LED_TO).defer(*_NO_BODY)
    paginator = Paginator(shown, PER_PAGE)
    paginator.__dict__["count"] = total  # counted already
    return Found(
        paginator.get_page(page), total, _kinds(in_time, filters), _spans(of_kind, filters, today),
        sum(count for _, _, count in counted),
    )  # fmt: skip


def _kinds(counted: list[tuple[str, date, int]], filters: Filters) -> tuple[Choice, ...]:
    counts: Counter[str] = Counter()
    for kind, _, count in counted:
        counts[kind] += count
    return tuple(
        Choice(kind, counts[kind], kind in filters.kinds) for kind in KINDS if counts[kind] or kind in filters.kinds
    )


def _spans(counted: list[tuple[str, date, int]], filters: Filters, today: date) -> tuple[Choice, ...]:
    counts: Counter[str] = Counter({"": 0, **dict.fromkeys(SPANS, 0)})
    for _, day, count in counted:
        counts[""] += count
        counts[str(day.year)] += count
        for span, back in SPANS.items():
            counts[span] += count * (day >= today - timedelta(days=back))
    if filters.span not in counts:
        counts[filters.span] = 0
    years = sorted((span for span in counts if len(span) == 4), reverse=True)
    return tuple(Choice(span, counts[span], span == filters.span) for span in ("", *SPANS, *years))
