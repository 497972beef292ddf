"""The checks before a report leaves its unit, and the reading of what was typed."""

import unicodedata
from decimal import Decimal
from typing import Any

import pytest

from giaoban.domain.reports.rules import (
    Asked,
    Checks,
    Finding,
    Level,
    Measured,
    Past,
    SumRule,
    check_report,
    read_cell,
    unchanged_paragraphs,
    word_diff,
)  # fmt: skip

D = Decimal


def volume(**changed: Any) -> Measured:
    given: dict[str, Any] = {"code": "A", "name": "Số lượt khám", "unit_of_measure": "lượt", "value": D(100)}
    return Measured(**(given | changed))


def rate(**changed: Any) -> Measured:
    given: dict[str, Any] = {
        "code": "R", "name": "Tỷ lệ tiêm đủ", "unit_of_measure": "%", "decimals": 1, "is_ratio": True, "scale": 100,
        "numerator_name": "trẻ tiêm đủ", "denominator_name": "trẻ dưới 1 tuổi", "numerator": D(38),
        "denominator": D(40),
    }  # fmt: skip
    return Measured(**(given | changed))


def only(*figures: Measured, checks: Checks | None = None) -> Finding:
    (found,) = check_report(figures, checks)
    return found


def test_figures_in_order_raise_nothing() -> None:
    assert check_report([volume(), rate()]) == []


@pytest.mark.parametrize(
    ("figure", "rule", "numbers"),
    [
        (rate(numerator=D(41)), "above_whole", ("41", "40")),
        (rate(numerator=D(0), denominator=D(0)), "zero_denominator", ("0", "0")),
        (volume(value=D(-3)), "negative", ("−3",)),
        (volume(value=D("1.5"), unit_of_measure="người"), "integer", ("1,5",)),
        (volume(value=D("1.5"), unit_of_measure="hộ"), "integer", ("1,5",)),
        (volume(value=D("1.5"), unit_of_measure="ca"), "integer", ("1,5",)),
        (rate(numerator=D("1.5")), "integer", ("1,5",)),
    ],
)
def test_an_error_names_its_numbers(figure: Measured, rule: str, numbers: tuple[str, ...]) -> None:
    found = only(figure)
    assert (found.level, found.rule, found.numbers) == (Level.ERROR, rule, numbers)
    assert all(number in found.message for number in numbers)


@pytest.mark.parametrize(
    "figure",
    [
        rate(numerator=D(41), may_exceed_whole=True),
        volume(value=D("1.5"), unit_of_measure="triệu đồng"),
        volume(value=D("1.5"), unit_of_measure="%"),
        volume(value=D("-0.3"), unit_of_measure="điểm %", decimals=1),
        rate(numerator=D("1.5"), numerator_name="tấn rác thu gom", denominator_name="tấn rác phát sinh"),
    ],
)
def test_what_may_exceed_be_measured_or_fall_is_let_through(figure: Measured) -> None:
    assert check_report([figure]) == []


def test_a_part_is_not_above_its_whole() -> None:
    found = only(volume(code="P", value=D(12), part_of="A"), volume(value=D(10)))
    assert (found.rule, found.indicator, found.numbers) == ("above_parent", "P", ("12", "10"))


def test_boys_and_girls_add_up_to_live_births() -> None:
    ratio = rate(code="S", unit_of_measure="bé trai/100 bé gái", numerator=D(40), denominator=D(35),
                 numerator_name="bé trai", denominator_name="bé gái", may_exceed_whole=True)  # fmt: skip
    checks = Checks(sums=(SumRule("S", "B"),))
    assert check_report([ratio, volume(code="B", value=D(75))], checks) == []
    found = only(ratio, volume(code="B", value=D(74)), checks=checks)
    assert (found.level, found.numbers) == (Level.ERROR, ("75", "74"))


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(200, 100, "Gấp 2 lần kỳ trước"), (199, 100, ""), (50, 100, "Chỉ bằng 50% kỳ trước"), (51, 100, ""),
     (4, 1, ""), (5, 1, "Gấp 5 lần kỳ trước"), (9, 0, "không có, kỳ này mới có")],
)  # fmt: skip
def test_a_volume_twice_or_half_needs_a_reason(now: int, before: int, words: str) -> None:
    found = check_report([volume(value=D(now), past=(Past("kỳ trước", value=D(before)),))])
    assert [finding.level for finding in found] == ([Level.WARNING] if words else [])
    assert all(words in finding.message for finding in found)


def test_a_rate_three_points_off_needs_a_reason() -> None:
    past = (Past("cùng kỳ năm trước", numerator=D(92), denominator=D(100)),)
    found = only(rate(numerator=D(38), denominator=D(40), past=past))  # 95,0 against 92,0
    assert found.message.startswith("Tăng 3,0 điểm so với cùng kỳ năm trước")
    assert found.numbers == ("95,0", "92,0")
    assert check_report([rate(numerator=D(949), denominator=D(1000), past=past)]) == []


COUNTED = Asked(unit_of_measure="lượt")
RATE = Asked(True, "%", "trẻ tiêm đủ", "trẻ dưới 1 tuổi")


@pytest.mark.parametrize(
    ("typed", "kind", "value", "in_doubt"),
    [("", "not_reported", None, False), ("0", "value", D(0), False), ("kpx", "none_arose", None, False),
     (unicodedata.normalize("NFD", "Không phát sinh"), "none_arose", None, False),
     ("Không ps", "none_arose", None, False),
     ("-", "none_arose", None, False), ("9.120", "value", D(9120), True), ("1.234.567", "value", D(1234567), False),
     ("1 234", "value", D(1234), False)],
)  # fmt: skip
def test_the_three_kinds_of_empty_and_doubt(typed: str, kind: str, value: Decimal | None, in_doubt: bool) -> None:
    reading = read_cell(typed, "", COUNTED)
    assert (reading.kind, reading.value, reading.in_doubt, reading.problem) == (kind, value, in_doubt, "")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("95%", "", "do máy tính"), ("95", "", "Thiếu mẫu số (trẻ dưới 1 tuổi)"), ("", "40", "Thiếu tử số (trẻ tiêm đủ)"),
     ("abc", "40", "“abc” không phải là số"), ("1" * 14, "40", "quá lớn"), ("1,23456", "40", "thập phân")],
)  # fmt: skip
def test_what_cannot_be_read_says_what_was_found(first: str, second: str, words: str) -> None:
    reading = read_cell(first, second, RATE)
    assert words in reading.problem
    assert (reading.numerator, reading.kind) == (None, "not_reported")


def test_a_rate_typed_as_a_fraction_is_taken_apart() -> None:
    reading = read_cell("38/40", "", RATE)
    assert (reading.numerator, reading.denominator) == (D(38), D(40))


def test_a_percentage_for_a_count_is_refused() -> None:
    assert "phần trăm" in read_cell("95%", "", COUNTED).problem
    assert read_cell("3,5%", "", Asked(unit_of_measure="%")).value == D("3.5")


def test_unchanged_paragraphs_are_marked_and_words_compared() -> None:
    marked = unchanged_paragraphs("Giữ vững 3/3 trường.\n\nMới làm.", "giữ vững  3/3 trường.")
    assert marked == [("Giữ vững 3/3 trường.", True), ("Mới làm.", False)]
    pieces = word_diff("ban hành 06 văn bản", "ban hành 04 văn bản")
    assert [(piece.op, piece.text) for piece in pieces] == [
        ("same", "ban hành "), ("removed", "06"), ("added", "04"), ("same", " văn bản"),
    ]  # fmt: skip
