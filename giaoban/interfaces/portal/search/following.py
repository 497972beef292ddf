"""Wagtail's signals: a page is found as soon as it is published and gone as soon as it is not."""

import logging
from typing import Any

from django.db import DatabaseError
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from giaoban.interfaces.portal.search.keeping import take, take_lines

logger = logging.getLogger(__name__)


def follow(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Bring the rows of the page up to what just happened to it; a fault leaves the publication as it is."""
    try:
        take(instance)
        take_lines(instance)
    except DatabaseError as fault:
        logger.warning("page %s not searchable yet: %s", instance.pk, fault)


def connect() -> None:
    """Listen; called once, when the portal is ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(follow, dispatch_uid="portal.search.following")
