"""Progress and state of a work as of a day."""

from datetime import date

import pytest

from giaoban.domain.works.rules import (
    Part,
    WorkState,
    done_on,
    is_shown_on,
    percent_done,
    percent_of,
    percent_planned,
    state_on,
)

START, MIDDLE, END = date(2020, 4, 1), date(2020, 7, 1), date(2020, 9, 30)


def parts(*finished: date | None) -> list[Part]:
    """A plan of 10, 60 and 30 parts, finished on the days given."""
    weights, days = (10, 60, 30), (START, MIDDLE, END)
    told = [*finished, None, None, None]
    return [Part(*facts) for facts in zip(weights, days, told[:3], strict=True)]


@pytest.mark.parametrize(
    ("finished", "day", "expected"),
    [
        ((), date(2020, 3, 31), WorkState.NOT_STARTED),
        ((), START, WorkState.NOT_STARTED),  # on its own day a milestone is still in time
        ((), date(2020, 4, 2), WorkState.LATE),
        ((START,), date(2020, 7, 1), WorkState.ON_TRACK),
        ((START,), date(2020, 7, 2), WorkState.LATE),
        ((START, date(2020, 7, 20)), date(2020, 7, 19), WorkState.LATE),  # what came later is not known that day
        ((START, date(2020, 7, 20)), date(2020, 7, 20), WorkState.ON_TRACK),
        ((START, MIDDLE, date(2020, 10, 5)), date(2020, 10, 4), WorkState.LATE),
        ((START, MIDDLE, date(2020, 10, 5)), date(2020, 10, 5), WorkState.DONE),
    ],
)
def test_the_state_of_a_day(finished: tuple[date, ...], day: date, expected: WorkState) -> None:
    assert state_on(parts(*finished), day) is expected


def test_progress_is_counted_from_weights_by_the_day() -> None:
    begun = parts(START, date(2020, 7, 20))
    assert [percent_planned(begun, day) for day in (date(2020, 3, 31), START, MIDDLE, END)] == [0, 10, 70, 100]
    assert [percent_done(begun, day) for day in (date(2020, 3, 31), START, MIDDLE, date(2020, 7, 20))] == [
        0,
        10,
        10,
        70,
    ]


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 7, 0), (1, 3, 33), (2, 3, 67), (1, 900, 1), (899, 900, 99), (7, 7, 100)]
)
def test_a_hundred_percent_is_all_of_it(part: int, whole: int, percent: int) -> None:
    assert percent_of(part, whole) == percent


def test_a_work_is_shown_from_its_plan_or_registration_to_the_end_of_the_year_it_was_finished_in() -> None:
    open_, known = parts(START), date(2020, 5, 5)
    assert not is_shown_on(open_, known_on=known, day=date(2020, 3, 31))
    assert is_shown_on(open_, known_on=known, day=START)
    assert is_shown_on(open_, known_on=date(2020, 2, 1), day=date(2020, 2, 1))
    finished = parts(START, MIDDLE, date(2020, 10, 5))
    assert done_on(finished) == date(2020, 10, 5)
    assert is_shown_on(finished, known_on=known, day=date(2020, 12, 31))
    assert not is_shown_on(finished, known_on=known, day=date(2021, 1, 1))
