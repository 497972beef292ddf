"""Classes of a shaded map, by quantile or by plan reached, with the legend that counts them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.queries import Comparison, measure_of
from giaoban.domain.indicators.rules import Sums, Verdict, value_of
from giaoban.interfaces.portal.atlas.asking import Mode
from giaoban.interfaces.ui.words import in_figures, said
from giaoban.lib import numbers

CLASSES = 5
MORE_PLACES = 6  # decimals beyond the indicator's own, at most, to tell classes apart
NOT_REPORTED, NOTHING_AROSE, NOT_THEN, PLAIN = "m0", "m-nil", "m-out", "m-plain"
# The classes of the mode "by plan reached": the shade of each verdict, best first.
SHADES = {
    Verdict.EXCEEDED: "v-over", Verdict.REACHED: "v-met", Verdict.BEHIND: "v-behind", Verdict.NOT_REACHED: "v-missed",
    Verdict.NOT_DUE: "v-open", Verdict.WATCH: "v-open", Verdict.NO_PLAN: "v-open",
}  # fmt: skip
PATTERNED = frozenset({NOT_REPORTED, "v-behind", "v-missed"})


@dataclass(frozen=True)
class Figure:
    """What the map knows of one unit's figure. `held` is false where the unit did not exist in the period."""

    amount: Decimal | None = None
    reported: int = 0
    valued: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    compared: Comparison | None = None
    held: bool = True

    @property
    def verdict(self) -> Verdict:
        """How the figure stands against its plan."""
        return self.compared.verdict if self.compared and self.amount is not None else Verdict.NO_DATA


def figure_of_sums(indicator: Indicator, sums: Sums) -> Figure:
    """Return a figure without its comparison."""
    amount = value_of(measure_of(indicator), sums) if sums.valued else None
    return Figure(amount, sums.reported, sums.valued, sums.numerator, sums.denominator)


def figure_of_comparison(line: Comparison) -> Figure:
    """Return a figure with its comparison."""
    amount = line.actual if line.valued else None
    return Figure(amount, line.reported, line.valued, line.numerator, line.denominator, line)


@dataclass(frozen=True)
class LegendRow:
    """A class of the map: its shade, what it means, how many units are in it."""

    shade: str
    label: str
    units: int

    @property
    def is_patterned(self) -> bool:
        """Whether the shade is a pattern too."""
        return self.shade in PATTERNED

    @property
    def count(self) -> str:
        """How many units, in words."""
        return ngettext("%(count)s đơn vị", "%(count)s đơn vị", self.units) % {"count": self.units}


def shades(figures: Sequence[Figure], mode: Mode) -> list[str]:
    """Return the shade of each figure."""
    classes = quantile_classes([figure.amount for figure in figures if figure.amount is not None])
    return [_shade(figure, mode, classes) for figure in figures]


def _shade(figure: Figure, mode: Mode, classes: dict[Decimal, int]) -> str:
    if not figure.held:
        return NOT_THEN
    if figure.amount is not None:
        return SHADES[figure.verdict] if mode is Mode.PLAN else f"m{classes[figure.amount]}"
    return NOTHING_AROSE if figure.reported else NOT_REPORTED


def quantile_classes(amounts: Iterable[Decimal]) -> dict[Decimal, int]:
    """Return the class 1 (lowest) to 5 of each amount, about equally many in each; equal amounts share a class."""
    ordered = sorted(amounts)
    found: dict[Decimal, int] = {}
    for rank, amount in enumerate(ordered):
        found.setdefault(amount, rank * CLASSES // len(ordered) + 1)
    return found


def word_of(indicator: Indicator, figure: Figure) -> str:
    """Return the figure in words: 87,4%, or which kind of empty it is."""
    if not figure.held:
        return _("đơn vị không có trong kỳ này")
    if figure.amount is not None:
        shown = in_figures(numbers.shown(figure.amount, indicator.decimals))
        return numbers.with_measure(shown, said(indicator.unit_of_measure))
    return _("không phát sinh") if figure.reported else _("chưa báo cáo")


def share_of(indicator: Indicator, figure: Figure) -> str:
    """Return "1.204 / 1.310" for a rate, so that the reader sees what it was made from."""
    if not figure.valued or not indicator.is_ratio:
        return ""
    return in_figures(f"{numbers.shown_plain(figure.numerator)} / {numbers.shown_plain(figure.denominator)}")


def legend_of(indicator: Indicator, mode: Mode, figures: Sequence[Figure]) -> list[LegendRow]:
    """Return the classes that occur, in order, each with its meaning and its units."""
    drawn = shades(figures, mode)
    labels = _verdict_labels(figures) if mode is Mode.PLAN else _range_labels(indicator, figures, drawn)
    labels |= {
        NOTHING_AROSE: _("không phát sinh"),
        NOT_REPORTED: _("chưa báo cáo"),
        NOT_THEN: _("đơn vị không có trong kỳ này"),
    }
    return [LegendRow(shade, label, drawn.count(shade)) for shade, label in labels.items() if shade in drawn]


def _range_labels(indicator: Indicator, figures: Sequence[Figure], drawn: Sequence[str]) -> dict[str, str]:
    """Return each class's lowest to highest figure, with as many decimals as keep the classes apart."""
    ranges = {}
    for shade in (f"m{number}" for number in range(1, CLASSES + 1)):
        amounts = [f.amount for f, own in zip(figures, drawn, strict=True) if own == shade and f.amount is not None]
        if amounts:
            ranges[shade] = min(amounts), max(amounts)
    most = indicator.decimals + MORE_PLACES
    places = next((n for n in range(indicator.decimals, most) if _apart(list(ranges.values()), n)), most)
    return {shade: _range_label(*edges, places) for shade, edges in ranges.items()}


def _apart(ranges: Sequence[tuple[Decimal, Decimal]], places: int) -> bool:
    """Return whether no class ends, rounded, where the next begins. Equal amounts share a class, so that some do."""
    return all(
        numbers.rounded(high, places) < numbers.rounded(low, places) for (_low, high), (low, _high) in pairwise(ranges)
    )


def _range_label(low: Decimal, high: Decimal, places: int) -> str:
    lowest, highest = (in_figures(numbers.shown(edge, places)) for edge in (low, high))
    return lowest if lowest == highest else _("%(low)s đến %(high)s") % {"low": lowest, "high": highest}


def _verdict_labels(figures: Sequence[Figure]) -> dict[str, str]:
    """Return the words of the verdicts that occur; several may share a shade."""
    occurring = {figure.verdict for figure in figures}
    words: dict[str, list[str]] = {}
    for verdict, shade in SHADES.items():
        if verdict in occurring:
            words.setdefault(shade, []).append(said(verdict.label))
    return {shade: ", ".join(said_words) for shade, said_words in words.items()}
