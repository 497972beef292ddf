"""Numbers as typed and as written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.lib import numbers


@pytest.mark.parametrize(
    ("typed", "amount", "in_doubt"),
    [
        ("9120", "9120", False),
        ("9.120", "9120", True),
        ("1.234.567", "1234567", False),
        ("1.234,5", "1234.5", False),
        ("95,56", "95.56", False),
        ("1,234", "1.234", True),
        ("0,125", "0.125", False),
        ("9.12", "9.12", True),
        ("1,234,567.5", "1234567.5", True),
        ("-3", "-3", False),
        ("\u22123,5", "-3.5", False),
        (" 12 345 ", "12345", False),
        ("231\u00a0363", "231363", False),
    ],
)
def test_reading(typed: str, amount: str, in_doubt: bool) -> None:
    assert numbers.parse(typed) == numbers.Understood(Decimal(amount), in_doubt)


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "12.34.5", "1.2345,6", "=A1+B1", "12%", "1e5", "--2", "NaN"])
def test_what_is_no_number_is_refused_with_what_was_found(typed: str) -> None:
    with pytest.raises(numbers.NotANumber) as refusal:
        numbers.parse(typed)
    assert typed.strip() in str(refusal.value)


@pytest.mark.parametrize(
    ("amount", "places", "written"),
    [
        ("231363", 0, "231.363"),
        ("258.42", 2, "258,42"),
        ("95.565", 2, "95,57"),
        ("-2.45", 1, "\u22122,5"),
        ("-0.04", 1, "0,0"),
        ("0", 0, "0"),
    ],
)
def test_writing(amount: str, places: int, written: str) -> None:
    assert numbers.shown(Decimal(amount), places) == written


def test_the_percentage_of_the_printed_example_is_computed_not_truncated() -> None:
    assert numbers.shown(Decimal(2909) / Decimal(3044) * 100, 2) == "95,57"


def test_no_figure_is_a_dash_never_zero() -> None:
    assert numbers.shown(None) == "\u2013"
    assert numbers.shown_change(None) == "\u2013"


@pytest.mark.parametrize(("amount", "written"), [("2", "+2,0"), ("-1.5", "\u22121,5"), ("0", "0,0")])
def test_changes_carry_their_sign(amount: str, written: str) -> None:
    assert numbers.shown_change(Decimal(amount)) == written


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=3, allow_nan=False))
def test_what_is_written_reads_back_the_same(amount: Decimal) -> None:
    assert numbers.parse(numbers.shown_plain(amount)).amount == amount


def test_signs_stand_close_and_words_apart() -> None:
    assert [numbers.with_measure("47,6", measure) for measure in ("%", "‰", "điểm")] == ["47,6%", "47,6‰", "47,6 điểm"]
