"""The map to take away: a drawing that needs no style sheet, a picture of it, the geometry with its figures."""

import json
import textwrap
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.interfaces.portal.atlas.asking import Mode
from giaoban.interfaces.portal.atlas.pins import Pin
from giaoban.interfaces.portal.atlas.reading import AdministrativeMap, MapUnit
from giaoban.interfaces.portal.atlas.shading import Figure
from giaoban.interfaces.ui.words import local_name, period_name, said
from giaoban.lib import lettering
from giaoban.lib.dates import short
from giaoban.lib.plane import area

FORMS = {
    "svg": ("image/svg+xml", gettext_lazy("Ảnh SVG")),
    "png": ("image/png", gettext_lazy("Ảnh PNG")),
    "geojson": ("application/geo+json", gettext_lazy("Dữ liệu GeoJSON")),
}
PICTURE_WIDTH = 1600
# Ground and ink of each shade: the light list of ui/tokens.css (tests compare), since a file brings no style sheet.
PALETTE = {
    "m1": ("#f1ede4", "#1f1b17"), "m2": ("#bed7c9", "#1f1b17"), "m3": ("#8dbaa1", "#1f1b17"),
    "m4": ("#5b9f82", "#14110e"), "m5": ("#1f6f54", "#ffffff"), "m0": ("#d9d3c8", "#1f1b17"),
    "m-plain": ("#bed7c9", "#1f1b17"), "m-nil": ("#ffffff", "#1f1b17"), "m-out": ("#ffffff", "#1f1b17"),
    "v-over": ("#1f5a94", "#ffffff"), "v-met": ("#8fbfe3", "#14110e"), "v-behind": ("#f6d9a8", "#14110e"),
    "v-missed": ("#d9772b", "#14110e"), "v-open": ("#eceae6", "#14110e"),
}  # fmt: skip
# Body of a pin by state; its mark is white, as the page's is in light.
PINS = {"done": "#17694a", "on_track": "#1d4f91", "late": "#a8321a", "not_started": "#5a534b"}
SHEET_WIDTH, ASIDE, HEAD, LINE = 960, 680, 40, 24
TITLE_LETTERS, NOTE_LETTERS = 68, 36


@dataclass(frozen=True)
class Line:
    """A line of text at its place."""

    text: str
    y: int


@dataclass(frozen=True)
class Painted:
    """Something in a shade: a unit or a class of the legend."""

    thing: Any
    ground: str
    ink: str
    y: int = 0


def drawing_of(shown: AdministrativeMap, *, is_made_up: bool) -> str:
    """Return the map with title, legend and notes as one SVG document."""
    title = textwrap.wrap(_title(shown), TITLE_LETTERS)
    top = HEAD + len(title) * 30 + 36
    legend = [Painted(row, *PALETTE[row.shade], top + 20 + index * LINE * 2) for index, row in enumerate(shown.legend)]
    notes_top = top + 40 + len(legend) * LINE * 2
    told = [*_works(shown), *_notes(shown)]
    notes = [line for note in told for line in textwrap.wrap(note, NOTE_LETTERS) or [""]]
    context = {
        "map": shown, "is_made_up": is_made_up, "width": SHEET_WIDTH, "aside": ASIDE, "top": top,
        "height": max(top + shown.height, notes_top + len(notes) * LINE) + 20,
        "title": [Line(text, HEAD + index * 30) for index, text in enumerate(title)],
        "subtitle": Line(_subtitle(shown), top - 32),
        "units": [Painted(unit, *PALETTE[unit.shade]) for unit in shown.units if unit.shape],
        "pins": [Painted(pin, PINS[pin.state], "#ffffff") for pin in shown.pinned],
        "legend": legend, "notes": [Line(text, notes_top + index * LINE) for index, text in enumerate(notes)],
        "north": _("B"), "made_up": _("số liệu minh hoạ"),
    }  # fmt: skip
    return render_to_string("portal/map_file.svg", context)


def _title(shown: AdministrativeMap) -> str:
    if shown.indicator is None:
        return shown.territory[:1].upper() + shown.territory[1:]
    return f"{local_name(shown.indicator)}, {period_name(shown.period)}"


def _subtitle(shown: AdministrativeMap) -> str:
    parts = [shown.territory[:1].upper() + shown.territory[1:], _("Đơn vị ngày %(day)s") % {"day": short(shown.day)}]
    if shown.as_of:
        parts.append(_("số liệu đến %(day)s") % {"day": short(shown.as_of)})
    return "; ".join(parts)


def _works(shown: AdministrativeMap) -> list[str]:
    """Return what the pins' letters mean, with an empty line after it; nothing where there are none."""
    if not shown.pins:
        return []
    head = _("Công trình, tính đến ngày %(day)s:") % {"day": short(shown.day)}
    return [head, *(f"{pin.letter}. {pin.work.name}: {pin.word}" for pin in shown.pins), ""]


def _notes(shown: AdministrativeMap) -> list[str]:
    notes = []
    if shown.indicator and shown.question.mode is Mode.GROUPS:
        notes.append(_("Đơn vị tính: %(measure)s.") % {"measure": said(shown.indicator.unit_of_measure)})
    if shown.indicator is None:
        notes.append(_("Chưa có số liệu được công bố"))
    return [*notes, _where_from(shown)]


def _where_from(shown: AdministrativeMap) -> str:
    if shown.drawing.is_schematic:
        return _("Sơ đồ minh hoạ, không dùng để xác định ranh giới")
    return _("Ranh giới: %(source)s, vẽ giản lược") % {"source": shown.boundary_source}


def picture_of(drawing: str) -> bytes:
    """Return the drawing as PNG."""
    return lettering.picture(drawing, PICTURE_WIDTH)


def geometry_of(shown: AdministrativeMap, *, is_made_up: bool) -> str:
    """Return a GeoJSON FeatureCollection: imported outlines as they are, or schematic cells that say what they are."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "title": _title(shown), "as_of": shown.day.isoformat(), "is_schematic": shown.drawing.is_schematic,
            "note": _where_from(shown), "figures_are_made_up": is_made_up and shown.indicator is not None,
            "features": [
                *(_feature(shown, unit) for unit in shown.units if unit.shape),
                *(_point(pin, is_made_up=is_made_up) for pin in shown.pins if pin.work.longitude is not None),
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip


def _feature(shown: AdministrativeMap, own: MapUnit) -> dict[str, Any]:
    unit = own.unit
    stored = None if shown.drawing.is_schematic else next(iter(unit.boundaries.all()), None)
    properties = {
        "code": unit.code, "name": unit.name, "kind": unit.kind, "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None, "legal_basis": unit.legal_basis,
        "source": stored.source if stored else _where_from(shown),
        **({"boundary_confidence": stored.confidence} if stored and stored.confidence else {}),
        **(_figure(shown, own.figure, own.word) if shown.indicator else {}),
    }  # fmt: skip
    geometry = stored.geometry if stored else {"type": "Polygon", "coordinates": [_cell(own)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _point(pin: Pin, *, is_made_up: bool) -> dict[str, Any]:
    """Return a public work as a point; `code` is its letter on the map."""
    row, work = pin.row, pin.work
    properties = {
        "code": pin.letter, "name": work.name, "kind": said(work.get_kind_display()), "place": work.place,
        "owner": work.owner.name, "state": str(row.state), "shown": pin.word, "percent_done": row.percent_done,
        "percent_planned": row.percent_planned, "planned_from": row.starts_on.isoformat(),
        "planned_to": row.ends_on.isoformat(), "as_of": row.day.isoformat(), "is_made_up": is_made_up,
    }  # fmt: skip
    spot = [float(work.longitude or 0), float(work.latitude or 0)]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": spot}}


def _figure(shown: AdministrativeMap, figure: Figure, word: str) -> dict[str, Any]:
    return {
        "indicator": shown.indicator.code if shown.indicator else "", "period": shown.period,
        "value": None if figure.amount is None else float(round(figure.amount, 6)), "shown": word,
        "numerator": float(figure.numerator) if figure.numerator is not None and figure.valued else None,
        "denominator": float(figure.denominator) if figure.denominator is not None and figure.valued else None,
        "verdict": str(figure.verdict),
    }  # fmt: skip


def _cell(own: MapUnit) -> list[list[float]]:
    """Return a grown cell as a ring of degrees, closed and counter-clockwise (RFC 7946)."""
    ring = [(round(x, 5), round(y, 5)) for x, y in own.shape.rings[0]] if own.shape else []
    turned = ring if area(ring) > 0 else ring[::-1]
    return [list(point) for point in [*turned, *turned[:1]]]


def tag_of(text: str) -> str:
    """Return what names this very content, to be compared with what a reader has already."""
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'
