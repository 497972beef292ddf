"""What anybody may read of the register: papers marked public, and nothing about the others."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from giaoban.domain.documents.models import Paper, PaperType
from giaoban.lib.text import fold


@dataclass(frozen=True)
class PublicFilter:
    """What the public list is narrowed to; empty values narrow nothing. `organ` is who issued it, as printed."""

    text: str = ""
    paper_type: str = ""
    organ: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Facets:
    """What there is to choose from: types, organs (most papers first) and years (newest first) of public papers."""

    types: tuple[str, ...]
    organs: tuple[str, ...]
    years: tuple[int, ...]


def public_papers(wanted: PublicFilter | None = None) -> QuerySet[Paper]:
    """Return the public papers, newest first, without file bytes (1 query when read).

    Words are searched folded, as in the register; every word must occur.
    """
    found = Paper.objects.light().filter(is_public=True)
    if wanted is None:
        return found
    for word in fold(wanted.text).split():
        found = found.filter(search_text__contains=word)
    narrowed = {"paper_type": wanted.paper_type, "organ_name": wanted.organ, "issued_on__year": wanted.year}
    return found.filter(**{name: value for name, value in narrowed.items() if value})


def public_paper(paper_id: int) -> Paper | None:
    """Return one public paper with the papers it replaces, or None (2 queries).

    `replaces` holds only public ones; whether `replaced_by` is public its reader must look at.
    """
    replaced = Prefetch("replaces", Paper.objects.light().filter(is_public=True))
    found = public_papers().filter(pk=paper_id).select_related("replaced_by").prefetch_related(replaced)
    return found.defer("content", "facts", "replaced_by__content", "replaced_by__facts").first()


def facets() -> Facets:
    """Return the types, organs and years that public papers have (3 queries)."""
    papers = Paper.objects.filter(is_public=True).order_by()
    present: Collection[str] = set(papers.values_list("paper_type", flat=True).distinct())
    organs = papers.values_list("organ_name").annotate(count=Count("pk")).order_by("-count", "organ_name")
    years = papers.filter(issued_on__isnull=False).dates("issued_on", "year", order="DESC")
    return Facets(
        types=tuple(kind for kind in PaperType.values if kind in present),
        organs=tuple(name for name, _count in organs),
        years=tuple(day.year for day in years),
    )
