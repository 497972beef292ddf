"""The majority, the time limits, the customary programme."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.domain.conferences.models import ItemKind
from giaoban.domain.conferences.rules import USUAL_PROGRAMME, Majority, invitation_warning, notice_due_on


@pytest.mark.parametrize(
    ("numerator", "denominator", "strictly", "base", "needed"),
    [
        (1, 2, True, 34, 18),
        (1, 2, True, 35, 18),
        (1, 2, False, 34, 17),
        (1, 2, False, 35, 18),
        (2, 3, False, 34, 23),
        (2, 3, True, 33, 23),
        (2, 3, False, 33, 22),
        (1, 1, False, 9, 9),
    ],
)
def test_the_votes_needed(numerator: int, denominator: int, strictly: bool, base: int, needed: int) -> None:
    rule = Majority(numerator, denominator, strictly)
    assert rule.needed(base) == needed
    assert rule.carries(needed, base)
    assert not rule.carries(needed - 1, base)


@given(st.integers(1, 9), st.integers(1, 9), st.booleans(), st.integers(1, 500), st.integers(0, 500))
def test_a_ballot_carries_exactly_where_the_fraction_says(
    numerator: int, denominator: int, strictly: bool, base: int, votes: int
) -> None:
    share, whole = votes * denominator, base * numerator
    expected = share > whole if strictly else share >= whole
    assert Majority(numerator, denominator, strictly).carries(votes, base) is expected


def test_nobody_entitled_carries_nothing() -> None:
    assert not Majority(1, 2, False).carries(0, 0)


def test_the_rule_in_words() -> None:
    assert Majority(1, 2, True).words == "quá 1/2"
    assert Majority(2, 3, False).words == "từ 2/3 trở lên"
    assert Majority(1, 1, False).words == "toàn bộ"


@pytest.mark.parametrize(
    ("invited", "warns"),
    [(date(2020, 7, 7), False), (date(2020, 7, 8), True), (date(2020, 7, 3), False), (None, True)],
)
def test_invitations_go_out_three_working_days_before(invited: date | None, warns: bool) -> None:
    assert bool(invitation_warning(invited, date(2020, 7, 10))) is warns


def test_the_notice_is_due_on_the_fifth_working_day() -> None:
    assert notice_due_on(date(2020, 7, 10)) == date(2020, 7, 17)
    assert notice_due_on(date(2020, 8, 28)) == date(2020, 9, 7), "2/9 is a holiday"


def test_the_customary_programme_uses_known_kinds() -> None:
    assert {kind for kind, _, _ in USUAL_PROGRAMME} <= set(ItemKind.values)
    assert USUAL_PROGRAMME[-1][0] == ItemKind.CLOSING
