"""What the article is made from: the record, the figures and the register, read in a constant number of queries."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count

from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import ConferenceRecord, PaperLine, conference_record
from giaoban.domain.documents.models import Direction, Paper, PaperType
from giaoban.domain.indicators.queries import Row, consolidated_table
from giaoban.domain.periods.rules import parse
from giaoban.interfaces.portal.compose.article import Composition, Register, composed
from giaoban.interfaces.portal.compose.results import Result

DIRECTIVES = (PaperType.DIRECTIVE, PaperType.RESOLUTION, PaperType.CONCLUSION, PaperType.DECISION)


def compose(conference: Conference) -> Composition:
    """Return the article composed from everything recorded of the conference."""
    record = conference_record(conference)
    rows = consolidated_table(conference.bloc.territory, record.period)
    return composed(record, results_of(rows), register_of(record))


def results_of(rows: Iterable[Row]) -> list[Result]:
    """Return the public lines of a consolidated table as the article needs them."""
    return [
        Result(
            name=row.indicator.name, sector=row.indicator.sector.name, measure=row.indicator.unit_of_measure,
            decimals=row.indicator.decimals, is_key=row.indicator.is_key, is_rate=row.indicator.is_ratio,
            plan=row.plan, before=row.before, actual=row.actual, plan_share=row.plan_share, change=row.change,
            verdict=str(row.verdict), better=_better(row), as_of=row.as_of,
        )
        for row in rows
        if row.indicator.is_public
    ]  # fmt: skip


def _better(row: Row) -> bool | None:
    if row.change is None or row.not_comparable or row.indicator.direction not in {"up", "down"}:
        return None
    return row.change > 0 if row.indicator.direction == "up" else row.change < 0


def register_of(record: ConferenceRecord) -> Register:
    """Return the register of the period, from the opening of its window to the day of the conference (2 queries)."""
    first = parse(record.period).window().first
    last = record.held_on - timedelta(days=1)
    window = Paper.objects.filter(issued_on__range=(first, last))
    issued = (
        window.filter(direction=Direction.OUT, organ__unit_id=record.coordinator_id)
        .values("paper_type").annotate(count=Count("pk")).order_by("-count", "paper_type")
    )  # fmt: skip
    received = window.filter(direction=Direction.IN, paper_type__in=DIRECTIVES).defer("content", "facts")
    return Register(
        issued=tuple((PaperType(row["paper_type"]).label, row["count"]) for row in issued),
        received=tuple(_line(paper) for paper in received.order_by("issued_on", "pk")),
    )


def _line(paper: Paper) -> PaperLine:
    return PaperLine(
        id=paper.pk, paper_type=paper.paper_type, type_label=paper.get_paper_type_display(), symbol=paper.symbol,
        abstract=paper.abstract, issued_on=paper.issued_on, organ_name=paper.organ_name, is_public=paper.is_public,
    )  # fmt: skip
