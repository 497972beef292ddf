"""Acts on works: register, finish a milestone or take that back, record a payment, show to the public, withdraw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import holders, standing
from giaoban.domain.audit.operations import record
from giaoban.domain.notices.operations import queue
from giaoban.domain.orgs.models import Sector, Unit
from giaoban.domain.works.models import Milestone, Payment, Report, Work, WorkKind
from giaoban.domain.works.permissions import KEEPERS, OWNERS, can_publish, can_register, can_report
from giaoban.lib import dates
from giaoban.lib.text import clean, clean_block

MOST_MILESTONES, HEAVIEST, MOST_DONG = 30, 1000, 10**15


class WorkRefused(ValueError):
    """The act does not fit the work; the message (Vietnamese) says why and what is expected."""


@dataclass(frozen=True)
class Planned:
    """A milestone of the plan: name, weight in the whole, the day it is to be finished."""

    name: str
    weight: int
    on: date


@dataclass(frozen=True)
class Spot:
    """A place on the map, in degrees."""

    longitude: Decimal
    latitude: Decimal


@transaction.atomic
def register_work(
    *,
    name: str,
    kind: WorkKind,
    keeper: Unit,
    owner: Unit,
    place: str,
    plan: Sequence[Planned],
    acting_user: User,
    at: datetime,
    spot: Spot | None = None,
    sector: Sector | None = None,
    budget_dong: int | None = None,
) -> Work:
    """Enter a work with its plan into the coordinating body's register and tell its owner. It is not public yet.

    Raises PermissionDenied for anybody but the body's secretary or chair, WorkRefused for what does not fit.
    """
    if not can_register(standing(acting_user, at.date()), keeper):
        raise PermissionDenied
    name, place = clean(name), clean(place)
    _check_work(name, place, keeper, spot, budget_dong)
    steps = _check_plan(plan)
    work = Work.objects.create(
        name=name, kind=kind, keeper=keeper, owner=owner, sector=sector, place=place, budget_dong=budget_dong,
        longitude=spot.longitude if spot else None, latitude=spot.latitude if spot else None,
        registered_at=at, registered_by=acting_user,
    )  # fmt: skip
    Milestone.objects.bulk_create(
        Milestone(work=work, position=place, name=step.name, weight=step.weight, planned_on=step.on)
        for place, step in enumerate(steps, start=1)
    )
    record(act="works.register_work", target=_target(work), acting_user=acting_user, at=at, unit=owner.code, name=name,
           plan=[[step.name, step.weight, step.on.isoformat()] for step in steps], budget_dong=budget_dong)  # fmt: skip
    _tell(holders(owner, at.date(), *OWNERS), work, "registered", f"Theo dõi công trình: {name}", at)
    return work


@transaction.atomic
def finish_milestone(
    *, milestone: Milestone, finished_on: date, acting_user: User, at: datetime, text: str = ""
) -> Report:
    """Report a milestone as finished on a day, and tell the register's office: the owner's clerk or head.

    Raises WorkRefused: finished already, or a day still to come.
    """
    work = _locked(milestone.work_id)
    if not can_report(standing(acting_user, at.date()), work):
        raise PermissionDenied
    if finished_on > at.date():
        raise WorkRefused(f"Ngày {dates.short(finished_on)} chưa tới; chỉ ghi việc đã xong.")
    if _is_finished(milestone):
        raise WorkRefused("Mốc này đã được ghi hoàn thành.")
    report = _report(milestone, work, finished_on, clean_block(text), acting_user, at, act="finish")
    office = holders(work.keeper, at.date(), *KEEPERS)
    _tell(office, work, "finished", f"Xong mốc “{milestone.name}”: {work.name}", at)
    return report


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, reason: str, acting_user: User, at: datetime) -> Report:
    """Take back that a milestone was finished, with the reason; both reports stay readable."""
    work = _locked(milestone.work_id)
    if not can_report(standing(acting_user, at.date()), work):
        raise PermissionDenied
    if not clean_block(reason):
        raise WorkRefused("Hãy ghi lý do mở lại mốc.")
    if not _is_finished(milestone):
        raise WorkRefused("Mốc này chưa được ghi hoàn thành.")
    return _report(milestone, work, None, clean_block(reason), acting_user, at, act="reopen")


@transaction.atomic
def record_payment(
    *, work: Work, paid_on: date, amount_dong: int, acting_user: User, at: datetime, text: str = ""
) -> Payment:
    """Record money paid out on the work, in đồng; a recovery or a correction is negative. The owner's clerk or head.

    Raises WorkRefused: nothing, a day still to come, or more taken back than was paid.
    """
    held = _locked(work.pk)
    if not can_report(standing(acting_user, at.date()), held):
        raise PermissionDenied
    if paid_on > at.date():
        raise WorkRefused(f"Ngày {dates.short(paid_on)} chưa tới; chỉ ghi việc đã xong.")
    if amount_dong == 0 or abs(amount_dong) > MOST_DONG:
        raise WorkRefused("Số tiền phải khác 0 và tính bằng đồng.")
    if (held.payments.aggregate(paid=Sum("amount_dong"))["paid"] or 0) + amount_dong < 0:
        raise WorkRefused("Số thu hồi lớn hơn số đã giải ngân.")
    payment = Payment.objects.create(
        work=held, paid_on=paid_on, amount_dong=amount_dong, text=clean(text)[:200], at=at, by=acting_user
    )
    record(act="works.record_payment", target=_target(held), acting_user=acting_user, at=at, unit=held.owner.code,
           paid_on=paid_on, amount_dong=amount_dong, text=payment.text)  # fmt: skip
    return payment


@transaction.atomic
def publish_work(*, work: Work, acting_user: User, at: datetime) -> Work:
    """Show the work on the portal, its map included: secretary or chair of the register's body."""
    return _show(work, acting_user, at, is_public=True)


@transaction.atomic
def withdraw_work(*, work: Work, acting_user: User, at: datetime) -> Work:
    """Take the work off the portal; for those concerned nothing changes."""
    return _show(work, acting_user, at, is_public=False)


def _show(work: Work, acting_user: User, at: datetime, *, is_public: bool) -> Work:
    held = _locked(work.pk)
    if not can_publish(standing(acting_user, at.date()), held):
        raise PermissionDenied
    if held.is_public == is_public:
        raise WorkRefused("Công trình đã công khai." if is_public else "Công trình chưa công khai.")
    held.is_public, held.shown_at, held.shown_by = is_public, at, acting_user
    held.save(update_fields=["is_public", "shown_at", "shown_by"])
    record(act=f"works.{'publish' if is_public else 'withdraw'}_work", target=_target(held), acting_user=acting_user,
           at=at, unit=held.owner.code, name=held.name)  # fmt: skip
    return held


def _locked(work_id: int) -> Work:
    return Work.objects.select_for_update(of=("self",)).select_related("owner", "keeper").get(pk=work_id)


def _is_finished(milestone: Milestone) -> bool:
    last = milestone.reports.order_by("-id").first()
    return last is not None and last.finished_on is not None


def _report(
    milestone: Milestone, work: Work, finished_on: date | None, text: str, acting_user: User, at: datetime, *, act: str
) -> Report:
    report = Report.objects.create(milestone=milestone, finished_on=finished_on, text=text, at=at, by=acting_user)
    record(act=f"works.{act}_milestone", target=_target(work), acting_user=acting_user, at=at, unit=work.owner.code,
           milestone=milestone.name, finished_on=finished_on, text=text[:500])  # fmt: skip
    return report


def _check_work(name: str, place: str, keeper: Unit, spot: Spot | None, budget_dong: int | None) -> None:
    if not name or not place:
        raise WorkRefused("Công trình cần có tên và địa điểm.")
    if len(name) > 300 or len(place) > 200:
        raise WorkRefused("Tên công trình dài nhất 300 ký tự, địa điểm dài nhất 200 ký tự.")
    if not keeper.blocs_led.exists():
        raise WorkRefused(f"{keeper.name} không điều phối khối nào nên không có sổ công trình.")
    if spot and not (-180 <= spot.longitude <= 180 and -90 <= spot.latitude <= 90):
        raise WorkRefused("Kinh độ phải từ −180 đến 180, vĩ độ từ −90 đến 90.")
    if budget_dong is not None and not 0 < budget_dong <= MOST_DONG:
        raise WorkRefused("Tổng mức đầu tư phải lớn hơn 0 và tính bằng đồng.")


def _check_plan(plan: Sequence[Planned]) -> list[Planned]:
    """Return the plan by day, names cleaned."""
    steps = sorted((Planned(clean(step.name), step.weight, step.on) for step in plan), key=lambda step: step.on)
    if not 1 <= len(steps) <= MOST_MILESTONES:
        raise WorkRefused(f"Công trình cần từ 1 đến {MOST_MILESTONES} mốc.")
    if not all(0 < len(step.name) <= 200 for step in steps):
        raise WorkRefused("Mỗi mốc cần có tên, dài nhất 200 ký tự.")
    if not all(0 <= step.weight <= HEAVIEST for step in steps) or not any(step.weight for step in steps):
        raise WorkRefused(f"Tỷ trọng của mốc là số nguyên từ 0 đến {HEAVIEST}, ít nhất một mốc lớn hơn 0.")
    return steps


def _tell(recipients: Iterable[User], work: Work, event: str, subject: str, at: datetime) -> None:
    queue(recipient_ids={person.pk for person in recipients}, kind=f"works.{event}", subject=subject, at=at,
          target=_target(work))  # fmt: skip


def _target(work: Work) -> str:
    return f"works.work:{work.pk}"
