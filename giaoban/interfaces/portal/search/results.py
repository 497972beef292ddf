"""Results as the page shows them: where each leads, what of it is shown, the addresses of filters and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse

from giaoban.interfaces.portal.models import ENGLISH, ArticlePage
from giaoban.interfaces.portal.models.schedule import monday_of
from giaoban.interfaces.portal.search.asking import Filters, Question, read_filters, read_question
from giaoban.interfaces.portal.search.hints import other_spelling
from giaoban.interfaces.portal.search.marking import Marker, Piece
from giaoban.interfaces.portal.search.matching import Found, find
from giaoban.interfaces.portal.search.models import SearchEntry


@dataclass(frozen=True)
class Result:
    """One result: its kind in words, its day, its title and a stretch of its text with the hits told apart."""

    entry: SearchEntry
    address: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]

    @property
    def language(self) -> str:
        """The language of its text."""
        return ENGLISH if self.address.startswith(f"/{ENGLISH}/") else settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Answer:
    """Everything the page of results shows."""

    question: Question
    filters: Filters
    found: Found | None  # None where nothing was asked
    results: tuple[Result, ...]
    meant: str

    @property
    def is_filtered(self) -> bool:
        """Whether some results may be hidden by a filter."""
        return bool(self.filters.kinds or self.filters.span)

    def address(self, **changed: object) -> str:
        """Return the address of this search with something changed; pages start anew."""
        asked = {"q": self.question.text, "loai": self.filters.kinds, "luc": self.filters.span, **changed}
        return f"?{urlencode({name: value for name, value in asked.items() if value}, doseq=True)}"

    @property
    def meant_address(self) -> str:
        return self.address(q=self.meant)

    @property
    def unfiltered_address(self) -> str:
        return self.address(loai=(), luc="")

    @property
    def before(self) -> str:
        entries = self.found.entries if self.found else None
        return self.address(trang=entries.previous_page_number()) if entries and entries.has_previous() else ""

    @property
    def after(self) -> str:
        entries = self.found.entries if self.found else None
        return self.address(trang=entries.next_page_number()) if entries and entries.has_next() else ""


def answer(request: HttpRequest, asked: QueryDict, today: date) -> Answer:
    """Return the answer to an address (4 queries, 3 more at most where nothing was found)."""
    question = read_question(asked.get("q", ""))
    filters = read_filters(dict(asked.lists()))
    if not question.phrases:
        return Answer(question, filters, None, (), "")
    found = find(question, filters, page=asked.get("trang"), today=today)
    entries = list(found.entries)
    meant = other_spelling(question, entries, today) if entries or not found.in_all else ""
    return Answer(question, filters, found, _results(request, question, entries), meant)


def _results(request: HttpRequest, question: Question, entries: Sequence[SearchEntry]) -> tuple[Result, ...]:
    marker = Marker.of(question)
    articles = _articles_of(entry.conference_id for entry in entries)
    return tuple(
        Result(entry, _address(request, entry, articles), marker.marked(entry.title), marker.snippet(entry.body))
        for entry in entries
    )


def _articles_of(conferences: Iterable[int | None]) -> dict[int | None, ArticlePage]:
    """Return the newest article on each conference: where its own page is not there, its record is told in it."""
    wanted = [pk for pk in conferences if pk]
    if not wanted:
        return {}
    pages = ArticlePage.objects.live().filter(conference_id__in=wanted).defer("body").order_by("published_at")
    return {page.conference_id: page for page in pages}


def _address(request: HttpRequest, entry: SearchEntry, articles: dict[int | None, ArticlePage]) -> str:
    """Return where a result leads; "" where what it names has no page of its own yet."""
    if entry.page is not None:
        return str(entry.page.get_url(request) or "")
    if entry.indicator is not None:
        return _named("portal:figures") or f"{reverse('portal:map')}?{urlencode({'chi-tieu': entry.indicator.code})}"
    if entry.work is not None:
        return _named("portal:work", entry.work_id, entry.work.slug)
    if entry.consultation_id is not None:
        return _named("portal:consultation", entry.consultation_id)
    if entry.question is not None:
        return f"{entry.question.page.get_url(request)}?cau={entry.question_id}#cau-{entry.question_id}"
    if entry.appointment is not None:
        day = entry.appointment.day
        return f"{entry.appointment.page.get_url(request)}?tuan={monday_of(day)}#h-{day:%Y%m%d}"
    if entry.conference_id is not None:
        article = articles.get(entry.conference_id)
        return _named("portal:briefing", entry.conference_id) or (str(article.get_url(request)) if article else "")
    return _named("portal:document", entry.paper_id)


def _named(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
