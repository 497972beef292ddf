"""giaoban export-form PERIOD --unit CODE: write a unit's workbook for an open round."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.queries import workbook_for
from giaoban.lib import clock


class Command(BaseCommand):
    help = "Ghi mẫu bảng tính của một đơn vị cho một kỳ đã mở"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period, the unit's code, the regime where several are open, and where to write."""
        parser.add_argument("period")
        parser.add_argument("--unit", required=True)
        parser.add_argument("--regime", default="")
        parser.add_argument("--output", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file beside the caller, or where told."""
        found = Submission.objects.select_related("round__regime", "unit").filter(
            round__period=options["period"], unit__code=options["unit"]
        )
        if options["regime"]:
            found = found.filter(round__regime__code=options["regime"])
        submission = found.first()
        if submission is None:
            raise CommandError(f"Kỳ {options['period']} chưa mở cho đơn vị {options['unit']}")
        path = options["output"] or Path(f"bieu-{options['unit']}-{options['period']}.xlsx")
        try:
            path.write_bytes(workbook_for(submission, made_up=clock.is_moved()))
        except OSError as error:
            raise CommandError(f"Không ghi được {path}: {error.strerror}") from error
        self.stdout.write(str(path))
