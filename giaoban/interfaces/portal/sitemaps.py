"""The map of the site for search engines: Wagtail's pages, and beside them what is fed from the records.

`lastmod` stands only where the records know when the page last changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import F, Max, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.contrib.sitemaps import views

from giaoban.domain.conferences.queries import concluded, published_tables
from giaoban.domain.documents.queries import SHOWN, public_consultations, public_papers
from giaoban.domain.orgs.models import Unit
from giaoban.domain.works.models import Work
from giaoban.interfaces.portal.addresses import origin_of
from giaoban.lib import clock


@dataclass(frozen=True)
class Place:
    """An address on this site, and when what stands there last changed."""

    path: str
    changed: datetime | None = None


class RecordSitemap(Sitemap[Place]):
    """Addresses of one kind of record; each kind costs 1 query."""

    def __init__(self, request: HttpRequest) -> None:
        self.origin = origin_of(request)

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return http or https, as in every other whole address of the portal."""
        return self.origin.partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        """Return name and port, as in every other whole address of the portal."""
        return self.origin.partition("://")[2]

    def location(self, item: Place) -> str:
        """Return the address on this site."""
        return item.path

    def lastmod(self, item: Place) -> datetime | None:
        """Return when it last changed."""
        return item.changed


class Papers(RecordSitemap):
    """Public papers, which change once, when another one replaces them."""

    def items(self) -> Sequence[Place]:
        """Return the list and its papers."""
        rows = public_papers().values_list("pk", "recorded_at", F("replaced_by__recorded_at"))
        return _with_list("documents", [_place("document", pk, *moments) for pk, *moments in rows])


class Briefings(RecordSitemap):
    """Concluded conferences, which change with the progress of their public tasks."""

    def items(self) -> Sequence[Place]:
        """Return the list and its conferences."""
        public = Q(conclusions__task__is_public=True)
        rows = concluded().annotate(progressed=Max("conclusions__task__progress__at", filter=public))
        told = rows.values_list("pk", "concluded_at", "progressed")
        return _with_list("briefings", [_place("briefing", pk, *moments) for pk, *moments in told])


class Consultations(RecordSitemap):
    """Drafts that are or were open for comment, which change with each answer."""

    def items(self) -> Sequence[Place]:
        """Return the list and its drafts."""
        answered = Max("comments__answered_at", filter=Q(comments__reply__in=SHOWN))
        rows = public_consultations(clock.today()).annotate(answered=answered)
        told = rows.values_list("pk", "opened_at", "closed_at", "answered")
        return _with_list("consultations", [_place("consultation", pk, *moments) for pk, *moments in told])


class Figures(RecordSitemap):
    """The public table of each period, which never changes once a conference has heard it."""

    def items(self) -> Sequence[Place]:
        """Return the latest table, and the others by their periods."""
        here, tables = reverse("portal:figures"), published_tables()
        older = [Place(f"{here}?ky={one.round.period}", one.concluded_at) for one in tables[1:]]
        return [Place(here, tables[0].concluded_at if tables else None), *older]


class Works(RecordSitemap):
    """Public works, which change with each milestone and payment."""

    def items(self) -> Sequence[Place]:
        """Return the list and its works."""
        rows = Work.objects.filter(is_public=True).annotate(
            reported=Max("milestones__reports__at"), paid=Max("payments__at")
        )
        return _with_list(
            "works", [_place("work", row.pk, row.shown_at, row.reported, row.paid, slug=row.slug) for row in rows]
        )


class Units(RecordSitemap):
    """The units of today."""

    def items(self) -> Sequence[Place]:
        """Return one page per code; what it shows follows the figures, so that no day of change is told."""
        codes = Unit.objects.on(clock.today()).order_by("code").values_list("code", flat=True)
        return [Place(reverse("portal:unit", args=[code])) for code in codes]


class Others(RecordSitemap):
    """Map and statistics, which follow the day."""

    def items(self) -> Sequence[Place]:
        """Return the two (no query)."""
        return [Place(reverse("portal:map")), Place(reverse("portal:statistics"))]


KINDS: tuple[type[RecordSitemap], ...] = (Briefings, Figures, Papers, Consultations, Works, Units, Others)


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Return the map of everything public."""
    maps = {kind.__name__: kind(request) for kind in KINDS}
    answer: HttpResponseBase = views.sitemap(request, {"pages": PageSitemap, **maps})
    return answer


def _place(name: str, pk: int, *moments: datetime | None, **more: str) -> Place:
    known = [moment for moment in moments if moment]
    return Place(reverse(f"portal:{name}", args=[pk, *more.values()]), max(known, default=None))


def _with_list(name: str, places: list[Place]) -> list[Place]:
    changed = max((place.changed for place in places if place.changed), default=None)
    return [Place(reverse(f"portal:{name}"), changed), *places]
