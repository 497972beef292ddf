"""A briefing as a paper to keep: what its page says, on the sheet of an article."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from giaoban.interfaces.portal.records.lines import Line
from giaoban.interfaces.portal.saving import head_of, paper_of
from giaoban.interfaces.ui.words import local_name, said
from giaoban.lib import clock
from giaoban.lib.marked_text import blocks_of

HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
FIGURES = "figures"  # what stands below the heading of the table, in its place


def briefing_pdf(told: dict[str, Any], address: str) -> Path:
    """Return the file of a briefing in the reader's language; `told` is what its page is told.

    Raises TooBusy while another is set.
    """
    record = told["record"]
    words = render_to_string("portal/records/briefing_paper.html", {**told, "now": clock.now()})
    head = head_of(record.title, record.starts_at, address, is_made_up=settings.DEMO)
    head["says"]["columns"][5] = _("So với kế hoạch")  # rates are compared in points
    return paper_of("briefings", record.id, {**head, "parts": _parts(words, told["lines"])}, {})


def _parts(words: str, lines: list[Line]) -> list[dict[str, Any]]:
    """Return headings and what stands below each as the sheet takes them."""
    first, *rest = HEADING.split(words)
    parts: list[dict[str, Any]] = [{"kind": "text", "blocks": blocks_of(first)}]
    for heading, below in zip(rest[::2], rest[1::2], strict=True):
        parts.append({"kind": "heading", "text": unescape(heading)})
        is_table = below.strip() == FIGURES
        parts.append(_table(lines) if is_table else {"kind": "text", "blocks": blocks_of(below)})
    return parts


def _table(lines: list[Line]) -> dict[str, Any]:
    rows = [
        [local_name(line.row.indicator), said(line.row.indicator.unit_of_measure), line.plan, line.before, line.actual,
         line.against_plan, line.change]
        for line in lines
    ]  # fmt: skip
    return {"kind": "figures", "title": "", "rows": rows, "note": ""}
