"""A register of works: one work of Đắc Sơn with three milestones, kept by the coordinating body."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from giaoban.domain.accounts.models import User
from giaoban.domain.orgs.models import Unit
from giaoban.domain.works.models import Work, WorkKind
from giaoban.domain.works.operations import Planned, Spot, finish_milestone, publish_work, register_work
from giaoban.lib.clock import VIETNAM

REGISTERED = datetime(2020, 3, 2, 9, 0, tzinfo=VIETNAM)
PLAN = (
    Planned("Khởi công", 10, date(2020, 4, 1)),
    Planned("Xong phần thô", 60, date(2020, 7, 1)),
    Planned("Hoàn thành, bàn giao", 30, date(2020, 9, 30)),
)


def make_work(keeper: Unit, owner: Unit, secretary: User, **facts: Any) -> Work:
    """Register a school with a place on the map and three milestones of 10, 60 and 30 parts; `facts` replace."""
    given: dict[str, Any] = {
        "name": "Nhà lớp học trường mầm non", "kind": WorkKind.SCHOOL, "place": "xã Đắc Sơn", "plan": PLAN,
        "spot": Spot(Decimal("105.8436"), Decimal("21.4230")), "budget_dong": 4_000_000_000, "at": REGISTERED,
        **facts,
    }  # fmt: skip
    return register_work(keeper=keeper, owner=owner, acting_user=secretary, **given)


# One work in each state on 13 July 2020: how many of its milestones are finished.
STATES = {"late": 1, "on_track": 2, "done": 3, "not_started": 0}
LATER = (date(2020, 8, 1), date(2020, 9, 1), date(2020, 10, 1))


def make_public_works(keeper: Unit, owner: Unit, secretary: User, clerk: User, at: datetime) -> list[Work]:
    """Register and publish a work in each of STATES, two kilometres apart."""
    made = []
    for place, (state, finished) in enumerate(STATES.items()):
        spot = Spot(Decimal("105.8436") + Decimal(place) / 50, Decimal("21.4230"))
        begun = state != "not_started"
        plan = PLAN if begun else [replace(one, on=day) for one, day in zip(PLAN, LATER, strict=True)]
        work = make_work(keeper, owner, secretary, name=f"Công trình {state}", spot=spot, plan=plan)
        for milestone in work.milestones.all()[:finished]:
            finish_milestone(milestone=milestone, finished_on=date(2020, 5, 5), acting_user=clerk, at=at)
        made.append(publish_work(work=work, acting_user=secretary, at=at))
    return made
