"""giaoban import-boundaries FILE.geojson --source WHERE --on DATE"""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from giaoban.interfaces.commands.importing import load_boundaries
from giaoban.lib import clock
from giaoban.lib.dates import short


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” không phải là ngày; hãy ghi như 2020-07-10") from error


class Command(BaseCommand):
    """Import outlines of units."""

    help = "Nạp địa giới từ tệp GeoJSON; mỗi hình mang mã đơn vị trong properties.code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, where it comes from, and the day on which its codes are meant."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="nguồn của địa giới, ghi cùng dữ liệu")
        parser.add_argument("--on", required=True, type=_day, help="ngày mà mã đơn vị có nghĩa: 2020-07-10")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say how many and which units of their towns are left without one."""
        units = load_boundaries(options["file"], source=options["source"], on=options["on"], at=clock.now())
        self.stdout.write(f"Đã nạp địa giới của {len(units)} đơn vị, ngày {short(options['on'])}.")
