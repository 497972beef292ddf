"""What the article is made from: the record, the figures and the register, read in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count

from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import ConferenceRecord, PaperLine, conference_record
from giaoban.domain.documents.models import Direction, Paper, PaperType
from giaoban.domain.indicators.models import Direction as Going
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.queries import Row, consolidated_table
from giaoban.domain.periods.rules import parse
from giaoban.interfaces.portal.compose.article import Composition, Register, composed
from giaoban.interfaces.portal.compose.results import Result

DIRECTIVES = (PaperType.DIRECTIVE, PaperType.RESOLUTION, PaperType.CONCLUSION, PaperType.DECISION)


def compose(conference: Conference) -> Composition:
    """Return the article composed from everything recorded of the conference.

    Figures are those frozen for the conference; only where none were frozen, those that stand now.
    """
    record = conference_record(conference)
    if conference.snapshot is not None:
        results = results_of_snapshot(conference.snapshot.data["table"])
    else:
        results = results_of(consolidated_table(conference.bloc.territory, record.period))
    return composed(record, results, register_of(record))


def results_of(rows: Iterable[Row]) -> list[Result]:
    """Return the public lines of a consolidated table as the article needs them."""
    amounts = ("plan", "before", "actual", "plan_share", "change")
    return [
        _result(
            row.indicator, {name: getattr(row, name) for name in amounts}, str(row.verdict), row.as_of,
            is_comparable=not row.not_comparable,
        )
        for row in rows
        if row.indicator.is_public
    ]  # fmt: skip


def results_of_snapshot(table: Sequence[Mapping[str, Any]]) -> list[Result]:
    """Return the public lines of a frozen table (1 query for what the indicators are)."""
    codes = [line["indicator"]["code"] for line in table]
    known = {row.code: row for row in Indicator.objects.filter(code__in=codes).select_related("sector")}
    amounts = ("plan", "before", "actual", "plan_share", "change")
    return [
        _result(
            known[line["indicator"]["code"]],
            {name: None if line[name] is None else Decimal(line[name]) for name in amounts},
            line["verdict"], date.fromisoformat(line["as_of"]), is_comparable=not line["not_comparable"],
        )
        for line in table
        if line["indicator"]["code"] in known and known[line["indicator"]["code"]].is_public
    ]  # fmt: skip


def _result(
    indicator: Indicator, amounts: Mapping[str, Decimal | None], verdict: str, as_of: date, *, is_comparable: bool
) -> Result:
    change = amounts["change"] if is_comparable else None
    better = None
    if change is not None and indicator.direction in {Going.UP, Going.DOWN}:
        better = change > 0 if indicator.direction == Going.UP else change < 0
    return Result(
        name=indicator.name, sector=indicator.sector.name, measure=indicator.unit_of_measure,
        decimals=indicator.decimals, is_key=indicator.is_key, is_rate=indicator.is_ratio, plan=amounts["plan"],
        before=amounts["before"], actual=amounts["actual"], plan_share=amounts["plan_share"], change=change,
        verdict=verdict, better=better, as_of=as_of,
    )  # fmt: skip


def register_of(record: ConferenceRecord) -> Register:
    """Return the register of the period, from the opening of its window to the day of the conference (2 queries).

    It is the coordinating body's own register. Issued papers are only counted; a received one is named, so it must be
    open to everybody already: composing an article makes nothing public.
    """
    first = parse(record.period).window().first
    last = record.held_on - timedelta(days=1)
    window = Paper.objects.filter(issued_on__range=(first, last), organ__unit_id=record.coordinator_id)
    issued = (
        window.filter(direction=Direction.OUT)
        .values("paper_type").annotate(count=Count("pk")).order_by("-count", "paper_type")
    )  # fmt: skip
    received = window.filter(direction=Direction.IN, paper_type__in=DIRECTIVES, is_public=True).light()
    return Register(
        issued=tuple((PaperType(row["paper_type"]).label, row["count"]) for row in issued),
        received=tuple(_line(paper) for paper in received.order_by("issued_on", "pk")),
    )


def _line(paper: Paper) -> PaperLine:
    return PaperLine(
        id=paper.pk, paper_type=paper.paper_type, type_label=paper.get_paper_type_display(), symbol=paper.symbol,
        abstract=paper.abstract, issued_on=paper.issued_on, organ_name=paper.organ_name, is_public=paper.is_public,
    )  # fmt: skip
