"""`giaoban search-index`: what serving does by itself every few seconds, done now; --rebuild makes every row anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from giaoban.interfaces.portal.search.keeping import catch_up, rebuild


class Command(BaseCommand):
    """Bring the search index up to what is public."""

    help = "Cập nhật chỉ mục tìm kiếm / bring the search index up to date"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much to do."""
        parser.add_argument("--rebuild", action="store_true", help="làm lại toàn bộ / make every row anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what came of it."""
        if options["rebuild"]:
            self.stdout.write(f"Chỉ mục tìm kiếm: {rebuild()} mục")
        else:
            self.stdout.write(f"Chỉ mục tìm kiếm: {catch_up()} mục được cập nhật")
