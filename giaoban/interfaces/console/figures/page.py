"""What the page of consolidated figures shows: the bloc's territory, the period asked for, lines, sorting, counts."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from giaoban.domain.indicators.permissions import visible_blocs
from giaoban.domain.indicators.queries import Row, amount_text, change_text, cut_off, plan_text
from giaoban.domain.indicators.rules import Verdict
from giaoban.domain.orgs.models import Bloc, Sector, Unit
from giaoban.domain.orgs.queries import NoSuchUnit, unit_on
from giaoban.domain.periods.rules import NotAPeriod, Period, parse
from giaoban.domain.reports.models import Round
from giaoban.interfaces.console.figures.chart import Chart, chart_of
from giaoban.interfaces.ui.acting import StaffRequest
from giaoban.interfaces.ui.words import local_name, said
from giaoban.lib.text import collation_key

WORST_FIRST = [Verdict.NOT_REACHED, Verdict.BEHIND, Verdict.NO_DATA, Verdict.NO_PLAN, Verdict.NOT_DUE, Verdict.WATCH,
               Verdict.REACHED, Verdict.EXCEEDED]  # fmt: skip
SORTS: dict[str, Callable[[Row], object]] = {
    "stt": lambda row: row.stt,
    "ten": lambda row: collation_key(row.indicator.name),
    "kh": lambda row: row.plan_share if row.plan_share is not None else row.plan_gap,
    "ck": lambda row: row.change,
    "bc": lambda row: Decimal(row.reported) / row.expected if row.expected else None,
    "dg": lambda row: WORST_FIRST.index(row.verdict),
}


@dataclass(frozen=True)
class Scope:
    """What is looked at: the bloc, its territory on the period's cut-off day, the period, the rounds to choose from."""

    bloc: Bloc
    unit: Unit
    period: Period
    round: Round | None
    rounds: Sequence[Round]


@dataclass(frozen=True)
class Line:
    """A row as it is drawn."""

    row: Row
    plan: str
    before: str
    actual: str
    plan_share: str
    change: str
    chart: Chart | None


def scope_of(request: StaffRequest) -> Scope:
    """Return what the person asked for; 404 where they may not see it or it does not exist (3 queries)."""
    bloc = visible_blocs(request.standing).first()
    if bloc is None:
        raise Http404
    rounds = list(Round.objects.filter(regime__bloc=bloc).select_related("regime").order_by("-period"))
    asked = request.GET.get("ky", "")
    closed = [one.period for one in rounds if cut_off(one.period) <= request.at.date()]
    fallback = closed[0] if closed else rounds[0].period if rounds else f"{request.at.year}-H1"
    try:
        period = parse(asked or fallback)
        unit = unit_on(bloc.territory.code, cut_off(period.code))
    except (NotAPeriod, NoSuchUnit) as error:
        raise Http404 from error
    held = next((one for one in rounds if one.period == period.code), None)
    return Scope(bloc, unit, period, held, rounds)


def line_of(row: Row) -> Line:
    """Return a row as it is drawn, its figures in Vietnamese form."""
    words = (_("kỳ này"), _("cùng kỳ"), _("mức cần đạt"))
    return Line(
        row, amount_text(row, row.plan), amount_text(row, row.before), amount_text(row, row.actual),
        said(plan_text(row)), said(change_text(row)), chart_of(row, words),
    )  # fmt: skip


def chosen_rows(rows: Sequence[Row], query: QueryDict) -> list[Row]:
    """Return the rows of the chosen sector and kind, sorted as asked; those without a figure stand last."""
    sector = query.get("linh-vuc", "")
    found = [row for row in rows if sector in ("", row.indicator.sector.code)]
    if query.get("loai") == "chinh":
        found = [row for row in found if row.indicator.is_key]
    asked = query.get("sap", "stt")
    key = SORTS.get(asked.removeprefix("-"), SORTS["stt"])
    with_figure = [row for row in found if key(row) is not None]
    with_figure.sort(key=key, reverse=asked.startswith("-"))  # type: ignore[arg-type]
    return with_figure + [row for row in found if key(row) is None]


def grouped(rows: Sequence[Row], query: QueryDict) -> list[tuple[Sector | None, list[Line]]]:
    """Return the lines under their sectors in the catalogue's order, or as one run where sorted otherwise."""
    if query.get("sap", "stt") != "stt":
        return [(None, [line_of(row) for row in rows])]
    return [
        (sector, [line_of(row) for row in lines])
        for sector, lines in groupby(rows, key=lambda row: row.indicator.sector)
    ]


def link(query: QueryDict, **changed: str) -> str:
    """Return the query string with some of its parts changed; an empty part is left out."""
    parts = {**{key: query.get(key, "") for key in ("ky", "linh-vuc", "loai", "sap")}, **changed}
    return "?" + urlencode({key: value for key, value in parts.items() if value})


def sort_links(query: QueryDict) -> dict[str, dict[str, str]]:
    """Return, for every column that sorts, its link (turning round where it sorts already) and its aria-sort."""
    asked = query.get("sap", "stt")
    found = {}
    for key in SORTS:
        turned = f"-{key}" if asked == key else key
        state = "ascending" if asked == key else "descending" if asked == f"-{key}" else ""
        found[key] = {"href": link(query, sap=turned), "sort": state}
    return found


def sector_links(rows: Sequence[Row], query: QueryDict) -> list[dict[str, object]]:
    """Return the sector filter: every sector that has lines, with how many."""
    chosen, counts = query.get("linh-vuc", ""), Counter(row.indicator.sector for row in rows)
    links: list[dict[str, object]] = [
        {"name": _("Tất cả"), "count": len(rows), "href": link(query, **{"linh-vuc": ""}), "on": not chosen}
    ]
    for sector, count in counts.items():
        href = link(query, **{"linh-vuc": sector.code})
        links.append({"name": local_name(sector), "count": count, "href": href, "on": chosen == sector.code})
    return links


def verdict_counts(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return how many lines stand under each verdict, good ones first; verdicts that nobody has are left out."""
    counts = Counter(row.verdict for row in rows)
    return [{"verdict": verdict, "count": counts[verdict]} for verdict in reversed(WORST_FIRST) if counts[verdict]]
