"""Public works of the demonstration: named by kind and place; every figure and date of them is made up and says so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from giaoban.demo.people import Cast
from giaoban.demo.registers import CONFERENCE_DAY, COORDINATOR
from giaoban.demo.rounds import moment
from giaoban.domain.notices.operations import settle
from giaoban.domain.orgs.models import Sector
from giaoban.domain.orgs.queries import unit_on
from giaoban.domain.works.models import Work, WorkKind
from giaoban.domain.works.operations import (
    Planned,
    Spot,
    finish_milestone,
    publish_work,
    record_payment,
    register_work,
)

REGISTERED, SHOWN = moment(2020, 1, 15, 9), moment(2020, 1, 20, 9)
MILLION = 1_000_000


@dataclass(frozen=True)
class _Made:
    """A work; `finished` are the days of its first milestones, `paid` millions of đồng on days."""

    name: str
    kind: WorkKind
    owner: str
    sector: str
    place: str
    spot: Spot
    plan: tuple[Planned, ...]
    finished: tuple[date, ...]
    budget: int
    paid: tuple[tuple[date, int], ...] = ()


def _in_2020(name: str, weight: int, month: int, day: int) -> Planned:
    return Planned(name, weight, date(2020, month, day))


WORKS = (
    _Made(
        "Nhà lớp học trường mầm non xã Đắc Sơn (minh hoạ)", WorkKind.SCHOOL, "PGDDT", "GD", "xã Đắc Sơn",
        Spot(Decimal("105.83900"), Decimal("21.43700")),
        (_in_2020("Khởi công", 5, 3, 2), _in_2020("Xong phần móng", 20, 4, 15), _in_2020("Xong phần thô", 45, 6, 30),
         _in_2020("Hoàn thiện, bàn giao", 30, 8, 25)),
        (date(2020, 3, 2), date(2020, 4, 13), date(2020, 6, 26)), 5200,
        ((date(2020, 3, 20), 1200), (date(2020, 5, 22), 1500)),
    ),
    _Made(
        "Sửa chữa trạm y tế xã Phúc Thuận (minh hoạ)", WorkKind.HEALTH, "TTYT", "YT", "xã Phúc Thuận",
        Spot(Decimal("105.75000"), Decimal("21.44300")),
        (_in_2020("Khởi công", 10, 2, 17), _in_2020("Xong mái, tường", 50, 4, 10),
         _in_2020("Nghiệm thu, bàn giao", 40, 5, 29)),
        (date(2020, 2, 17), date(2020, 4, 8), date(2020, 5, 28)), 900,
        ((date(2020, 3, 6), 300), (date(2020, 6, 12), 570)),
    ),
    _Made(
        "Điểm tập kết rác hợp vệ sinh xã Trung Thành (minh hoạ)", WorkKind.WATER, "TNMT", "MT", "xã Trung Thành",
        Spot(Decimal("105.85900"), Decimal("21.36700")),
        (_in_2020("Khởi công", 10, 4, 20), _in_2020("Xong sân, tường bao", 50, 6, 15),
         _in_2020("Đưa vào sử dụng", 40, 8, 10)),
        (date(2020, 5, 4),), 1400, ((date(2020, 5, 25), 250),),
    ),
    _Made(
        "Nhà văn hoá tổ dân phố phường Ba Hàng (minh hoạ)", WorkKind.CULTURE, "VHTT", "", "phường Ba Hàng",
        Spot(Decimal("105.86200"), Decimal("21.42250")),
        (_in_2020("Khởi công", 10, 8, 3), _in_2020("Xong phần thô", 60, 10, 15), _in_2020("Bàn giao", 30, 12, 20)),
        (), 1800,
    ),
)  # fmt: skip


def load_works(*, cast: Cast) -> None:
    """Register the works, report what was finished and paid by mid-July 2020, and show them to the public."""
    for made in WORKS:
        work = _register(made, cast)
        clerk = cast.clerks[made.owner]
        for milestone, day in zip(work.milestones.all(), made.finished, strict=False):
            finish_milestone(
                milestone=milestone, finished_on=day, acting_user=clerk, at=moment(day.year, day.month, day.day, 16)
            )
        for day, millions in made.paid:
            record_payment(
                work=work, paid_on=day, amount_dong=millions * MILLION, acting_user=clerk,
                at=moment(day.year, day.month, day.day, 16),
            )  # fmt: skip
        publish_work(work=work, acting_user=cast.secretary, at=SHOWN)
        for kind in ("works.registered", "works.finished"):
            settle(kind=kind, target=f"works.work:{work.pk}", at=moment(2020, 7, 1, 8))


def _register(made: _Made, cast: Cast) -> Work:
    return register_work(
        name=made.name, kind=made.kind, keeper=unit_on(COORDINATOR, CONFERENCE_DAY),
        owner=unit_on(made.owner, CONFERENCE_DAY), sector=Sector.objects.filter(code=made.sector).first(),
        place=made.place, spot=made.spot, plan=made.plan, budget_dong=made.budget * MILLION,
        acting_user=cast.secretary, at=REGISTERED,
    )  # fmt: skip
