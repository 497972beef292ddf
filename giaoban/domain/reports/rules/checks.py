"""Checking a unit's figures before they leave the unit. Every finding names the numbers that were compared.

An error blocks sign-off; a warning needs a reason. Thresholds are the constants below unless the regime sets others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from giaoban.lib.numbers import rounded, shown, shown_plain
from giaoban.lib.text import fold

FACTOR = Decimal(2)  # a figure this many times (or one this-many-th of) the compared one
POINTS = Decimal(3)  # percentage points between two rates
SMALLEST = Decimal(5)  # below this count a factor says nothing
_PERCENT_SCALE = 100
# Counts carry no decimals; these words in a name or unit say that something is weighed, paid or measured instead.
_MEASURED_WORDS = frozenset({"tan", "kg", "ha", "km", "km2", "m2", "m3", "trieu", "nghin", "ty", "dong", "gio", "diem"})
_RATE_SIGNS = ("%", "‰", "điểm", "/")


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class SumRule:
    """The two counts of a ratio must add up to another indicator: boys and girls to live births."""

    ratio: str
    whole: str


@dataclass(frozen=True)
class Checks:
    """A regime's thresholds and sums."""

    factor: Decimal = FACTOR
    points: Decimal = POINTS
    smallest: Decimal = SMALLEST
    sums: tuple[SumRule, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Checks":
        """Return the checks stored on a regime: {"factor": "2", "points": "3", "sums": [{"ratio":…, "whole":…}]}."""
        return cls(
            Decimal(data.get("factor", FACTOR)),
            Decimal(data.get("points", POINTS)),
            Decimal(data.get("smallest", SMALLEST)),
            tuple(SumRule(rule["ratio"], rule["whole"]) for rule in data.get("sums", ())),
        )


@dataclass(frozen=True)
class Past:
    """A figure of another period to compare with; `label` names that period for the reader."""

    label: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Measured:
    """One figure with what must be known to check it. All amounts None where nothing was reported."""

    code: str
    name: str
    unit_of_measure: str
    decimals: int = 0
    is_ratio: bool = False
    scale: int = 1
    may_exceed_whole: bool = False
    part_of: str = ""
    numerator_name: str = ""
    denominator_name: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    past: tuple[Past, ...] = ()

    @property
    def has_figure(self) -> bool:
        """Whether there is an amount to check."""
        return self.value is not None or self.numerator is not None

    @property
    def level(self) -> Decimal | None:
        """The value, or the rate computed from the counts; None without one."""
        return level_of(self.value, self.numerator, self.denominator, self.scale)


@dataclass(frozen=True)
class Finding:
    """What a check found: an error, or a warning that needs a reason. `numbers` are the amounts compared, as shown."""

    level: Level
    rule: str
    indicator: str
    message: str
    numbers: tuple[str, ...] = ()


def level_of(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, scale: int
) -> Decimal | None:
    """Return the value itself, or scale × numerator ÷ denominator; None where nothing can be computed."""
    if value is not None:
        return value
    if numerator is None or not denominator:
        return None
    return scale * numerator / denominator


def check_report(figures: Iterable[Measured], checks: Checks | None = None) -> list[Finding]:
    """Return every finding of a report, in the order of its figures."""
    checks = checks or Checks()
    by_code = {figure.code: figure for figure in figures}
    found: list[Finding] = []
    for figure in by_code.values():
        if figure.has_figure:
            found += _signs_and_counts(figure)
            found += _whole(figure)
            found += _part(figure, by_code)
            found += _sums(figure, by_code, checks)
            found += _deviation(figure, checks)
    return found


def _error(rule: str, figure: Measured, message: str, *numbers: Decimal) -> Finding:
    return Finding(Level.ERROR, rule, figure.code, message, tuple(map(shown_plain, numbers)))


def _is_counted(words: str) -> bool:
    return not _MEASURED_WORDS & set(fold(words).replace("(", " ").replace(")", " ").replace(",", " ").split())


def _signs_and_counts(figure: Measured) -> list[Finding]:
    found = []
    is_rate_typed = not figure.is_ratio and any(sign in figure.unit_of_measure for sign in _RATE_SIGNS)
    counted = figure.decimals == 0 and _is_counted(figure.unit_of_measure) and not is_rate_typed
    parts = (
        (figure.unit_of_measure or figure.name, figure.value, counted),
        (figure.numerator_name, figure.numerator, _is_counted(figure.numerator_name)),
        (figure.denominator_name, figure.denominator, _is_counted(figure.denominator_name)),
    )
    for words, amount, whole_only in parts:
        if amount is None:
            continue
        if amount < 0 and not is_rate_typed:
            found.append(_error("negative", figure, f"Không thể âm: {shown_plain(amount)} ({words})", amount))
        elif whole_only and amount != amount.to_integral_value():
            found.append(_error("integer", figure, f"Phải là số nguyên: {shown_plain(amount)} ({words})", amount))
    return found


def _whole(figure: Measured) -> list[Finding]:
    numerator, denominator = figure.numerator, figure.denominator
    if numerator is None or denominator is None:
        return []
    if denominator == 0:
        hint = "hãy chọn “không phát sinh”" if numerator == 0 else "hãy kiểm tra mẫu số"
        message = f"Mẫu số bằng 0 ({figure.denominator_name}), tử số {shown_plain(numerator)}: {hint}"
        return [_error("zero_denominator", figure, message, numerator, denominator)]
    if numerator > denominator and not figure.may_exceed_whole:
        message = (
            f"Tử số {shown_plain(numerator)} ({figure.numerator_name}) lớn hơn "
            f"mẫu số {shown_plain(denominator)} ({figure.denominator_name})"
        )
        return [_error("above_whole", figure, message, numerator, denominator)]
    return []


def _part(figure: Measured, by_code: Mapping[str, Measured]) -> list[Finding]:
    parent = by_code.get(figure.part_of)
    if parent is None or not parent.has_figure:
        return []
    part, whole = figure.level, parent.level
    if part is None or whole is None or part <= whole or figure.is_ratio is not parent.is_ratio:
        return []
    places = max(figure.decimals, parent.decimals)
    message = f"“{figure.name}” {shown(part, places)} lớn hơn “{parent.name}” {shown(whole, places)}, là tổng của nó"
    return [_error("above_parent", figure, message, part, whole)]


def _sums(figure: Measured, by_code: Mapping[str, Measured], checks: Checks) -> list[Finding]:
    for rule in checks.sums:
        whole = by_code.get(rule.whole)
        if rule.ratio != figure.code or whole is None or whole.value is None:
            continue
        if figure.numerator is None or figure.denominator is None:
            continue
        total = figure.numerator + figure.denominator
        if total != whole.value:
            message = (
                f"{figure.numerator_name} {shown_plain(figure.numerator)} + {figure.denominator_name} "
                f"{shown_plain(figure.denominator)} = {shown_plain(total)}, khác {whole.name} "
                f"là {shown_plain(whole.value)}"
            )
            return [_error("sum", figure, message, total, whole.value)]
    return []


def _deviation(figure: Measured, checks: Checks) -> list[Finding]:
    for past in figure.past:
        now, before = figure.level, level_of(past.value, past.numerator, past.denominator, figure.scale)
        if now is None or before is None:
            continue
        words = _deviation_words(figure, past, now, before, checks)
        if words:
            places = max(figure.decimals, 1) if figure.is_ratio else figure.decimals
            numbers = (shown(now, places), shown(before, places))
            message = f"{words}: kỳ này {numbers[0]}, {past.label} {numbers[1]}; cần lý do"
            return [Finding(Level.WARNING, "deviation", figure.code, message, numbers)]
    return []


def _deviation_words(figure: Measured, past: Past, now: Decimal, before: Decimal, checks: Checks) -> str:
    """Say how far a figure has moved, where that is far: points for percentages, else a factor up or down."""
    is_percentage = figure.is_ratio and figure.scale == _PERCENT_SCALE and figure.unit_of_measure == "%"
    if is_percentage and abs(now - before) >= checks.points:
        direction = "Tăng" if now > before else "Giảm"
        return f"{direction} {shown(abs(now - before), 1)} điểm so với {past.label}"
    counts = (figure.value, past.value) if not figure.is_ratio else (figure.numerator, past.numerator)
    largest = max((abs(count) for count in counts if count is not None), default=Decimal(0))
    if largest < checks.smallest or now < 0 or before < 0:
        return ""
    if before > 0 and now >= before * checks.factor:
        return f"Gấp {shown(rounded(now / before, 1), 1).removesuffix(',0')} lần {past.label}"
    if before > 0 and now * checks.factor <= before:
        return f"Chỉ bằng {shown(100 * now / before)}% {past.label}"
    if before == 0 and now > 0:
        return f"{past.label[:1].upper()}{past.label[1:]} không có, kỳ này mới có"
    return ""
