"""Freezing what the conference was told."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.queries import consolidated_table
from giaoban.domain.orgs.models import Unit
from giaoban.domain.periods.rules import parse
from giaoban.domain.reports.models import Round, Snapshot
from giaoban.domain.reports.operations.locking import locked_round
from giaoban.domain.reports.operations.refusals import ReportRefused
from giaoban.domain.reports.permissions import can_run, standing_at
from giaoban.domain.reports.queries import MergedSection, board, merged_narrative
from giaoban.domain.reports.rules import seal
from giaoban.lib.text import clean


@transaction.atomic
def take_snapshot(*, round: Round, unit: Unit, label: str, acting_user: User, at: datetime) -> Snapshot:
    """Freeze the consolidated table, the merged text and the list of missing units as they stand at this moment.

    `unit` is the territory consolidated. Amounts are stored as decimal strings, days as ISO; `sha256` is that of the
    canonical JSON (rules.seal). The row is append-only: what is found wrong later is an erratum beside it.
    """
    held = locked_round(round)
    if not can_run(standing_at(acting_user, at), held.regime):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận báo cáo chốt số liệu")
    title = clean(label)
    if not title:
        raise ReportRefused("Bản chốt phải có tên")
    data = _content(held, unit, title, at)
    snapshot = Snapshot.objects.create(
        round=held, unit=unit, label=title, data=data, sha256=seal(data), taken_at=at, taken_by=acting_user
    )
    record(act="reports.take_snapshot", target=f"reports.snapshot:{snapshot.pk}", acting_user=acting_user, at=at,
           unit=unit.code, period=held.period, sha256=snapshot.sha256)  # fmt: skip
    return snapshot


def _content(held: Round, unit: Unit, label: str, at: datetime) -> dict[str, Any]:
    stand = board(held, at)
    return {
        "label": label,
        "period": held.period,
        "period_label": parse(held.period).label,
        "unit": plain(unit),
        "taken_at": at.isoformat(),
        "table": [plain(row) for row in consolidated_table(unit, held.period)],
        "narrative": [_section(section) for section in merged_narrative(held)],
        "missing": [
            {**plain(row.submission.unit), "state": str(row.submission.state), "timing": row.timing.value}
            for row in stand.missing
        ],
        "units": len(stand.rows),
        "handed_in": stand.handed_in,
    }


def _section(merged: MergedSection) -> dict[str, Any]:
    texts = [
        {"unit": plain(text.unit), "paragraphs": [plain(paragraph) for paragraph in text.paragraphs]}
        for text in merged.texts
    ]
    return {"code": merged.section.code, "title": merged.section.title, "texts": texts,
            "silent": [plain(unit) for unit in merged.silent]}  # fmt: skip


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it exactly: decimals and days as text, rows by code and name."""
    if isinstance(value, Unit):
        return {"code": value.code, "valid_from": value.valid_from.isoformat(), "name": value.name}
    if isinstance(value, models.Model):
        names = ("code", "name", "unit_of_measure", "decimals")
        return {name: plain(getattr(value, name)) for name in names if hasattr(value, name)}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
