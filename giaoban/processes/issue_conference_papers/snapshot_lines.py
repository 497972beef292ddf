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
    for section in data.get("narrative", []):
        paragraphs = [
            {"unit": text["unit"]["name"], "text": paragraph["text"]}
            for text in section["texts"]
            for paragraph in text["paragraphs"]
            if paragraph["text"].strip()
        ]
        if paragraphs:
            found.append({"title": section["title"], "paragraphs": paragraphs})
    return found


def figure_codes(data: Data) -> list[str]:
    """Return the codes of the indicators in the table."""
    return [row["indicator"]["code"] for row in data.get("table", [])]


def figure_rows(data: Data, sectors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of the annex (domain.md §1.4), every figure as shown, beside the exact amounts as stored.

    `sectors` gives the name of each indicator's sector by the indicator's code.
    """
    return [_row(row, sectors) for row in data.get("table", [])]


def _row(row: Data, sectors: Mapping[str, str]) -> dict[str, Any]:
    indicator = row["indicator"]
    places = int(indicator.get("decimals", 0))
    figures = {key: amount(row.get(key)) for key in ("plan", "before", "actual", "plan_share", "plan_gap", "change")}
    in_points = row.get("change_kind") == "points"
    points = max(1, places)  # as on the screens: 99,88 against 99,82 is +0,06 points
    change = shown_change(figures["change"], points if in_points else 1)
    # A rate has no share of its plan: its distance from the target, in points, stands there instead.
    against_plan = shown(figures["plan_share"], 1)
    if figures["plan_share"] is None and figures["plan_gap"] is not None:
        against_plan = f"{shown_change(figures['plan_gap'], points)} điểm"
    return {
        "stt": row.get("stt", ""), "code": indicator["code"], "sector": sectors.get(indicator["code"], ""),
        "name": indicator["name"], "unit_of_measure": indicator.get("unit_of_measure", ""),
        "plan": shown(figures["plan"], places), "before": shown(figures["before"], places),
        "actual": shown(figures["actual"], places), "plan_share": against_plan,
        "change": f"{change} điểm" if in_points and change != NO_FIGURE else change,
        "note": row.get("note", ""),
        "exact": {key: None if value is None else format(value, "f") for key, value in figures.items()},
    }  # fmt: skip
