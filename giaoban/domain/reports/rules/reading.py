"""Reading what a clerk typed into a cell. What cannot be read is kept as typed, with the reason it was not read."""

import re
from dataclasses import dataclass
from decimal import Decimal

from giaoban.lib.numbers import NotANumber, parse, shown_plain
from giaoban.lib.text import clean, fold

VALUE, NONE_AROSE, NOT_REPORTED = "value", "none_arose", "not_reported"
WHOLE_DIGITS, PLACES = 12, 3  # what a column of amounts holds (indicators.models.amount)
# How offices write "nothing arose": shortened, spelt out, or a lone dash.
_NONE_AROSE = frozenset(
    {"kpx", "kps", "k.p.s", "kps.", "khong phat sinh", "khong ps", "khong phat sinh.", "-", "–", "—", "\u2212"}
)
_PERCENT = re.compile(r"%|phần trăm", re.IGNORECASE)
_FRACTION = re.compile(r"^([^/]+)/([^/]+)$")


@dataclass(frozen=True)
class Asked:
    """What a cell asks for: one amount, or a numerator and a denominator where a rate is computed from counts."""

    is_ratio: bool = False
    unit_of_measure: str = ""
    numerator_name: str = ""
    denominator_name: str = ""


@dataclass(frozen=True)
class Reading:
    """What was understood. With a `problem` the amounts are empty and the kind is "not reported"."""

    kind: str = NOT_REPORTED
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    problem: str = ""
    in_doubt: bool = False


class _Unread(ValueError):
    """Carries the Vietnamese problem text."""


def read_cell(typed: str, typed_denominator: str, asked: Asked) -> Reading:
    """Read one cell's typed text: blank is not reported, "kpx" or a dash is none arose, else Vietnamese numbers.

    A rate typed as "78/79" is taken apart; a typed percentage where the rate is computed is refused.
    """
    first, second = clean(typed), clean(typed_denominator)
    if not first and not second:
        return Reading()
    if fold(first) in _NONE_AROSE and (not second or fold(second) in _NONE_AROSE):
        return Reading(kind=NONE_AROSE)
    try:
        return _read_counts(first, second, asked) if asked.is_ratio else _read_value(first, second, asked)
    except _Unread as unread:
        return Reading(problem=str(unread))


def read_amounts(first: Decimal | None, second: Decimal | None, asked: Asked) -> Reading:
    """Read amounts that came as numbers (a spreadsheet's), so that nothing about them is in doubt."""
    reading = read_cell(typed_amount(first), typed_amount(second), asked)
    return Reading(reading.kind, reading.value, reading.numerator, reading.denominator, reading.problem)


def typed_amount(amount: Decimal | None) -> str:
    """Return an amount as a clerk would type it without separators: 9120, 9,12, -3."""
    if amount is None:
        return ""
    text = f"{amount:f}"
    whole, _, rest = text.partition(".")
    return f"{whole},{rest.rstrip('0')}".rstrip(",")


def _read_value(first: str, second: str, asked: Asked) -> Reading:
    if second:
        raise _Unread(f"Chỉ tiêu này nhập một số, không có mẫu số; đã thấy “{first} / {second}”")
    measured_in_percent = "%" in asked.unit_of_measure
    if _PERCENT.search(first) and not measured_in_percent:
        raise _Unread(f"Cần số tuyệt đối ({asked.unit_of_measure}), không nhập phần trăm; đã thấy “{first}”")
    amount, in_doubt = _amount(_PERCENT.sub("", first) if measured_in_percent else first)
    return Reading(VALUE, value=amount, in_doubt=in_doubt)


def _read_counts(first: str, second: str, asked: Asked) -> Reading:
    names = f"tử số ({asked.numerator_name}) và mẫu số ({asked.denominator_name})"
    if _PERCENT.search(first) or _PERCENT.search(second):
        raise _Unread(f"Tỷ lệ do máy tính, không gõ sẵn; hãy nhập {names}")
    if not second and (fraction := _FRACTION.match(first)):
        first, second = fraction.group(1).strip(), fraction.group(2).strip()
    if not second:
        raise _Unread(f"Thiếu mẫu số ({asked.denominator_name}); tỷ lệ được tính từ {names}")
    if not first:
        raise _Unread(f"Thiếu tử số ({asked.numerator_name}); tỷ lệ được tính từ {names}")
    numerator, numerator_in_doubt = _amount(first)
    denominator, denominator_in_doubt = _amount(second)
    return Reading(
        VALUE, numerator=numerator, denominator=denominator, in_doubt=numerator_in_doubt or denominator_in_doubt
    )


def _amount(text: str) -> tuple[Decimal, bool]:
    try:
        understood = parse(text)
    except NotANumber as refused:
        raise _Unread(str(refused)) from refused
    amount = understood.amount
    if abs(amount) >= Decimal(10) ** WHOLE_DIGITS:
        raise _Unread(f"Số quá lớn: {shown_plain(amount)}; nhiều nhất {WHOLE_DIGITS} chữ số")
    if amount != amount.quantize(Decimal(1).scaleb(-PLACES)):
        raise _Unread(f"Quá {PLACES} chữ số thập phân: {shown_plain(amount)}; hãy làm tròn trước khi nhập")
    return amount, understood.in_doubt
