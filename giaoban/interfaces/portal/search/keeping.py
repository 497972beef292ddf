"""Keeping the index current: pages by Wagtail's signals, records by following the audit chain, off the request.

Domain apps cannot call up to the portal, so the portal follows what they wrote down: each new audit entry names
the record it was about. What has no row although it is public is found by comparing.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model, QuerySet
from wagtail.models import Page

from giaoban.domain.audit.models import Entry, Head
from giaoban.domain.conferences.models import Conference
from giaoban.domain.documents.models import Consultation, Paper
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.works.models import Work
from giaoban.interfaces.portal.beside import Beside
from giaoban.interfaces.portal.models import Question, ScheduleEntry
from giaoban.interfaces.portal.search import engines, sources
from giaoban.interfaces.portal.search.models import Kind, SearchEntry, SearchState
from giaoban.interfaces.portal.search.sources import Source
from giaoban.interfaces.portal.search.words import plain, row_of, spoken, words_written
from giaoban.lib.text import clean

COMPARE_EVERY = 300.0  # seconds between comparisons where the chain stands still: pages moved by hand, restored rows
LONGEST_BODY = 200_000
# What audit entries are about, and the things whose rows follow it.
FOLLOWED: dict[str, Callable[[set[int]], QuerySet[Any]]] = {
    "documents.paper": lambda keys: Paper.objects.light().filter(pk__in=keys),
    "documents.draft": lambda keys: Consultation.objects.filter(version__draft__in=keys),
    "conferences.conference": lambda keys: Conference.objects.filter(pk__in=keys),
    "indicators.indicator": lambda keys: Indicator.objects.filter(pk__in=keys),
    "works.work": lambda keys: Work.objects.filter(pk__in=keys),
}
# The field of a row that points to a thing, and what search knows of the thing; None where it is not public.
READERS: dict[type[Model], tuple[str, Callable[[Any], Source | None]]] = {
    Page: ("page", sources.page_source),
    Paper: ("paper", sources.paper_source),
    Conference: ("conference", sources.conference_source),
    Indicator: ("indicator", lambda thing: sources.indicator_source(thing, sources.figures_day())),
    Work: ("work", sources.work_source),
    Consultation: ("consultation", sources.consultation_source),
    Question: ("question", sources.question_source),
    ScheduleEntry: ("appointment", sources.appointment_source),
}


def store(source: Source) -> None:
    """Write the row of one thing, new or over the old one."""
    title, body = _stored(source)
    in_title, in_body = words_written(title), words_written(body)
    values = {
        "kind": source.kind, "title": title, "body": body, "day": source.day, "source_at": source.source_at,
        "folded_title": row_of(map(plain, in_title)), "folded_body": row_of(map(plain, in_body)),
        "spoken": row_of(map(spoken, in_title + in_body)),
    }  # fmt: skip
    key: dict[str, Any] = {f"{source.thing}_id": source.key}
    with transaction.atomic():
        SearchEntry.objects.update_or_create(**key, defaults=values)
        moved()


def _stored(source: Source) -> tuple[str, str]:
    """Return title and body as a row holds them."""
    return clean(source.title)[:600], clean(source.body[:LONGEST_BODY])


def moved() -> None:
    """Note that the index is another one now: what processes remember of it is to be read again."""
    SearchState.objects.get_or_create(pk=1)
    SearchState.objects.filter(pk=1).update(version=F("version") + 1)


def forget(**key: int) -> None:
    """Take the row of a thing away, if it has one."""
    if SearchEntry.objects.filter(**key).delete()[0]:
        moved()


def take(thing: Model) -> bool:
    """Bring the row of a thing of READERS up to it; return whether it is public and so has one."""
    field, read = READERS[Page if isinstance(thing, Page) else type(thing)]
    source = read(thing)
    if source is None:
        forget(**{f"{field}_id": thing.pk})
        return False
    store(source)
    return True


def take_lines(page: Page) -> None:
    """Bring the rows of a page's questions or schedule up to its publication; only what changed is written."""
    for model in (Question, ScheduleEntry):
        field, read = READERS[model]
        if not page.live:
            forget(**{f"{field}__page_id": page.pk})
            continue
        rows = SearchEntry.objects.filter(**{f"{field}__page_id": page.pk}).values_list(field, "title", "body", "day")
        known = {key: told for key, *told in rows}
        for line in model._default_manager.filter(page_id=page.pk):
            source = read(line)
            if source and known.get(line.pk) != [*_stored(source), source.day]:
                store(source)


def catch_up(*, compare: bool = True) -> int:
    """Follow the audit chain to its end, then compare; return how many things were taken in anew.

    Every thing is a transaction of its own: whoever saves at the same time waits for one of them at most.
    """
    state, _ = SearchState.objects.get_or_create(pk=1)
    head = Head.objects.values_list("number", flat=True).first() or 0
    taken = 0
    if head != state.followed:
        taken += _take_all(_named_since(state.followed))
        compare = True
    if compare:
        for things in sources.unfollowed():
            taken += _take_all(things)
        _date_figures()
    if head != state.followed:
        SearchState.objects.filter(pk=1).update(followed=head)
    return taken


def _named_since(number: int) -> Iterable[Model]:
    """Return what the entries after a number were about, each thing once."""
    targets = Entry.objects.filter(number__gt=number).values_list("target", flat=True).distinct()
    wanted: dict[str, set[int]] = {label: set() for label in FOLLOWED}
    for target in targets:
        label, _, key = target.partition(":")
        if label in wanted and key.isdigit():
            wanted[label].add(int(key))
    for label, keys in wanted.items():
        if keys:
            yield from FOLLOWED[label](keys).order_by("pk")


def _take_all(things: Iterable[Model]) -> int:
    taken = 0
    for thing in things:
        # a fault of integrity: another process took it in, or it was deleted, at this very moment
        with suppress(IntegrityError):
            taken += take(thing)
    return taken


def _date_figures() -> None:
    """Give the figures the day they were last published on, so that they are not older than what they appear in."""
    day = sources.figures_day()
    if day and SearchEntry.objects.filter(kind=Kind.FIGURE).exclude(day=day).update(day=day):
        moved()


def rebuild() -> int:
    """Make every row anew over the old ones and drop those of nothing public; return how many rows there are.

    Searching goes on meanwhile.
    """
    engines.refresh()
    SearchState.objects.get_or_create(pk=1)
    head = Head.objects.values_list("number", flat=True).first() or 0
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    for things in sources.everything():
        _take_all(things)
    gone = before - set(SearchEntry.objects.public().values_list("pk", flat=True))
    SearchEntry.objects.filter(pk__in=gone).delete()
    SearchState.objects.filter(pk=1).update(followed=head)
    _date_figures()
    moved()
    return SearchEntry.objects.count()


class Keeping(Beside):
    """Catches up at once, then every few seconds, beside the serving."""

    called, every = "search-keeping", 3.0

    def __init__(self) -> None:
        super().__init__()
        self._compared = float("-inf")

    def work(self) -> None:
        """Follow the chain; now and then compare everything."""
        due = time.monotonic() - self._compared > COMPARE_EVERY
        catch_up(compare=due)
        self._compared = time.monotonic() if due else self._compared
