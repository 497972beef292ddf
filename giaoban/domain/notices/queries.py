"""Reading a person's notices."""

from giaoban.domain.notices.models import Notice, NoticeQuerySet


def notices_of(recipient_id: int) -> NoticeQuerySet:
    """Return the recipient's notices, newest first."""
    return Notice.objects.of(recipient_id)


def unread_count(recipient_id: int) -> int:
    """Return how many notices the recipient has not read (1 query)."""
    return Notice.objects.of(recipient_id).unread().count()
