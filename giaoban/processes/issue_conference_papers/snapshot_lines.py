"""Reading a snapshot "as reported to the conference": its lines of text and its rows of figures, as shown.

Amounts in a snapshot are plain decimals as strings (never floats); here they become what a reader sees: 1.234,5.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from giaoban.lib.numbers import NO_FIGURE, shown, shown_change

Data = Mapping[str, Any]


def amount(value: object) -> Decimal | None:
    """Return a snapshot's amount, None where there is none."""
    return None if value in (None, "") else Decimal(str(value))


def section_lines(data: Data) -> list[dict[str, Any]]:
    """Return the sections that hold text: title, and each paragraph with the unit that wrote it."""
    found = []
    for section in data.get("sections", []):
        paragraphs = [{"unit": p["unit"], "text": p["text"]} for p in section.get("paragraphs", []) if p["text"]]
        if paragraphs:
            found.append({"title": section["title"], "paragraphs": paragraphs})
    return found


def figure_rows(data: Data) -> list[dict[str, Any]]:
    """Return the rows of the annex (domain.md §1.4), every figure as shown, beside the exact amounts as stored."""
    return [_row(row) for row in data.get("rows", [])]


def _row(row: Data) -> dict[str, Any]:
    places = int(row.get("decimals", 0))
    figures = {key: amount(row.get(key)) for key in ("plan", "before", "actual", "plan_share", "change")}
    in_points = row.get("change_kind") == "points"
    change = shown_change(figures["change"])
    return {
        "stt": row.get("stt", ""), "code": row.get("code", ""), "sector": row.get("sector", ""),
        "name": row["name"], "unit_of_measure": row.get("unit_of_measure", ""),
        "plan": shown(figures["plan"], places), "before": shown(figures["before"], places),
        "actual": shown(figures["actual"], places), "plan_share": shown(figures["plan_share"], 1),
        "change": f"{change} điểm" if in_points and change != NO_FIGURE else change,
        "note": row.get("note", ""),
        "exact": {key: None if value is None else format(value, "f") for key, value in figures.items()},
    }  # fmt: skip
