"""Reading the map: units of a day, their figures in a published period, and how they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import prefetch_related_objects

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.queries import Comparison, compare_across, cut_off
from giaoban.domain.indicators.rules import NOTHING
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.queries import Ground, ground_on, mergers_within
from giaoban.domain.periods.rules import Calendar, parse
from giaoban.domain.works.queries import public_works
from giaoban.interfaces.portal.atlas import shading
from giaoban.interfaces.portal.atlas.asking import Mode, Question
from giaoban.interfaces.portal.atlas.pins import Pin, PinLegend, legend_of_pins, pins_of
from giaoban.interfaces.portal.atlas.shading import Figure, LegendRow
from giaoban.interfaces.portal.cartography import Drawing, Place, Shape, drawn
from giaoban.interfaces.portal.published import Published, leading_sums, public_indicators, published

# Height kept free beneath the units.
STRIP = 40


LETTER = 9.5  # the width of a letter of a unit's name, in the drawing's units


@dataclass(frozen=True)
class MapUnit:
    """A unit on the map and its row in the table below: the same number in both."""

    number: int
    unit: Unit
    shape: Shape | None
    shade: str
    word: str
    figure: Figure
    share: str

    @property
    def name(self) -> str:
        """Phường Ba Hàng."""
        return self.unit.name[:1].upper() + self.unit.name[1:]

    @property
    def name_lines(self) -> list[str]:
        """Its short name for the map: in two lines where the unit is too narrow for one."""
        name = self.unit.short_name
        is_wide = self.shape is None or len(name) * LETTER <= self.shape.label_room
        return [name] if is_wide else name.split(" ", 1)

    @property
    def anchor(self) -> str:
        """The place of its row on the page."""
        return f"don-vi-{self.unit.code}"

    @property
    def is_patterned(self) -> bool:
        """Whether its shade is a pattern too."""
        return self.shade in shading.PATTERNED

    @property
    def compared(self) -> Comparison | None:
        """Its figure against the plan and the same period, where both was asked for."""
        return self.figure.compared


@dataclass(frozen=True)
class Border:
    """One state of the borders: from which day to which, and the day at which the map shows it."""

    since: date | None
    until: date | None
    day: date
    is_shown: bool


@dataclass(frozen=True)
class AdministrativeMap:
    """Everything the map's templates show. Without a published figure `indicator` is None and nothing is shaded."""

    question: Question
    ground: Ground
    day: date
    drawing: Drawing
    units: tuple[MapUnit, ...]
    legend: tuple[LegendRow, ...]
    indicator: Indicator | None
    period: str
    choices: tuple[Indicator, ...] = ()
    periods: tuple[str, ...] = ()
    borders: tuple[Border, ...] = ()
    whole: Comparison | None = None
    pins: tuple[Pin, ...] = ()

    @property
    def pinned(self) -> list[Pin]:
        """The works whose place is on the sheet."""
        return [pin for pin in self.pins if pin.spot]

    @property
    def pin_legend(self) -> list[PinLegend]:
        """How many works stand how."""
        return legend_of_pins(self.pins)

    @property
    def territory(self) -> str:
        """The name of the ground shown."""
        return self.ground.holder.name

    @property
    def boundary_source(self) -> str:
        """Where the imported outlines come from, in the words given at their import; nothing for a schematic map."""
        told = (
            [] if self.drawing.is_schematic else [row.source for one in self.units for row in one.unit.boundaries.all()]
        )
        return "; ".join(dict.fromkeys(told))

    @property
    def height(self) -> int:
        """The drawing's height with the strip beneath it, where scale and the unit looked at are told."""
        return self.drawing.height + STRIP

    @property
    def tip_x(self) -> int:
        """Where the line on the unit looked at ends."""
        return self.drawing.width - 10

    @property
    def tip_y(self) -> int:
        """The line on the unit looked at."""
        return self.height - 12

    @property
    def bar_y(self) -> int:
        """The top of the scale bar."""
        return self.height - 20

    @property
    def as_of(self) -> date | None:
        """The day the figures speak of."""
        return parse(self.period).as_of(Calendar(self.indicator.calendar)) if self.indicator else None

    @property
    def is_estimate_or_partial(self) -> bool:
        """Whether some unit has not reported, so that the map shows less than the whole."""
        return any(unit.shade == shading.NOT_REPORTED for unit in self.units)

    @property
    def shows_no_figure(self) -> bool:
        """Whether none of the day's units existed in the period, so that another day has to be looked at."""
        return bool(self.indicator) and all(unit.shade == shading.NOT_THEN for unit in self.units)

    @property
    def has_foreign_units(self) -> bool:
        """Whether some of the day's units did not exist in the period."""
        return any(unit.shade == shading.NOT_THEN for unit in self.units)

    @property
    def day_of_figures(self) -> date | None:
        """The day whose units gave the period's figures."""
        return cut_off(self.period) if self.period else None

    @property
    def without_place(self) -> list[MapUnit]:
        """The units that cannot be drawn, since neither a centre nor an outline is known."""
        return [unit for unit in self.units if unit.shape is None]


def map_of_today(at: datetime) -> AdministrativeMap | None:
    """Return today's map by the first key rate of the last concluded conference.

    At most 4 queries while its town stands, whatever the number of units.

    None where no bloc, or no unit with a known place, exists yet.
    """
    found = published(latest_only=True)
    return _map(found, Question(), at.date(), full=False) if found else None


def map_asked_for(at: datetime, question: Question) -> AdministrativeMap | None:
    """Return the map of a question with everything its page offers, in a number of queries that no unit adds to."""
    found = published()
    return _map(found, question, at.date(), full=True) if found else None


def _map(found: Published, question: Question, today: date, *, full: bool) -> AdministrativeMap | None:
    day = question.day or today
    ground = ground_on(found.bloc.territory, day)
    if ground is None:
        return None
    prefetch_related_objects(ground.communes, "boundaries")
    drawing = drawn([place for unit in ground.communes if (place := _place(unit))])
    if drawing is None:
        return None
    period = question.period if question.period in found.periods else next(iter(found.periods), "")
    reporting = _reporting(ground, found.bloc.territory, period) if period else []
    shaded = _asked_for(question, ground, reporting, period) if full else _leading(ground, reporting, period)
    indicator, figures = shaded.indicator, shaded.figures
    borders = tuple(_borders(found.bloc.territory, day, today, period)) if full else ()
    return AdministrativeMap(
        question=question, ground=ground, day=day, drawing=drawing,
        units=tuple(_units(indicator, question.mode, ground.communes, figures, drawing)),
        legend=tuple(shading.legend_of(indicator, question.mode, figures)) if indicator else (),
        indicator=indicator, period=period, choices=shaded.choices, periods=found.periods, borders=borders,
        whole=shaded.whole,
        pins=_pins(found, question, day, today, drawing) if full else (),
    )  # fmt: skip


def _pins(found: Published, question: Question, day: date, today: date, drawing: Drawing) -> tuple[Pin, ...]:
    """Return the public works as they stood on the day; none of a day to come, on which nobody knows how they stand."""
    if not question.works or day > today:
        return ()
    return pins_of(public_works(found.bloc.coordinator_id, day), drawing)


def _place(unit: Unit) -> Place | None:
    outline = next((boundary.geometry for boundary in unit.boundaries.all()), None)
    if unit.centre_longitude is None or unit.centre_latitude is None:
        return Place(unit.code, None, outline) if outline else None
    return Place(unit.code, (float(unit.centre_longitude), float(unit.centre_latitude)), outline)


def _reporting(ground: Ground, territory: Unit, period: str) -> list[Unit]:
    """Return whose figures the map can be shaded by: its units, and those that stood there in the period."""
    then = cut_off(period)
    if all(unit.holds_on(then) for unit in ground.communes):
        return ground.communes
    before = ground_on(territory, then)
    return [*ground.communes, *(before.communes if before else [])]


@dataclass(frozen=True)
class _Shaded:
    """By what the map is shaded, and the figure of each unit; the unit that did not exist in the period has none,
    whoever stood in its place.
    """

    indicator: Indicator | None
    figures: list[Figure]
    choices: tuple[Indicator, ...] = ()
    whole: Comparison | None = None


def _leading(ground: Ground, reporting: Sequence[Unit], period: str) -> _Shaded:
    """Return the figures of the first indicator, without plan and same period (1 query)."""
    indicator, sums = leading_sums(reporting, period)
    if indicator is None:
        return _Shaded(None, [Figure() for _ in ground.communes])
    then = cut_off(period)
    figures = [
        shading.figure_of_sums(indicator, sums.get(unit.pk, NOTHING)) if unit.holds_on(then) else Figure(held=False)
        for unit in ground.communes
    ]
    return _Shaded(indicator, figures)


def _asked_for(question: Question, ground: Ground, reporting: Sequence[Unit], period: str) -> _Shaded:
    """Return the figures of the indicator asked for, else of the first, against plan and same period."""
    choices = tuple(public_indicators(reporting, period)) if reporting else ()
    indicator = next((one for one in choices if one.code == question.indicator), next(iter(choices), None))
    if indicator is None:
        return _Shaded(None, [Figure() for _ in ground.communes])
    then = cut_off(period)
    held = [unit for unit in [ground.holder, *ground.communes] if unit.holds_on(then)]
    compared = compare_across(indicator, held, period)
    figures = [
        shading.figure_of_comparison(compared[unit.pk]) if unit.pk in compared else Figure(held=False)
        for unit in ground.communes
    ]
    return _Shaded(indicator, figures, choices, compared.get(ground.holder.pk))


def _units(
    indicator: Indicator | None, mode: Mode, units: Sequence[Unit], figures: Sequence[Figure], drawing: Drawing
) -> list[MapUnit]:
    own = shading.shades(figures, mode) if indicator else [shading.PLAIN] * len(units)
    return [
        MapUnit(
            number, unit, drawing.shapes.get(unit.code), own[number - 1],
            shading.word_of(indicator, figure) if indicator else "", figure,
            shading.share_of(indicator, figure) if indicator else "",
        )
        for number, (unit, figure) in enumerate(zip(units, figures, strict=True), start=1)
    ]  # fmt: skip


def _borders(territory: Unit, day: date, today: date, period: str) -> list[Border]:
    """Return the states of the borders, parted by the days on which communes were merged; none where there was none."""
    cuts = mergers_within(territory)
    if not cuts:
        return []
    starts, ends = [None, *cuts], [*(cut - timedelta(days=1) for cut in cuts), None]
    preferred = [day, today, *([cut_off(period)] if period else [])]
    found = []
    for since, until in zip(starts, ends, strict=True):
        inside = [one for one in preferred if (not since or one >= since) and (not until or one <= until)]
        shown = (until or since or day) if not inside else inside[0]
        found.append(Border(since, until, shown, is_shown=day in inside))
    return found
