"""What the public may see of the figures: the periods whose conference has concluded, and their public indicators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, Subquery, When

from giaoban.domain.conferences.queries import concluded
from giaoban.domain.indicators.models import Indicator, OverUnits, RollUp
from giaoban.domain.indicators.queries import sums_of
from giaoban.domain.indicators.rules import Sums
from giaoban.domain.orgs.models import Bloc, Unit


@dataclass(frozen=True)
class Published:
    """A bloc and the codes of its published periods, the latest concluded first."""

    bloc: Bloc
    periods: tuple[str, ...]


def published(*, latest_only: bool = False) -> Published | None:
    """Return the bloc that concluded last with its published periods (1 query, 2 before anything is published).

    None where no bloc exists yet.
    """
    found = concluded().select_related("bloc__territory").order_by("-concluded_at", "-starts_at")
    held = list(found[:1] if latest_only else found)
    if held:
        bloc = held[0].bloc
        return Published(bloc, tuple(dict.fromkeys(one.round.period for one in held if one.bloc_id == bloc.pk)))
    first = Bloc.objects.select_related("territory").first()
    return Published(first, ()) if first else None


def lacking(day: date) -> str:
    """Return what a new office has not got yet: "units", "bloc", or "" where it has both (1 query, 2 with units)."""
    if not Unit.objects.on(day).exists():
        return "units"
    return "" if Bloc.objects.exists() else "bloc"


def public_indicators(units: Iterable[Unit], period: str) -> list[Indicator]:
    """Return public indicators with a figure of one of the units (1 query): key rates first, as counts follow size."""
    return list(_public(units, period).select_related("sector").distinct())


def leading_sums(units: Sequence[Unit], period: str) -> tuple[Indicator | None, dict[int, Sums]]:
    """Return the first of the public indicators and its sums by unit id (1 query, none without a unit)."""
    first = Subquery(_public(units, period).values("pk")[:1])
    held = RollUp.objects.filter(indicator=first, period=period, unit__in=units).select_related("indicator__sector")
    rows = list(held) if units else []
    return (rows[0].indicator if rows else None), {row.unit_id: sums_of(row) for row in rows}


def _public(units: Iterable[Unit], period: str) -> QuerySet[Indicator]:
    is_rate = ~Q(denominator_name="")
    found = Indicator.objects.filter(is_public=True, rollups__period=period, rollups__unit__in=units)
    rank = Case(When(is_rate & Q(is_key=True), then=0), When(is_rate, then=1), default=2)
    return found.exclude(over_units=OverUnits.TOP).order_by(rank, "sector__position", "position")
