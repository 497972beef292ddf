"""giaoban import-boundaries FILE.geojson --source WHERE --on DATE"""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from giaoban.interfaces.commands.importing import load_boundaries
from giaoban.interfaces.ui.registers import told
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

        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm, không ghi gì")
        parser.add_argument("--strict", action="store_true", help="không nạp nếu có chỗ hở hoặc chồng lấn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and tell how many, where neighbours do not meet and which units are left without an outline."""
        found = load_boundaries(
            options["file"], source=options["source"], on=options["on"], at=clock.now(), strict=options["strict"],
            dry_run=options["dry_run"],
        )  # fmt: skip
        done = "Đã kiểm, chưa nạp" if options["dry_run"] else "Đã nạp"
        self.stdout.write(f"{done} địa giới của {len(found.units)} đơn vị, ngày {short(options['on'])}.")
        lines = told(found) or ["Các đơn vị giáp nhau khít: không hở, không chồng lấn."]
        self.stdout.write("\n".join(f"  {line}" for line in lines))
