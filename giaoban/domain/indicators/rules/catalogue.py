"""The catalogue file: one indicator a row, columns named as the model's fields, plus who reports it."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from giaoban.lib.text import clean

COMMUNE = "commune"


@dataclass(frozen=True)
class CatalogueRow:
    """One indicator as the file gives it. `reporter` is "commune", or the code of the body that reports it."""

    code: str
    sector: str
    position: int
    name: str
    name_en: str
    short_name: str
    unit_of_measure: str
    decimals: int
    direction: str
    band_low: Decimal | None
    band_high: Decimal | None
    over_units: str
    over_time: str
    calendar: str
    even_through_year: bool
    numerator_name: str
    denominator_name: str
    scale: int
    may_exceed_whole: bool
    part_of: str
    definition: str
    is_key: bool
    valid_from: date
    breaks: tuple[tuple[date, str], ...]
    reporter: str


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _breaks(text: str) -> tuple[tuple[date, str], ...]:
    pairs = [part.split(":", 1) for part in text.split(";") if part]
    return tuple((date.fromisoformat(day), clean(reason)) for day, reason in pairs)


def read_catalogue(lines: Iterable[str]) -> list[CatalogueRow]:
    """Read the catalogue (CSV with a header, e.g. an open file). Raises ValueError or KeyError for a broken row."""
    found = []
    for raw in csv.DictReader(lines):
        row = {key: clean(text) for key, text in raw.items()}
        found.append(
            CatalogueRow(
                code=row["code"], sector=row["sector"], position=int(row["position"]), name=row["name"],
                name_en=row["name_en"], short_name=row["short_name"], unit_of_measure=row["unit_of_measure"],
                decimals=int(row["decimals"]), direction=row["direction"], band_low=_decimal(row["band_low"]),
                band_high=_decimal(row["band_high"]), over_units=row["over_units"], over_time=row["over_time"],
                calendar=row["calendar"], even_through_year=row["even_through_year"] == "1",
                numerator_name=row["numerator_name"], denominator_name=row["denominator_name"],
                scale=int(row["scale"]), may_exceed_whole=row["may_exceed_whole"] == "1", part_of=row["part_of"],
                definition=row["definition"], is_key=row["is_key"] == "1",
                valid_from=date.fromisoformat(row["valid_from"]), breaks=_breaks(row["breaks"]),
                reporter=row["reporter"],
            )
        )  # fmt: skip
    return found
