"""Where an installation shows another time, what readers are told of a publication follows it.

Wagtail notes the machine's time; beside an article of July 2020 that would say it was changed years later. Drafts and
the desk keep the machine's time.
"""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from giaoban.lib import clock


def follow_clock(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Note the time shown as the time of the publication that has just happened."""
    if clock.is_real():
        return
    is_first = instance.first_published_at == instance.last_published_at
    instance.last_published_at = clock.now()
    if is_first:
        instance.first_published_at = instance.last_published_at
    Page.objects.filter(pk=instance.pk).update(
        first_published_at=instance.first_published_at, last_published_at=instance.last_published_at
    )


def connect() -> None:
    """Listen; called once, before whoever reads those times."""
    page_published.connect(follow_clock, dispatch_uid="portal.published_at")
