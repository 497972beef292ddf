"""The bars of one indicator: plan, same period, this period on one scale from nought, each with its number.

Whole numbers only: a template would write a broken one with a decimal comma, which SVG does not read.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from giaoban.interfaces.portal.records.lines import Line

LEFT, REACH, STEP, TOP = 104, 136, 24, 4


@dataclass(frozen=True)
class Bar:
    """One bar: what it is, its number as read, where it stands and how long it is."""

    kind: str
    word: str
    text: str
    y: int
    length: int

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.y + STEP // 2 - 2

    @property
    def end(self) -> int:
        """Where its number stands."""
        return LEFT + self.length + 6


@dataclass(frozen=True)
class Chart:
    """The chart of a line, and the same in words for those who do not see it."""

    line: Line
    bars: tuple[Bar, ...]
    label: str

    @property
    def height(self) -> int:
        return TOP * 2 + STEP * len(self.bars)


def chart_of(line: Line) -> Chart | None:
    """Return the chart of a line; None where there is nothing to compare, or a figure below nought to draw."""
    row = line.row
    amounts = (
        ("plan", _("Kế hoạch năm"), row.plan, line.plan),
        ("before", _("Cùng kỳ"), row.before, line.before),
        ("now", _("Thực hiện"), row.actual, line.actual),
    )
    drawn = [one for one in amounts if one[2] is not None]
    highest = max((amount for _kind, _word, amount, _text in drawn if amount is not None), default=Decimal(0))
    if row.actual is None or len(drawn) < 2 or highest <= 0 or any((amount or 0) < 0 for _k, _w, amount, _t in drawn):
        return None
    bars = tuple(
        Bar(kind, word, text, TOP + STEP * place, round((amount or Decimal(0)) / highest * REACH))
        for place, (kind, word, amount, text) in enumerate(drawn)
    )
    return Chart(line, bars, "; ".join(f"{bar.word}: {bar.text}" for bar in bars))
