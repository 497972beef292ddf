"""Publishing at the hour an editor chose, and withdrawing what has expired: Wagtail's own act, done when it is due.

The hours are the machine's, as everywhere in Wagtail's desk, also where a demonstration shows another time.
"""

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from giaoban.interfaces.portal.beside import Beside
from giaoban.interfaces.portal.search.models import SearchState


def publish_due() -> bool:
    """Publish and withdraw what is due; return whether anything was (2 queries where nothing is).

    One transaction, so that no page changes without its audit line. Of several processes one does it: the others
    wait for the row that every publication locks first, and then find nothing due.
    """
    now = timezone.now()
    if not (
        Revision.objects.filter(approved_go_live_at__lt=now).exists()
        or Page.objects.filter(live=True, expire_at__lt=now).exists()
    ):
        return False
    with transaction.atomic():
        SearchState.objects.get_or_create(pk=1)
        SearchState.objects.select_for_update().get(pk=1)
        call_command("publish_scheduled")
    return True


class Scheduling(Beside):
    """Looks every few seconds; a page is out that much after its hour at most."""

    called, every = "scheduled-publishing", 5.0

    def work(self) -> None:
        """Publish and withdraw what is due."""
        publish_due()
