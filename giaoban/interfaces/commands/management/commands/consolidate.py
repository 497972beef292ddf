"""`giaoban consolidate PERIOD --unit CODE`: the consolidated table of a unit, for people or for programs."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from giaoban.domain.indicators.queries import consolidated_table, cut_off, records_of, sheet_of
from giaoban.domain.orgs.models import Sector, Unit
from giaoban.domain.orgs.queries import NoSuchUnit, unit_on
from giaoban.domain.periods.rules import NotAPeriod
from giaoban.lib import clock
from giaoban.lib.tables import as_csv, as_docx, as_text, as_xlsx

FORMATS = ["table", "json", "csv", "xlsx", "docx"]
BINARY = {"xlsx", "docx"}


class Command(BaseCommand):
    help = "In biểu tổng hợp của một đơn vị trong một kỳ / print a unit's consolidated table for a period"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", help="mã kỳ, ví dụ 2020-H1, 2020-Q2, 2020-M06")
        parser.add_argument("--unit", required=True, help="mã đơn vị vào ngày chốt số liệu của kỳ, ví dụ 172")
        parser.add_argument("--format", choices=FORMATS, default="table")
        parser.add_argument("--sector", action="append", help="chỉ lĩnh vực này (GD, YT, …); dùng được nhiều lần")
        parser.add_argument("--output", type=Path, help="ghi vào tệp này thay vì in ra")

    def handle(self, *args: object, **options: object) -> None:
        period, code, form = str(options["period"]), str(options["unit"]), str(options["format"])
        output = options["output"] if isinstance(options["output"], Path) else None
        sectors = options["sector"] if isinstance(options["sector"], list) else None
        if form in BINARY and output is None and sys.stdout.isatty():
            raise CommandError(f"Định dạng {form} là tệp nhị phân; hãy thêm --output TỆP.{form}")
        content = render(self._unit(code, period), period, form, self._sectors(sectors))
        self._hand_over(content, output)

    def _unit(self, code: str, period: str) -> Unit:
        """The unit that the code names on the period's cut-off day: codes are reused."""
        try:
            return unit_on(code, cut_off(period))
        except (NotAPeriod, NoSuchUnit) as error:
            raise CommandError(str(error)) from error

    def _sectors(self, codes: list[str] | None) -> list[str] | None:
        known = list(Sector.objects.values_list("code", flat=True))
        if unknown := [code for code in codes or [] if code not in known]:
            raise CommandError(f"Không có lĩnh vực {', '.join(unknown)}; có: {', '.join(known)}")
        return codes

    def _hand_over(self, content: str | bytes, output: Path | None) -> None:
        raw = content.encode() if isinstance(content, str) else content
        if output is not None:
            try:
                output.write_bytes(raw)
            except OSError as error:
                raise CommandError(f"Không ghi được {output}: {error.strerror}") from error
            self.stderr.write(f"Đã ghi {output}")
        elif isinstance(content, str):
            self.stdout.write(content, ending="")
        else:
            sys.stdout.buffer.write(content)


def render(unit: Unit, period: str, form: str, sectors: list[str] | None) -> str | bytes:
    """Return a unit's consolidated table in one of the formats."""
    rows, made_up = consolidated_table(unit, period, sectors=sectors), clock.is_moved()
    if form == "json":
        return json.dumps(records_of(rows, unit, period, made_up=made_up), ensure_ascii=False, indent=2) + "\n"
    table = sheet_of(rows, unit, period, made_up=made_up)
    if form == "table" and not rows:
        return f"{table.title}\n{unit.name}: chưa có chỉ tiêu nào phải báo cáo hoặc đã báo cáo trong kỳ này.\n"
    if form in BINARY:
        return as_xlsx(table) if form == "xlsx" else as_docx(table)
    return as_csv(table) if form == "csv" else as_text(table)
