"""Reading a person's notices."""

from giaoban.domain.notices.models import Notice, NoticeQuerySet


def notices_of(recipient_id: int) -> NoticeQuerySet:
    """Return the recipient's notices, newest first."""
    return Notice.objects.of(recipient_id)


def unread_count(recipient_id: int) -> int:
    """Return how many notices the recipient has not read (1 query)."""
    return Notice.objects.of(recipient_id).unread().count()


def unread_about(target: str) -> set[int]:
    """Return the people who have an unread notice about something (1 query)."""
    return set(Notice.objects.unread().filter(target=target).values_list("recipient_id", flat=True))
