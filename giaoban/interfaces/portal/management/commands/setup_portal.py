"""giaoban setup_portal: the pages, rights and approval that every portal has; what exists stays as it is."""

from typing import Any

from django.core.management.base import BaseCommand

from giaoban.interfaces.portal.setup import setup_site


class Command(BaseCommand):
    """Make sure of the first pages. `giaoban run` calls it when the schema or the code has changed."""

    help = "Lập các trang đầu tiên của cổng thông tin nếu chưa có."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up; says nothing, for it may change nothing."""
        setup_site()
