"""giaoban import-units FILE.csv"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from giaoban.interfaces.commands.importing import load_units
from giaoban.lib import clock


class Command(BaseCommand):
    """Import a register of units."""

    help = "Nạp đơn vị từ tệp CSV (code, kind, short_name, level, valid_from, …); sai một dòng thì không nạp gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say how many."""
        units = load_units(options["file"], at=clock.now())
        self.stdout.write(f"Đã nạp {len(units)} đơn vị.")
