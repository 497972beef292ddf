"""Works are registered, reported on, shown and withdrawn, each by whom it is given to; history is only added to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.queries import find_fault
from giaoban.domain.notices.models import Notice
from giaoban.domain.works.models import Milestone, Payment, Report, Work
from giaoban.domain.works.operations import (
    Planned,
    WorkRefused,
    finish_milestone,
    publish_work,
    record_payment,
    reopen_milestone,
    withdraw_work,
)
from giaoban.domain.works.queries import public_work, public_works, work_detail, works_for
from giaoban.domain.works.rules import WorkState
from giaoban.interfaces.gate.editions import Change, Records
from tests.factories.works import PLAN, REGISTERED, make_work
from tests.personas import PERSONAS, Personas, make_personas

pytestmark = pytest.mark.django_db
AT = REGISTERED.replace(month=7, day=13)
DAY = AT.date()


@pytest.fixture
def cast() -> Personas:
    return make_personas()


@pytest.fixture
def work(cast: Personas) -> Work:
    return make_work(cast.units["board"], cast.units["dac-son"], cast.people["secretary"])


def step(work: Work, position: int) -> Milestone:
    return work.milestones.get(position=position)


def finish(work: Work, cast: Personas, position: int, on: date, by: str = "clerk", at: datetime = AT) -> Report:
    return finish_milestone(milestone=step(work, position), finished_on=on, acting_user=cast.people[by], at=at)


def test_progress_state_and_money_follow_from_what_was_told(work: Work, cast: Personas) -> None:
    finish(work, cast, 1, date(2020, 4, 3))
    finish(work, cast, 2, date(2020, 7, 8), by="head")
    for day, amount in ((date(2020, 5, 5), 1_000_000_000), (date(2020, 7, 9), 500_000_000)):
        record_payment(work=work, paid_on=day, amount_dong=amount, acting_user=cast.people["clerk"], at=AT)
    publish_work(work=work, acting_user=cast.people["chair"], at=AT)
    told = {
        day: (row.percent_planned, row.percent_done, row.state, row.paid_dong, row.percent_paid)
        for day in (date(2020, 4, 1), date(2020, 7, 7), DAY) if (row := public_work(work.pk, day))
    }  # fmt: skip
    assert told == {
        date(2020, 4, 1): (10, 0, WorkState.NOT_STARTED, 0, 0),
        date(2020, 7, 7): (70, 10, WorkState.LATE, 1_000_000_000, 25),
        DAY: (70, 70, WorkState.ON_TRACK, 1_500_000_000, 38),
    }


def test_each_act_leaves_its_line_and_the_gate_notices_it(work: Work, cast: Personas) -> None:
    acts: list[Callable[[], object]] = [
        lambda: finish(work, cast, 1, DAY),
        lambda: reopen_milestone(
            milestone=step(work, 1), reason="Ghi nhầm mốc", acting_user=cast.people["head"], at=AT
        ),
        lambda: record_payment(work=work, paid_on=DAY, amount_dong=5, acting_user=cast.people["clerk"], at=AT),
        lambda: publish_work(work=work, acting_user=cast.people["secretary"], at=AT),
        lambda: withdraw_work(work=work, acting_user=cast.people["chair"], at=AT),
    ]
    records = Records()
    records.look()
    for act in acts:
        act()
        assert records.look() != Change.NONE
    lines = Entry.objects.filter(target=f"works.work:{work.pk}").order_by("number").values_list("act", flat=True)
    assert list(lines) == [
        "works.register_work", "works.finish_milestone", "works.reopen_milestone", "works.record_payment",
        "works.publish_work", "works.withdraw_work",
    ]  # fmt: skip
    assert find_fault() is None


def test_the_owner_is_told_of_the_work_and_the_office_of_each_milestone(work: Work, cast: Personas) -> None:
    told = Notice.objects.filter(kind="works.registered").values_list("recipient_id", flat=True)
    assert set(told) == {cast.people["clerk"].pk, cast.people["head"].pk}
    finish(work, cast, 1, DAY)
    told = Notice.objects.filter(kind="works.finished").values_list("recipient_id", flat=True)
    assert set(told) == {cast.people["secretary"].pk, cast.people["chair"].pk}


OWNER, OFFICE = {"clerk", "head"}, {"secretary", "chair"}
ACTS: list[tuple[set[str], Callable[[Work, Any], object]]] = [
    (OFFICE, lambda work, by: make_work(work.keeper, work.owner, by)),
    (OWNER, lambda work, by: finish_milestone(milestone=step(work, 1), finished_on=DAY, acting_user=by, at=AT)),
    (OWNER, lambda work, by: record_payment(work=work, paid_on=DAY, amount_dong=5, acting_user=by, at=AT)),
    (OFFICE, lambda work, by: publish_work(work=work, acting_user=by, at=AT)),
]


@pytest.mark.parametrize(("allowed", "act"), ACTS)
def test_who_may(work: Work, cast: Personas, allowed: set[str], act: Callable[[Work, Any], object]) -> None:
    for name in set(PERSONAS) - {"anonymous"}:
        before = Entry.objects.count()
        with transaction.atomic():
            if name in allowed:
                act(work, cast.people[name])
                assert Entry.objects.count() == before + 1
            else:
                with pytest.raises(PermissionDenied):
                    act(work, cast.people[name])
                assert Entry.objects.count() == before
            transaction.set_rollback(True)


def test_who_left_the_post_may_no_longer(work: Work, cast: Personas) -> None:
    cast.people["clerk"].posts.update(valid_to=DAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        finish(work, cast, 1, DAY)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "  "}, "tên và địa điểm"),
        ({"place": ""}, "tên và địa điểm"),
        ({"name": "a" * 301}, "300"),
        ({"plan": []}, "từ 1 đến 30"),
        ({"plan": [replace(PLAN[0], weight=0)]}, "lớn hơn 0"),
        ({"plan": [replace(PLAN[0], weight=-1), PLAN[1]]}, "Tỷ trọng"),
        ({"plan": [Planned(" ", 1, DAY)]}, "tên"),
        ({"budget_dong": 0}, "lớn hơn 0"),
    ],
)
def test_what_does_not_fit_is_refused(cast: Personas, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(WorkRefused, match=why):
        make_work(cast.units["board"], cast.units["dac-son"], cast.people["secretary"], **changed)
    assert not Work.objects.exists()


def test_only_a_coordinating_body_keeps_a_register(cast: Personas) -> None:
    cast.people["secretary"].posts.update(unit=cast.units["education"])
    with pytest.raises(WorkRefused, match="không điều phối"):
        make_work(cast.units["education"], cast.units["dac-son"], cast.people["secretary"])


def test_a_milestone_is_finished_once_and_not_ahead_of_time(work: Work, cast: Personas) -> None:
    with pytest.raises(WorkRefused, match="chưa tới"):
        finish(work, cast, 1, DAY + timedelta(days=1))
    with pytest.raises(WorkRefused, match="chưa được ghi"):
        reopen_milestone(milestone=step(work, 1), reason="x", acting_user=cast.people["clerk"], at=AT)
    finish(work, cast, 1, DAY)
    with pytest.raises(WorkRefused, match="đã được ghi"):
        finish(work, cast, 1, DAY)
    with pytest.raises(WorkRefused, match="lý do"):
        reopen_milestone(milestone=step(work, 1), reason=" ", acting_user=cast.people["clerk"], at=AT)
    reopen_milestone(milestone=step(work, 1), reason="Ghi nhầm", acting_user=cast.people["clerk"], at=AT)
    assert works_for(standing(cast.people["clerk"], DAY), DAY)[0].percent_done == 0
    finish(work, cast, 1, DAY)
    assert Report.objects.count() == 3


def test_money_cannot_be_taken_back_beyond_what_was_paid(work: Work, cast: Personas) -> None:
    pay = {"work": work, "paid_on": DAY, "acting_user": cast.people["clerk"], "at": AT}
    for amount, why in ((0, "khác 0"), (-1, "thu hồi"), (10**16, "khác 0")):
        with pytest.raises(WorkRefused, match=why):
            record_payment(amount_dong=amount, **pay)  # type: ignore[arg-type]
    record_payment(amount_dong=10, **pay)  # type: ignore[arg-type]
    record_payment(amount_dong=-10, **pay)  # type: ignore[arg-type]
    assert Payment.objects.count() == 2


@pytest.mark.parametrize("model", [Milestone, Report, Payment])
def test_history_is_refused_to_be_rewritten(work: Work, cast: Personas, model: Any) -> None:
    finish(work, cast, 1, DAY)
    record_payment(work=work, paid_on=DAY, amount_dong=5, acting_user=cast.people["clerk"], at=AT)
    row = model.objects.first()
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        row.save()
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()


def test_half_a_place_is_no_place(work: Work) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.filter(pk=work.pk).update(latitude=None)


def test_the_public_reads_what_was_published_and_no_more(work: Work, cast: Personas) -> None:
    keeper = cast.units["board"].pk
    assert public_works(keeper, DAY) == []
    assert public_work(work.pk, DAY) is None
    publish_work(work=work, acting_user=cast.people["secretary"], at=AT)
    with pytest.raises(WorkRefused, match="đã công khai"):
        publish_work(work=work, acting_user=cast.people["secretary"], at=AT)
    assert [row.work for row in public_works(keeper, DAY)] == [work]
    assert public_works(cast.units["superior"].pk, DAY) == []
    assert public_works(keeper, date(2020, 3, 1)) == []
    withdraw_work(work=work, acting_user=cast.people["secretary"], at=AT)
    assert public_works(keeper, DAY) == []


def test_who_sees_a_work_that_is_not_public(work: Work, cast: Personas) -> None:
    seen = {name for name, person in cast.people.items() if work_detail(work.pk, standing(person, DAY), DAY)}
    assert seen == set(cast.people) - {"stranger"}
    acts = {
        name: set(detail.acts)
        for name, person in cast.people.items()
        if (detail := work_detail(work.pk, standing(person, DAY), DAY)) and detail.acts
    }
    assert acts == {"clerk": {"report"}, "head": {"report"}, "secretary": {"publish"}, "chair": {"publish"}}


def test_lists_cost_the_same_however_many_works(
    work: Work, cast: Personas, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    finish(work, cast, 1, DAY)
    keeper, secretary = cast.units["board"], cast.people["secretary"]
    publish_work(work=work, acting_user=secretary, at=AT)
    held = standing(secretary, DAY)
    for _ in range(4):
        with django_assert_num_queries(4):
            public_works(keeper.pk, DAY)
        with django_assert_num_queries(4):
            works_for(held, DAY)
        with django_assert_num_queries(4):
            work_detail(work.pk, held, DAY)
        other = make_work(keeper, cast.units["phuc-tan"], secretary)
        publish_work(work=other, acting_user=secretary, at=AT)


def test_the_latest_stand_first_in_the_list(work: Work, cast: Personas) -> None:
    keeper, secretary = cast.units["board"], cast.people["secretary"]
    later = [replace(one, on=one.on.replace(year=2021)) for one in PLAN]
    waiting = make_work(keeper, cast.units["dac-son"], secretary, plan=later)
    assert [row.work for row in works_for(standing(secretary, DAY), DAY)] == [work, waiting]
