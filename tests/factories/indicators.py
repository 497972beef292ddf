"""Units, indicators and figures for tests of figures, made through operations."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.operations import assign_duty, define_catalogue, define_indicator, record_observations
from giaoban.domain.indicators.rules import CatalogueRow, Figure, read_catalogue
from giaoban.domain.orgs.models import Level, Sector, Unit
from giaoban.domain.orgs.operations import found_unit, place_unit
from giaoban.lib.clock import VIETNAM

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
LONG_AGO = date(2010, 1, 1)
CATALOGUE = Path(__file__).resolve().parents[2] / "giaoban/demo/data/indicators.csv"
SECTORS = {"GD": "Giáo dục", "YT": "Y tế", "DS": "Dân số", "KC": "Khoa học", "MT": "Môi trường", "DN": "Dạy nghề",
           "GN": "Giảm nghèo"}  # fmt: skip


def make_unit(
    code: str,
    name: str = "",
    *,
    level: Level = Level.COMMUNE,
    kind: str = "xã",
    parent: Unit | None = None,
    valid_from: date = LONG_AGO,
    position: int = 0,
) -> Unit:
    """A unit, placed under its parent from its first day."""
    unit = found_unit(
        code=code, kind=kind, short_name=name or f"số {code}", level=level, valid_from=valid_from, at=AT,
        acting_user=None, position=position,
    )  # fmt: skip
    if parent:
        place_unit(child=unit, parent=parent, valid_from=valid_from, at=AT, acting_user=None)
    return unit


def make_town(code: str = "172", name: str = "Phổ Yên") -> Unit:
    """The town at the top of a small tree."""
    return make_unit(code, name, level=Level.TOWN, kind="thị xã")


def make_sectors() -> dict[str, Sector]:
    """The seven sectors, by code."""
    return {
        code: Sector.objects.get_or_create(code=code, defaults={"name": name, "name_en": name, "position": place})[0]
        for place, (code, name) in enumerate(SECTORS.items(), start=1)
    }


def catalogue_rows() -> list[CatalogueRow]:
    """The catalogue of the demonstration, as read from its file."""
    with CATALOGUE.open(encoding="utf-8") as lines:
        return read_catalogue(lines)


def load_catalogue() -> dict[str, Indicator]:
    """Every indicator of the demonstration's catalogue, by code, with the sectors they need."""
    make_sectors()
    return define_catalogue(rows=catalogue_rows(), acting_user=None, at=AT)


def make_indicator(
    code: str = "X-01",
    *,
    ratio: bool = False,
    direction: str = "up",
    over_time: str = "flow",
    calendar: str = "state",
    even: bool = False,
    breaks: tuple[tuple[date, str], ...] = (),
    may_exceed_whole: bool = False,
    sector: str = "YT",
    position: int = 1,
    valid_from: date = LONG_AGO,
) -> Indicator:
    """One indicator, a volume or a rate in percent."""
    row = CatalogueRow(
        code=code, sector=sector, position=position, name=f"Chỉ tiêu {code}", name_en=f"Indicator {code}",
        short_name=code, unit_of_measure="%" if ratio else "lượt", decimals=1 if ratio else 0, direction=direction,
        band_low=Decimal(103) if direction == "band" else None,
        band_high=Decimal(107) if direction == "band" else None, over_units="ratio" if ratio else "sum",
        over_time=over_time, calendar=calendar, even_through_year=even, numerator_name="đạt" if ratio else "",
        denominator_name="tổng" if ratio else "", scale=100 if ratio else 1, may_exceed_whole=may_exceed_whole,
        part_of="", definition="", is_key=False, valid_from=valid_from, breaks=breaks, reporter="commune",
    )  # fmt: skip
    return define_indicator(row=row, sector=make_sectors()[sector], acting_user=None, at=AT)


def volume(indicator: Indicator, amount: int | str, **more: str) -> Figure:
    """A volume's figure."""
    return Figure(indicator.pk, value=Decimal(amount), **more)  # type: ignore[arg-type]


def rate(indicator: Indicator, numerator: int | str, denominator: int | str, **more: str) -> Figure:
    """A rate's figure, as its two counts."""
    return Figure(indicator.pk, numerator=Decimal(numerator), denominator=Decimal(denominator), **more)  # type: ignore[arg-type]


def report(unit: Unit, figures: Sequence[Figure], period: str = "2020-H1") -> int:
    """Record a unit's figures, as the system."""
    return record_observations(unit=unit, period=period, figures=figures, source="test", acting_user=None, at=AT)


def oblige(indicator: Indicator, *units: Unit, valid_from: date = LONG_AGO) -> None:
    """Make the units report the indicator."""
    for unit in units:
        assign_duty(indicator=indicator, unit=unit, valid_from=valid_from, acting_user=None, at=AT)
