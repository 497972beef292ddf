"""Whether the register still is what was entered: numbers without gap, files as hashed, papers as recorded."""

import hashlib
from dataclasses import dataclass

from giaoban.domain.audit.models import Entry
from giaoban.domain.documents.models import Direction, NumberSeries, Paper

ENTERED = ("documents.issue_paper", "documents.register_incoming")


@dataclass(frozen=True)
class SeriesFault:
    """A gap or a duplicate in a number series."""

    series_id: int
    series: str
    numbers: tuple[int, ...]
    last_number: int


@dataclass(frozen=True)
class PaperFault:
    """A paper that is no longer what was entered: `what` is "file", "record" or "gone"."""

    paper_id: int
    symbol: str
    what: str


def find_series_faults() -> list[SeriesFault]:
    """Return the series whose numbers do not run without gap up to the last one given (2 queries).

    A series taken over from a paper book begins where that ended, so it may begin at any number.
    """
    given: dict[int, list[int]] = {}
    rows = Paper.objects.filter(direction=Direction.OUT, series__isnull=False).values_list("series_id", "number")
    for series_id, number in rows:
        given.setdefault(series_id or 0, []).append(number or 0)
    faults = []
    for row in NumberSeries.objects.select_related("organ"):
        numbers = sorted(given.get(row.pk, []))
        if numbers and numbers != list(range(numbers[0], row.last_number + 1)):
            name = f"{row.get_paper_type_display()} {row.organ.code} {row.span}"
            faults.append(SeriesFault(row.pk, name, tuple(numbers), row.last_number))
    return faults


def find_paper_faults() -> list[PaperFault]:
    """Return the papers whose file is not what its hash says, that differ from their audit line, or are gone.

    One file is in memory at a time (2 queries, and 1 for each 20 papers).
    """
    faults = []
    kept: dict[str, tuple[str, str]] = {}
    rows = Paper.objects.order_by("pk").values_list("pk", "symbol", "sha256", "content")
    for pk, symbol, digest, content in rows.iterator(chunk_size=20):
        kept[f"documents.paper:{pk}"] = symbol, digest
        if _digest(content) != digest:
            faults.append(PaperFault(pk, symbol, "file"))
    for target, detail in Entry.objects.filter(act__in=ENTERED).order_by("number").values_list("target", "detail"):
        entered = detail["symbol"], detail["sha256"]
        if kept.get(target) != entered:
            what = "record" if target in kept else "gone"
            faults.append(PaperFault(int(target.rpartition(":")[2]), detail["symbol"], what))
    return faults


def _digest(content: object) -> str:
    """Return the hash of a stored file, "" for none. What was put there as text past the program is hashed as text."""
    if not content:
        return ""
    return hashlib.sha256(content.encode() if isinstance(content, str) else bytes(content)).hexdigest()  # type: ignore[call-overload]
