"""Publishing at the hour an editor chose, and withdrawing what has expired: Wagtail's own act, done when it is due.

The hours are the machine's, as everywhere in Wagtail's desk, also where a demonstration shows another time.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from giaoban.interfaces.portal.beside import Beside
from giaoban.interfaces.portal.search.models import SearchState

logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Publish and withdraw what is due; return how many pages that were (2 queries where nothing is).

    Each page is a transaction of its own, with its audit line: one that cannot be published is told in the log, holds
    up no other, and is tried again. Of several processes one does it: the others wait for the row that every
    publication locks first, and then find nothing due.
    """
    now = timezone.now()
    ended = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at").values_list("pk", flat=True)
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    done = sum(_done(partial(_withdraw, pk, now)) for pk in list(ended))
    return done + sum(_done(partial(_publish, pk, now)) for pk in list(due.values_list("pk", flat=True)))


def _done(act: Callable[[], bool]) -> bool:
    try:
        with transaction.atomic():
            SearchState.objects.get_or_create(pk=1)
            SearchState.objects.select_for_update().get(pk=1)
            return act()
    except (OperationalError, InterfaceError):  # away or locked: the whole round is tried again
        raise
    except Exception:
        logger.exception("a page whose hour has come could not be published or withdrawn")
        return False


def _withdraw(pk: int, now: datetime) -> bool:
    page = Page.objects.filter(pk=pk, live=True, expire_at__lt=now).first()
    if page is not None:
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return page is not None


def _publish(pk: int, now: datetime) -> bool:
    revision = Revision.objects.filter(pk=pk, approved_go_live_at__lt=now).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
    return revision is not None


class Scheduling(Beside):
    """Looks every few seconds; a page is out that much after its hour at most."""

    called, every = "scheduled-publishing", 5.0

    def work(self) -> None:
        """Publish and withdraw what is due."""
        publish_due()
