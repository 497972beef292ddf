"""A register of works: one work of Đắc Sơn with three milestones, kept by the coordinating body."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from giaoban.domain.accounts.models import User
from giaoban.domain.orgs.models import Unit
from giaoban.domain.works.models import Work, WorkKind
from giaoban.domain.works.operations import Planned, Spot, register_work
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
