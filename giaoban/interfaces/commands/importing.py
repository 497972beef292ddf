"""Reading registers from files: units as CSV, boundaries as GeoJSON. Every fault is told with its line, at once."""

import csv
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.management.base import CommandError

from giaoban.domain.audit.operations import Actor
from giaoban.domain.orgs.models import Level, Unit
from giaoban.domain.orgs.operations import OutlineRow, UnitRefused, UnitRow, import_boundaries, import_units
from giaoban.domain.orgs.queries import BoundaryCheck
from giaoban.lib.numbers import shown
from giaoban.lib.outlines import fault_in
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


def outlines_from(path: Path) -> list[OutlineRow]:
    """Return the features of a GeoJSON FeatureCollection whose properties carry `code`.

    Raises CommandError naming every feature without a code, with a code told twice or with an unsound geometry.
    """
    try:
        features = json.loads(read_text(path))["features"]
        listed = [(feature.get("properties") or {}, feature.get("geometry") or {}) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise CommandError(f"{path.name}: không phải FeatureCollection của GeoJSON") from fault
    found, faults, seen = [], [], set[str]()
    for number, (properties, geometry) in enumerate(listed, start=1):
        code = str(properties.get("code", "")).strip()
        wrong = "không có mã (properties.code)" if not code else fault_in(geometry)
        if code in seen:
            wrong = "mã lặp lại"
        if wrong:
            faults.append(f"  hình {number} ({code or 'không mã'}): {wrong}")
        seen.add(code)
        found.append(OutlineRow(code, geometry, str(properties.get("boundary_confidence", ""))[:20]))
    if faults:
        raise CommandError("\n".join([f"{path.name}: {len(faults)} hình sai, không nạp gì.", *faults]))
    if not found:
        raise CommandError(f"{path.name}: không có hình nào")
    return found


def load_boundaries(
    path: Path, *, source: str, on: date, at: datetime, acting_user: Actor | None = None, strict: bool = False,
    dry_run: bool = False,
) -> BoundaryCheck:  # fmt: skip
    """Import outlines of the units that hold on a day, all or nothing; raises CommandError where one is refused."""
    rows = outlines_from(path)
    try:
        return import_boundaries(
            rows=rows, on=on, source=clean(source), at=at, acting_user=acting_user, strict=strict, dry_run=dry_run
        )
    except UnitRefused as refusal:
        raise CommandError(f"{path.name}: không nạp gì. {refusal}") from refusal


def told(found: BoundaryCheck) -> list[str]:
    """Return what checking found, a line each, the largest misfit first."""
    lines = [
        f"  {'hở' if misfit.is_gap else 'chồng lấn'} {shown(round(misfit.square_metres))} m²: {', '.join(misfit.names)}"
        for misfit in found.misfits
    ]
    if found.off_centre:
        lines.append(f"  điểm giữa đã ghi nằm ngoài địa giới: {', '.join(unit.name for unit in found.off_centre)}")
    if found.without:
        lines.append(f"  cùng cấp trên mà chưa có địa giới: {', '.join(unit.name for unit in found.without)}")
    return lines
