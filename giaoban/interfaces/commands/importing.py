"""Reading registers from files: units as CSV, boundaries as GeoJSON. Every fault is told with its line, at once."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from giaoban.domain.audit.operations import Actor
from giaoban.domain.orgs.models import Level, Unit
from giaoban.domain.orgs.operations import UnitRefused, UnitRow, import_units, set_boundary
from giaoban.domain.orgs.queries import units_on
from giaoban.lib.dates import short
from giaoban.lib.text import clean

NEEDED = ("code", "kind", "short_name", "level", "valid_from")
ORDER = {Level.PROVINCE: 0, Level.TOWN: 1, Level.COMMUNE: 2, Level.BODY: 3}


def read_text(path: Path) -> str:
    """Return a file's text (UTF-8, with or without a byte order mark). Raises CommandError in one line."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise CommandError(f"Không có tệp {path}") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandError(f"Không đọc được {path}: cần tệp chữ UTF-8") from fault


def units_from(path: Path) -> list[UnitRow]:
    """Return the lines of a CSV register of units, higher levels first.

    Columns: code, kind, short_name, level (province, town, commune, body), valid_from; and where known valid_to,
    parent, name, legal_basis, longitude, latitude, position. Days are YYYY-MM-DD. Raises CommandError naming every
    unsound line.
    """
    lines = csv.DictReader(read_text(path).splitlines())
    missing = [name for name in NEEDED if name not in (lines.fieldnames or [])]
    if missing:
        raise CommandError(f"{path.name}: thiếu cột {', '.join(missing)}")
    rows, faults = [], []
    for number, line in enumerate(lines, start=2):
        try:
            rows.append(_unit_row(line))
        except (ValueError, InvalidOperation) as fault:
            faults.append(f"  dòng {number} ({line.get('code') or 'không mã'}): {fault}")
    if faults:
        raise CommandError("\n".join([f"{path.name}: {len(faults)} dòng sai, không nạp gì.", *faults]))
    return sorted(rows, key=lambda row: ORDER[row.level])


def _unit_row(line: Mapping[str, str | None]) -> UnitRow:
    text = {name: clean(value or "") for name, value in line.items() if name and not isinstance(value, list)}
    empty = [name for name in NEEDED if not text.get(name)]
    if empty:
        raise ValueError(f"để trống {', '.join(empty)}")
    if text["level"] not in Level.values:
        raise ValueError(f"cấp “{text['level']}” không có; cần một trong {', '.join(Level.values)}")
    placed = text.get("longitude") and text.get("latitude")
    return UnitRow(
        code=text["code"],
        kind=text["kind"],
        short_name=text["short_name"],
        level=Level(text["level"]),
        valid_from=_day(text["valid_from"]),
        valid_to=_day(text["valid_to"]) if text.get("valid_to") else None,
        parent=text.get("parent", ""),
        name=text.get("name", ""),
        legal_basis=text.get("legal_basis", ""),
        centre=(Decimal(text["longitude"]), Decimal(text["latitude"])) if placed else None,
        position=int(text.get("position") or 0),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” không phải ngày dạng 2020-07-10") from None


def load_units(path: Path, *, at: datetime, acting_user: Actor | None = None) -> list[Unit]:
    """Import a CSV register of units, all of it or nothing. Raises CommandError."""
    try:
        return import_units(rows=units_from(path), at=at, acting_user=acting_user)
    except UnitRefused as refusal:
        raise CommandError(f"{path.name}: không nạp gì. {refusal}") from refusal


@dataclass(frozen=True)
class Outline:
    """One feature of a GeoJSON file: the unit's code, its geometry, how sure its source is."""

    code: str
    geometry: dict[str, Any]
    confidence: str


def outlines_from(path: Path) -> list[Outline]:
    """Return the features of a GeoJSON FeatureCollection whose properties carry `code`.

    Raises CommandError naming every feature without a code, with another geometry than Polygon or MultiPolygon,
    with an open ring or with a place outside the degrees of longitude and latitude.
    """
    try:
        stored = json.loads(read_text(path))
        features = stored["features"]
    except (ValueError, KeyError, TypeError) as fault:
        raise CommandError(f"{path.name}: không phải FeatureCollection của GeoJSON") from fault
    found, faults, seen = [], [], set[str]()
    for number, feature in enumerate(features, start=1):
        properties, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
        code = str(properties.get("code", "")).strip()
        wrong = "không có mã (properties.code)" if not code else geometry_fault(geometry)
        if code in seen:
            wrong = "mã lặp lại"
        if wrong:
            faults.append(f"  hình {number} ({code or 'không mã'}): {wrong}")
        seen.add(code)
        found.append(Outline(code, geometry, str(properties.get("boundary_confidence", ""))[:20]))
    if faults:
        raise CommandError("\n".join([f"{path.name}: {len(faults)} hình sai, không nạp gì.", *faults]))
    return found


def geometry_fault(geometry: dict[str, Any]) -> str:
    """Return what is wrong with an outline, empty where it is sound: its type, its rings closed, its degrees."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"} or not coordinates:
        return f"cần Polygon hoặc MultiPolygon, gặp {kind or 'hình trống'}"
    try:
        for polygon in [coordinates] if kind == "Polygon" else coordinates:
            for ring in polygon:
                if len(ring) < 4 or ring[0] != ring[-1]:
                    return "đường bao chưa khép kín"
                if not all(-180 <= point[0] <= 180 and -90 <= point[1] <= 90 for point in ring):
                    return "toạ độ phải là kinh độ, vĩ độ tính bằng độ"
    except (TypeError, IndexError):
        return "toạ độ không đọc được"
    return ""


@transaction.atomic
def load_boundaries(
    path: Path, *, source: str, on: date, at: datetime, acting_user: Actor | None = None
) -> list[Unit]:  # fmt: skip
    """Import outlines of the units that hold on a day, all or nothing; raises CommandError naming unknown codes."""
    outlines = outlines_from(path)
    units = {unit.code: unit for unit in units_on(on).filter(code__in=[outline.code for outline in outlines])}
    unknown = [outline.code for outline in outlines if outline.code not in units]
    if unknown:
        raise CommandError(f"{path.name}: không nạp gì. Ngày {short(on)} không có đơn vị mã {', '.join(unknown)}")
    for outline in outlines:
        set_boundary(unit=units[outline.code], geometry=outline.geometry, source=clean(source),
                     confidence=outline.confidence, at=at, acting_user=acting_user)  # fmt: skip
    return list(units.values())
