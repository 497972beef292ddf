"""Figures and their sums. A rate is never averaged: its value comes from the summed counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from giaoban.lib.numbers import shown_plain

VALUE, NONE_AROSE, NOT_REPORTED = "value", "none_arose", "not_reported"
OFFICIAL = "official"
LARGEST = Decimal("999999999999.999")  # 12 digits before the comma, 3 behind: what the column keeps exactly
SMALLEST_STEP = Decimal("0.001")


@dataclass(frozen=True)
class Measure:
    """What the arithmetic must know of an indicator."""

    direction: str
    over_time: str
    is_ratio: bool
    unit_of_measure: str = ""
    scale: int = 1
    decimals: int = 0
    even_through_year: bool = False
    may_exceed_whole: bool = False
    band_low: Decimal | None = None
    band_high: Decimal | None = None

    @property
    def is_rate(self) -> bool:
        """Whether changes are told in points: a ratio, or a figure that is itself a difference of rates."""
        return self.is_ratio or self.unit_of_measure.startswith("điểm")

    @property
    def counts_within_whole(self) -> bool:
        """Whether the numerator is a part of the denominator (a share), so that it cannot pass it."""
        return self.is_ratio and self.scale == 100 and not self.may_exceed_whole


@dataclass(frozen=True)
class Figure:
    """One figure as a unit reports it: a value, or both counts of a rate, or one of the kinds of empty."""

    indicator_id: int
    kind: str = VALUE
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: str = OFFICIAL
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Sums:
    """Sums over units: amounts, and how many units stand behind them."""

    value: Decimal = Decimal(0)
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    reported: int = 0
    valued: int = 0
    estimated: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.value + other.value,
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.reported + other.reported,
            self.valued + other.valued,
            self.estimated + other.estimated,
        )

    def __sub__(self, other: "Sums") -> "Sums":
        return self + Sums(
            -other.value, -other.numerator, -other.denominator, -other.reported, -other.valued, -other.estimated
        )


NOTHING = Sums()


def total(parts: Iterable[Sums]) -> Sums:
    """Return the sum of the parts; NOTHING of none."""
    return sum(parts, NOTHING)


def contribution(
    kind: str, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, status: str
) -> Sums:
    """Return what one unit's figure adds to every total above it.

    "Nothing arose" is reported and adds 0; "not reported" adds nothing at all: it withdraws the unit.
    """
    if kind == NOT_REPORTED:
        return NOTHING
    if kind == NONE_AROSE:
        return Sums(reported=1)
    zero = Decimal(0)
    estimated = int(status != OFFICIAL)
    return Sums(value or zero, numerator or zero, denominator or zero, 1, 1, estimated)


def value_of(measure: Measure, sums: Sums) -> Decimal | None:
    """Return the figure that sums give, unrounded, in the indicator's unit of measure; None where there is none.

    A rate is scale × Σ numerator ÷ Σ denominator. A volume of which nothing arose is 0; such a rate has no value.
    """
    if measure.is_ratio:
        return sums.numerator * measure.scale / sums.denominator if sums.denominator else None
    return sums.value if sums.reported else None


def _amount_fault(amount: Decimal) -> str:
    if not amount.is_finite():
        return "không phải là số"
    if abs(amount) > LARGEST:
        return f"{shown_plain(amount)} vượt quá 12 chữ số"
    if amount != amount.quantize(SMALLEST_STEP):
        return f"{shown_plain(amount)} có hơn 3 chữ số thập phân"
    return ""


def fault_in(measure: Measure, figure: Figure) -> str:
    """Return what is wrong with a figure in Vietnamese, or "" where it can be kept."""
    amounts = [figure.numerator, figure.denominator] if measure.is_ratio else [figure.value]
    others = [figure.value] if measure.is_ratio else [figure.numerator, figure.denominator]
    if figure.kind != VALUE:
        return "ô trống không mang số" if any(a is not None for a in [*amounts, *others]) else ""
    if any(a is None for a in amounts) or any(a is not None for a in others):
        return "cần tử số và mẫu số" if measure.is_ratio else "cần một giá trị"
    for amount in amounts:
        if amount is not None and (fault := _amount_fault(amount)):
            return fault
    if figure.numerator is None or figure.denominator is None:
        return ""
    if figure.denominator < 0:
        return f"mẫu số {shown_plain(figure.denominator)} nhỏ hơn 0"
    if measure.counts_within_whole and figure.numerator > figure.denominator:
        return f"tử số {shown_plain(figure.numerator)} lớn hơn mẫu số {shown_plain(figure.denominator)}"
    if not figure.denominator and figure.numerator:
        return f"mẫu số là 0 mà tử số là {shown_plain(figure.numerator)}"
    return ""
