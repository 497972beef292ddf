"""Who was asked, who is here, by group: counted, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from giaoban.domain.conferences.models import Conference, Delegate, DelegateGroup


@dataclass(frozen=True)
class DelegateSeat:
    """One seat, by unit and post. `post_present` is the substitute's post where one came instead."""

    id: int
    position: int
    unit_id: int
    unit: str
    group: str
    group_label: str
    post: str
    substitute_post: str
    may_vote: bool
    checked_in_at: datetime | None
    absence_reason: str

    @property
    def is_present(self) -> bool:
        return self.checked_in_at is not None

    @property
    def post_present(self) -> str:
        return self.substitute_post or self.post


@dataclass(frozen=True)
class GroupAttendance:
    """One group's seats: asked, present, of those by a substitute, absent."""

    group: str
    label: str
    invited: int
    present: int
    substituted: int

    @property
    def absent(self) -> int:
        return self.invited - self.present


@dataclass(frozen=True)
class Attendance:
    """The whole attendance. `members` may vote; `voters_present` of them are here."""

    groups: tuple[GroupAttendance, ...]
    delegates: tuple[DelegateSeat, ...]
    invited: int
    present: int
    substituted: int
    members: int
    voters_present: int

    @property
    def absent(self) -> int:
        return self.invited - self.present


def attendance(conference: Conference) -> Attendance:
    """Return the attendance of a conference (1 query)."""
    return count_attendance(conference.delegates.select_related("unit").order_by("position"))


def count_attendance(delegates: Iterable[Delegate]) -> Attendance:
    """Count seats that were read already (no query where their units came along)."""
    seats = tuple(_seat(delegate) for delegate in delegates)
    groups = []
    for group in DelegateGroup:
        own = [seat for seat in seats if seat.group == group]
        if own:
            here = [seat for seat in own if seat.is_present]
            groups.append(
                GroupAttendance(group, group.label, len(own), len(here), sum(bool(s.substitute_post) for s in here))
            )
    return Attendance(
        groups=tuple(groups),
        delegates=seats,
        invited=len(seats),
        present=sum(seat.is_present for seat in seats),
        substituted=sum(group.substituted for group in groups),
        members=sum(seat.may_vote for seat in seats),
        voters_present=sum(seat.may_vote and seat.is_present for seat in seats),
    )


def _seat(delegate: Delegate) -> DelegateSeat:
    return DelegateSeat(
        id=delegate.pk, position=delegate.position, unit_id=delegate.unit_id, unit=delegate.unit.name,
        group=delegate.group, group_label=delegate.get_group_display(), post=delegate.post,
        substitute_post=delegate.substitute_post, may_vote=delegate.may_vote,
        checked_in_at=delegate.checked_in_at, absence_reason=delegate.absence_reason,
    )  # fmt: skip
