"""Reading registers from files, sent by a form or named on the command line: units as CSV, boundaries as GeoJSON.

Every fault is told with its line, at once.
"""

import csv
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from giaoban.domain.audit.operations import Actor
from giaoban.domain.orgs.models import Level, Unit
from giaoban.domain.orgs.operations import OutlineRow, UnitRefused, UnitRow, import_boundaries, import_units
from giaoban.domain.orgs.queries import BoundaryCheck
from giaoban.interfaces.ui.words import said
from giaoban.lib.numbers import shown
from giaoban.lib.outlines import fault_in
from giaoban.lib.text import clean

NEEDED = ("code", "kind", "short_name", "level", "valid_from")
ORDER = {Level.PROVINCE: 0, Level.TOWN: 1, Level.COMMUNE: 2, Level.BODY: 3}


class FileRefused(Exception):
    """A register's file is not taken; says why, a fault a line. Nothing was stored."""


def text_of(content: bytes, name: str) -> str:
    """Return a file's text (UTF-8, with or without a byte order mark). Raises FileRefused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FileRefused(_("Không đọc được %s: cần tệp chữ UTF-8") % name) from fault


def units_from(content: bytes, name: str) -> list[UnitRow]:
    """Return the lines of a CSV register of units, higher levels first.

    Columns: code, kind, short_name, level (province, town, commune, body), valid_from; and where known valid_to,
    parent, name, legal_basis, longitude, latitude, position. Days are YYYY-MM-DD. Raises FileRefused naming every
    unsound line.
    """
    lines = csv.DictReader(text_of(content, name).splitlines())
    missing = [column for column in NEEDED if column not in (lines.fieldnames or [])]
    if missing:
        raise FileRefused(_("%(name)s: thiếu cột %(columns)s") % {"name": name, "columns": ", ".join(missing)})
    rows, faults = [], []
    for number, line in enumerate(lines, start=2):
        try:
            rows.append(_unit_row(line))
        except (ValueError, InvalidOperation) as fault:
            faults.append(
                _("dòng %(number)d (%(code)s): %(fault)s")
                % {"number": number, "code": line.get("code") or _("không mã"), "fault": fault}
            )
    if faults:
        raise FileRefused(
            "\n".join(
                [_("%(name)s: %(count)d dòng sai, không nạp gì.") % {"name": name, "count": len(faults)}, *faults]
            )
        )
    return sorted(rows, key=lambda row: ORDER[row.level])


def _unit_row(line: Mapping[str, str | None]) -> UnitRow:
    text = {name: clean(value or "") for name, value in line.items() if name and not isinstance(value, list)}
    empty = [name for name in NEEDED if not text.get(name)]
    if empty:
        raise ValueError(_("để trống %s") % ", ".join(empty))
    if text["level"] not in Level.values:
        raise ValueError(
            _("cấp “%(level)s” không có; cần một trong %(levels)s")
            % {"level": text["level"], "levels": ", ".join(Level.values)}
        )
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
        raise ValueError(_("“%s” không phải ngày dạng 2020-07-10") % text) from None


def load_units(content: bytes, name: str, *, at: datetime, acting_user: Actor | None = None) -> list[Unit]:
    """Import a CSV register of units, all of it or nothing. Raises FileRefused."""
    try:
        return import_units(rows=units_from(content, name), at=at, acting_user=acting_user)
    except UnitRefused as refusal:
        raise FileRefused(
            _("%(name)s: không nạp gì. %(refusal)s") % {"name": name, "refusal": said(refusal)}
        ) from refusal


def outlines_from(content: bytes, name: str) -> list[OutlineRow]:
    """Return the features of a GeoJSON FeatureCollection whose properties carry `code`.

    Raises FileRefused naming every feature without a code, with a code told twice or with an unsound geometry.
    """
    try:
        features = json.loads(text_of(content, name))["features"]
        listed = [(feature.get("properties") or {}, feature.get("geometry") or {}) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise FileRefused(_("%s: không phải FeatureCollection của GeoJSON") % name) from fault
    found, faults, seen = [], [], set[str]()
    for number, (properties, geometry) in enumerate(listed, start=1):
        code = str(properties.get("code", "")).strip()
        wrong = _("không có mã (properties.code)") if not code else said(fault_in(geometry) or "")
        if code in seen:
            wrong = _("mã lặp lại")
        if wrong:
            faults.append(
                _("hình %(number)d (%(code)s): %(fault)s")
                % {"number": number, "code": code or _("không mã"), "fault": wrong}
            )
        seen.add(code)
        found.append(OutlineRow(code, geometry, str(properties.get("boundary_confidence", ""))[:20]))
    if faults:
        raise FileRefused(
            "\n".join(
                [_("%(name)s: %(count)d hình sai, không nạp gì.") % {"name": name, "count": len(faults)}, *faults]
            )
        )
    if not found:
        raise FileRefused(_("%s: không có hình nào") % name)
    return found


def load_boundaries(
    content: bytes, name: str, *, source: str, on: date, at: datetime, acting_user: Actor | None = None,
    strict: bool = False, dry_run: bool = False,
) -> BoundaryCheck:  # fmt: skip
    """Import outlines of the units that hold on a day, all or nothing; raises FileRefused where one is refused."""
    rows = outlines_from(content, name)
    try:
        return import_boundaries(
            rows=rows, on=on, source=clean(source), at=at, acting_user=acting_user, strict=strict, dry_run=dry_run
        )
    except UnitRefused as refusal:
        raise FileRefused(
            _("%(name)s: không nạp gì. %(refusal)s") % {"name": name, "refusal": said(refusal)}
        ) from refusal


def told(found: BoundaryCheck) -> list[str]:
    """Return what checking found, a line each, the largest misfit first."""
    lines = []
    for misfit in found.misfits:
        words = _("hở %(area)s m²: %(names)s") if misfit.is_gap else _("chồng lấn %(area)s m²: %(names)s")
        lines.append(words % {"area": shown(round(misfit.square_metres)), "names": ", ".join(misfit.names)})
    if found.off_centre:
        lines.append(_("điểm giữa đã ghi nằm ngoài địa giới: %s") % ", ".join(unit.name for unit in found.off_centre))
    if found.without:
        lines.append(_("cùng cấp trên mà chưa có địa giới: %s") % ", ".join(unit.name for unit in found.without))
    return lines
