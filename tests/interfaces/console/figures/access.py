"""Consolidated figures open for everybody of the bloc, its coordinator and the superior level; GET only reads."""

from typing import Any

from tests.factories.indicators import make_indicator, oblige
from tests.personas import Access, Personas, staff


def known_indicator(personas: Personas) -> dict[str, Any]:
    indicator = make_indicator("YT-01")
    oblige(indicator, personas.units["ba-hang"])
    return {"code": indicator.code}


def as_csv(personas: Personas) -> dict[str, Any]:
    return {"form": "csv"}


ACCESS = {
    "console:figures:table": Access(staff(200)),
    "console:figures:narrative": Access(staff(200)),
    "console:figures:download": Access(staff(200), kwargs=as_csv),
    "console:figures:indicator": Access(staff(200), kwargs=known_indicator),
}
