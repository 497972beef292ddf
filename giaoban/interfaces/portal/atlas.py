"""The administrative map: which units, shaded by which figures, with a legend that counts them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.indicators.models import Indicator, OverUnits, RollUp
from giaoban.domain.orgs.models import Bloc, Level, Unit
from giaoban.domain.orgs.queries import NoSuchUnit, children_on, unit_on
from giaoban.domain.periods.rules import Calendar, parse
from giaoban.interfaces.portal.cartography import Drawing, Place, drawn
from giaoban.interfaces.ui.words import period_name, said
from giaoban.lib import numbers

CLASSES = 5


@dataclass(frozen=True)
class MapUnit:
    """A unit on the map and its row in the table below: the same number in both."""

    number: int
    anchor: str
    name: str
    short_name: str
    path: str
    label_x: int
    label_y: int
    shade: str
    word: str
    amount: Decimal | None
    share: str


@dataclass(frozen=True)
class LegendRow:
    shade: str
    label: str
    count: str


@dataclass(frozen=True)
class AdministrativeMap:
    """Everything the map's templates show. Without a published figure `indicator` is None and nothing is shaded."""

    territory: str
    day: date
    drawing: Drawing
    units: tuple[MapUnit, ...]
    legend: tuple[LegendRow, ...]
    indicator: Indicator | None
    period_name: str
    as_of: date | None
    choices: tuple[Indicator, ...]

    @property
    def is_estimate_or_partial(self) -> bool:
        """Whether some unit has not reported, so that the map shows less than the whole."""
        return any(unit.shade == "m0" for unit in self.units)


def map_for_visitors(at: datetime, indicator_code: str | None = None) -> AdministrativeMap | None:
    """Return the map as of today, shaded by a public indicator of the last concluded conference (at most 6 queries).

    None where no bloc, or no unit with a known place, exists yet.
    """
    published = (
        Conference.objects.filter(state=ConferenceState.CONCLUDED)
        .select_related("round", "bloc__territory")
        .order_by("-concluded_at", "-starts_at")
        .first()
    )
    bloc = published.bloc if published else Bloc.objects.select_related("territory").first()
    if bloc is None:
        return None
    day = at.date()
    territory = _territory(bloc, day)
    units = _communes(territory, day) if territory else []
    drawing = drawn([_place(unit) for unit in units])
    if territory is None or drawing is None:
        return None
    if published is None:
        return _unshaded(territory, day, units, drawing)
    return _shaded(territory, day, units, drawing, published.round.period, indicator_code)


def _territory(bloc: Bloc, day: date) -> Unit | None:
    """Return the bloc's territory as it is on the day; asks again only where the unit of the bloc has ended."""
    if bloc.territory.holds_on(day):
        return bloc.territory
    try:
        return unit_on(bloc.territory.code, day)
    except NoSuchUnit:
        return None


def _communes(territory: Unit, day: date) -> list[Unit]:
    return list(
        children_on(territory, day)
        .filter(level=Level.COMMUNE, centre_longitude__isnull=False, centre_latitude__isnull=False)
        .prefetch_related("boundaries")
        .order_by("sort_key")
    )


def _place(unit: Unit) -> Place:
    outline = next((boundary.geometry for boundary in unit.boundaries.all()), None)
    return Place(unit.code, float(unit.centre_longitude or 0), float(unit.centre_latitude or 0), outline)


def _unshaded(territory: Unit, day: date, units: Sequence[Unit], drawing: Drawing) -> AdministrativeMap:
    rows = [_map_unit(index, unit, drawing, "m-plain", "", None, "") for index, unit in enumerate(units)]
    return AdministrativeMap(territory.name, day, drawing, tuple(rows), (), None, "", None, ())


def _shaded(
    territory: Unit, day: date, units: Sequence[Unit], drawing: Drawing, period: str, code: str | None
) -> AdministrativeMap:
    choices = _shadeable(units, period)
    indicator = next((choice for choice in choices if choice.code == code), choices[0] if choices else None)
    if indicator is None:
        return _unshaded(territory, day, units, drawing)
    figures = {row.unit_id: row for row in RollUp.objects.filter(indicator=indicator, period=period, unit__in=units)}
    amounts = {unit.pk: _amount(indicator, figures.get(unit.pk)) for unit in units}
    classes = quantile_classes([amount for amount in amounts.values() if amount is not None])
    rows = []
    for index, unit in enumerate(units):
        amount, figure = amounts[unit.pk], figures.get(unit.pk)
        shade, word = _shade_and_word(indicator, figure, amount, classes)
        rows.append(_map_unit(index, unit, drawing, shade, word, amount, _share(indicator, figure)))
    parsed = parse(period)
    return AdministrativeMap(
        territory.name, day, drawing, tuple(rows), tuple(_legend(indicator, rows)), indicator,
        period_name(parsed), parsed.as_of(Calendar(indicator.calendar)), tuple(choices),
    )  # fmt: skip


def _shadeable(units: Sequence[Unit], period: str) -> list[Indicator]:
    """Return public indicators with a commune's figure in the period: rates first, since counts follow size."""
    found = (
        Indicator.objects.filter(is_public=True, rollups__period=period, rollups__unit__in=units)
        .exclude(over_units=OverUnits.TOP)
        .order_by("sector__position", "position")
        .distinct()
    )
    return sorted(found, key=lambda indicator: (not (indicator.is_ratio and indicator.is_key), not indicator.is_ratio))


def _amount(indicator: Indicator, figure: RollUp | None) -> Decimal | None:
    if figure is None or not figure.valued:
        return None
    if not indicator.is_ratio:
        return Decimal(figure.value)
    numerator, denominator = Decimal(figure.numerator), Decimal(figure.denominator)
    return indicator.scale * numerator / denominator if denominator else None


def _share(indicator: Indicator, figure: RollUp | None) -> str:
    """Return "1.204 / 1.310" for a rate, so that the reader sees what it was made from."""
    if figure is None or not figure.valued or not indicator.is_ratio:
        return ""
    return f"{numbers.shown_plain(figure.numerator)} / {numbers.shown_plain(figure.denominator)}"


def _shade_and_word(
    indicator: Indicator, figure: RollUp | None, amount: Decimal | None, classes: dict[Decimal, int]
) -> tuple[str, str]:
    if amount is not None:
        measured = f"{numbers.shown(amount, indicator.decimals)} {said(indicator.unit_of_measure)}"
        return f"m{classes[amount]}", measured
    if figure is not None and figure.reported:
        return "m-nil", _("không phát sinh")
    return "m0", _("chưa báo cáo")


def quantile_classes(amounts: Iterable[Decimal]) -> dict[Decimal, int]:
    """Return the class 1 (lowest) to 5 of each amount, about equally many in each; equal amounts share a class."""
    ordered = sorted(amounts)
    found: dict[Decimal, int] = {}
    for rank, amount in enumerate(ordered):
        found.setdefault(amount, rank * CLASSES // len(ordered) + 1)
    return found


def _legend(indicator: Indicator, rows: Sequence[MapUnit]) -> list[LegendRow]:
    legend = []
    for shade in [f"m{number}" for number in range(1, CLASSES + 1)]:
        amounts = [row.amount for row in rows if row.shade == shade and row.amount is not None]
        if amounts:
            low, high = (numbers.shown(edge, indicator.decimals) for edge in (min(amounts), max(amounts)))
            label = low if low == high else _("%(low)s đến %(high)s") % {"low": low, "high": high}
            legend.append(LegendRow(shade, label, _units(len(amounts))))
    for shade, label in (("m-nil", _("không phát sinh")), ("m0", _("chưa báo cáo"))):
        count = sum(row.shade == shade for row in rows)
        if count:
            legend.append(LegendRow(shade, label, _units(count)))
    return legend


def _units(count: int) -> str:
    return ngettext("%(count)s đơn vị", "%(count)s đơn vị", count) % {"count": count}


def _map_unit(
    index: int, unit: Unit, drawing: Drawing, shade: str, word: str, amount: Decimal | None, share: str
) -> MapUnit:
    shape = drawing.shapes[index]
    name = unit.name[:1].upper() + unit.name[1:]
    return MapUnit(
        index + 1, f"don-vi-{unit.code}", name, unit.short_name, shape.path, shape.label_x, shape.label_y,
        shade, word, amount, share,
    )  # fmt: skip
