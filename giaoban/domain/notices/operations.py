"""Queuing and reading notices."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from giaoban.domain.notices.models import Notice


@transaction.atomic
def queue(
    *, recipient_ids: Iterable[int], kind: str, subject: str, at: datetime, body: str = "", target: str = ""
) -> int:
    """Queue one notice for each distinct recipient in the act's own transaction; return how many (1 query)."""
    notices = [
        Notice(recipient_id=pk, kind=kind, subject=subject[:200], body=body, target=target, created_at=at)
        for pk in sorted(set(recipient_ids))
    ]
    Notice.objects.bulk_create(notices)
    return len(notices)


@transaction.atomic
def mark_read(*, recipient_id: int, at: datetime, notice_id: int | None = None) -> int:
    """Mark one notice of the recipient as read, or all of them; return how many changed."""
    unread = Notice.objects.of(recipient_id).unread()
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=at)


@transaction.atomic
def settle(*, kind: str, target: str, at: datetime) -> int:
    """Mark what everybody was told of a thing as read, once it no longer waits for them; return how many changed."""
    return Notice.objects.unread().filter(kind=kind, target=target).update(read_at=at)
