"""What there is to find: the text of every public thing, and where a reader is sent for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site
from wagtail.rich_text import get_text_for_indexing

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.conferences.queries import concluded
from giaoban.domain.documents.models import Consultation, Paper
from giaoban.domain.documents.queries import BrokenFile, file_of
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.works.models import Work
from giaoban.interfaces.portal.models import ArticlePage, PublicPage, Question, ScheduleEntry
from giaoban.interfaces.portal.search.models import THINGS, Kind, SearchEntry
from giaoban.lib.clock import VIETNAM
from giaoban.lib.file_text import text_of


@dataclass(frozen=True)
class Source:
    """One public thing as it is now. `thing` is the field of SearchEntry that points to it."""

    thing: str
    key: int
    kind: Kind
    title: str
    body: str
    day: date
    source_at: datetime | None = None


# --- pages ---------------------------------------------------------------------------------------------------


def page_source(page: Page) -> Source | None:
    """Return what search knows of a page; None for one that is not public, or that is the way in itself."""
    page = page.specific
    if not page.live or not isinstance(page, PublicPage) or page.get_url_parts() is None or _is_a_root(page):
        return None
    shown = getattr(page, "published_at", None) or page.first_published_at or page.latest_revision_created_at
    day = shown.astimezone(VIETNAM).date() if shown else date.min.replace(year=1900)
    kind = Kind.NEWS if isinstance(page, ArticlePage) else Kind.PAGE
    return Source("page", page.pk, kind, page.title, text_of_page(page), day, page.last_published_at)


def _is_a_root(page: Page) -> bool:
    return bool(Site.objects.filter(root_page_id=page.pk).exists())


def text_of_page(page: Page) -> str:
    """Return everything a page says beside its title: what its own `search_text()` gives, else all its texts."""
    own = getattr(page, "search_text", None)
    if own is not None:
        return str(own())
    inherited = {field.name for field in Page._meta.get_fields()}
    parts: list[str] = [page.search_description]
    for field in page._meta.concrete_fields:
        if field.name not in inherited and field.get_internal_type() in {"TextField", "JSONField"}:
            parts += _texts_of(field, getattr(page, field.name))
    return "\n".join(part for part in parts if part)


def _texts_of(field: Any, value: Any) -> list[str]:
    if isinstance(field, StreamField | RichTextField):
        return [str(part) for part in field.get_searchable_content(value)]
    return [value] if isinstance(value, str) else []


def question_source(question: Question) -> Source:
    """Return what search knows of a question on a published page: it and its answer, not who asked."""
    body = f"{get_text_for_indexing(question.answer)}\n{question.answered_by}"
    return Source("question", question.pk, Kind.QUESTION, question.question, body, question.asked_on)


def appointment_source(entry: ScheduleEntry) -> Source:
    """Return what search knows of a piece of work in a published schedule."""
    body = "\n".join(part for part in (entry.place, entry.chair, entry.attending) if part)
    return Source("appointment", entry.pk, Kind.SCHEDULE, entry.title, body, entry.day)


# --- papers --------------------------------------------------------------------------------------------------


def paper_source(paper: Paper) -> Source | None:
    """Return what search knows of a paper, the text inside its file too (1 query for the file)."""
    if not paper.is_public:
        return None
    title = " ".join(part for part in (paper.get_paper_type_display(), paper.symbol) if part)
    day = paper.issued_on or paper.recorded_at.astimezone(VIETNAM).date()
    body = f"{paper.organ_name}\n{_inside(paper)}"
    return Source("paper", paper.pk, Kind.DOCUMENT, f"{title}: {paper.abstract}", body, day)


def _inside(paper: Paper) -> str:
    if not paper.sha256:
        return ""
    try:
        return text_of(file_of(paper))
    except BrokenFile:
        return ""


# --- conferences -----------------------------------------------------------------------------------------------


def conference_source(conference: Conference) -> Source | None:
    """Return what is public of a concluded conference: title, place, programme, conclusions (2 queries).

    Who sat where, who said what and how a unit voted are not.
    """
    if conference.state != ConferenceState.CONCLUDED:
        return None
    lines = [conference.place, conference.chair_title]
    lines += [item.title for item in conference.items.all()]
    lines += [conclusion.text for conclusion in conference.conclusions.all()]
    day = conference.starts_at.astimezone(VIETNAM).date()
    return Source("conference", conference.pk, Kind.CONFERENCE, conference.title, "\n".join(lines), day)


# --- indicators ------------------------------------------------------------------------------------------------


def figures_day() -> date | None:
    """Return the day of the last concluded conference: the figures of today were published with it (1 query)."""
    last = concluded().aggregate(last=Max("starts_at"))["last"]
    return timezone.localdate(last, VIETNAM) if last else None


def indicator_source(indicator: Indicator, day: date | None) -> Source | None:
    """Return what search knows of an indicator: its names, what it counts, its sector (1 query for the sector)."""
    if not indicator.is_public:
        return None
    parts = (
        indicator.short_name, indicator.definition, indicator.numerator_name, indicator.denominator_name,
        indicator.sector.name, indicator.name_en, indicator.code,
    )  # fmt: skip
    body = " · ".join(part for part in parts if part)
    return Source("indicator", indicator.pk, Kind.FIGURE, indicator.name, body, day or indicator.valid_from)


# --- works and drafts for comment ------------------------------------------------------------------------------


def work_source(work: Work) -> Source | None:
    """Return what search knows of a public work: name, kind, place, owner, milestones (3 queries).

    What was reported of it and who did are not public.
    """
    if not work.is_public:
        return None
    lines = [work.get_kind_display(), work.place, work.owner.name, work.sector.name if work.sector else ""]
    lines += [milestone.name for milestone in work.milestones.all()]
    day = (work.shown_at or work.registered_at).astimezone(VIETNAM).date()
    return Source("work", work.pk, Kind.WORK, work.name, "\n".join(line for line in lines if line), day)


def consultation_source(consultation: Consultation) -> Source:
    """Return what search knows of a draft for comment: its organ and its text, not what was said of it (3 queries)."""
    draft = consultation.version.draft
    body = f"{draft.organ.name_line}\n{consultation.version.text}"
    return Source("consultation", consultation.pk, Kind.DRAFT, draft.title, body, consultation.opens_on)


# --- all of them -----------------------------------------------------------------------------------------------


def everything() -> list[QuerySet[Any]]:
    """Return all that is public, in the order of THINGS; nothing is read yet. Below the home page, pages are its own.

    Drafts are in the index before their first day for comment, and found from that day on.
    """
    return [
        Page.objects.live().filter(depth__gt=2).order_by("pk"),
        Paper.objects.light().filter(is_public=True).order_by("pk"),
        Conference.objects.filter(state=ConferenceState.CONCLUDED).order_by("pk"),
        Indicator.objects.filter(is_public=True).select_related("sector").order_by("pk"),
        Work.objects.filter(is_public=True).order_by("pk"),
        Consultation.objects.order_by("pk"),
        Question.objects.filter(page__live=True).order_by("pk"),
        ScheduleEntry.objects.filter(page__live=True).order_by("pk"),
    ]


def unfollowed() -> list[QuerySet[Any]]:
    """Return what is public and has no row, or a row older than the page's publication; nothing is read yet."""
    rows = SearchEntry.objects.all()
    fresh = rows.filter(
        Q(source_at=F("page__last_published_at")) | Q(source_at__isnull=True, page__last_published_at__isnull=True)
    )
    # without the empty keys: NOT IN a list that holds a NULL is never true
    return [
        things.exclude(pk__in=(fresh if field == "page" else rows).exclude(**{field: None}).values(field))
        for things, field in zip(everything(), THINGS, strict=True)
    ]
