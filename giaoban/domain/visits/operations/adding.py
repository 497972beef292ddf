"""Adding what a piece of a journal gave to every roll-up of its day. Called inside the transaction that folds it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import connection, models

from giaoban.domain.visits.models import DailyVisits, Dimension, HourlyVisits, MonthlyVisits, Span, ViewsBy
from giaoban.domain.visits.rules import (
    OTHER,
    PAGES_PER_DAY,
    PAGES_PER_MONTH,
    PAGES_PER_YEAR,
    REFERRERS_PER_DAY,
    REFERRERS_PER_MONTH,
    REFERRERS_PER_YEAR,
    Tallied,
)

COUNTS = ["visits", "visitors", "views"]
_ASKED_BY_NAME = 500  # keys looked up by name at once; for more, all that there are
_ROOM = {
    (Dimension.PAGE, Span.DAY): PAGES_PER_DAY,
    (Dimension.PAGE, Span.MONTH): PAGES_PER_MONTH,
    (Dimension.PAGE, Span.YEAR): PAGES_PER_YEAR,
    (Dimension.REFERRER, Span.DAY): REFERRERS_PER_DAY,
    (Dimension.REFERRER, Span.MONTH): REFERRERS_PER_MONTH,
    (Dimension.REFERRER, Span.YEAR): REFERRERS_PER_YEAR,
}


def add_tallied(day: date, tallied: Tallied) -> None:
    """Add to hours, day and month, and to the views by page, host and device."""
    month = day.replace(day=1)
    total = tallied.total
    if not any(total):
        return
    # Every folding process touches the rows in this order: two of them wait for each other, never both.
    _add(DailyVisits, ["day"], COUNTS, [(day, *total)])
    _add(MonthlyVisits, ["month"], COUNTS, [(month, *total)])
    _add(HourlyVisits, ["day", "hour"], COUNTS, [(day, hour, *tallied.hours[hour]) for hour in sorted(tallied.hours)])
    filed = [
        (Dimension.PAGE, tallied.pages), (Dimension.REFERRER, tallied.referrers), (Dimension.DEVICE, tallied.devices)
    ]  # fmt: skip
    for dimension, counter in filed:
        for span, start in ((Span.DAY, day), (Span.MONTH, month), (Span.YEAR, month.replace(month=1))):
            _file(dimension, span, start, counter)


def _file(dimension: Dimension, span: Span, start: date, counter: Counter[str]) -> None:
    """Add views by key; keys past the span's room go to OTHER. A key that has a row keeps it (2 queries)."""
    room = _ROOM.get((dimension, span))
    filed = dict(counter)
    if room is not None and filed:
        rows = ViewsBy.objects.filter(dimension=dimension, span=span, start=start).exclude(key=OTHER)
        few = len(filed) <= _ASKED_BY_NAME
        known = set((rows.filter(key__in=filed) if few else rows).values_list("key", flat=True))
        fresh = [key for key, _ in counter.most_common() if key not in known and key != OTHER]
        free = max(0, room - (rows.count() if few else len(known))) if fresh else 0
        rest = sum(filed.pop(key) for key in fresh[free:])
        if rest:
            filed[OTHER] = filed.get(OTHER, 0) + rest
    values = [(dimension.value, span.value, start, key, views) for key, views in sorted(filed.items())]
    _add(ViewsBy, ["dimension", "span", "start", "key"], ["views"], values)


def _add(
    model: type[models.Model], keys: Sequence[str], counts: Sequence[str], rows: Sequence[tuple[str | int | date, ...]]
) -> None:
    """Insert the rows, or add their counts to those that stand there: one statement each, safe against others.

    SQL of our own: the ORM's upsert replaces, it cannot add.
    """
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    columns = ", ".join(quoted(name) for name in (*keys, *counts))
    places = ", ".join(["%s"] * (len(keys) + len(counts)))
    target = ", ".join(quoted(name) for name in keys)
    added = ", ".join(f"{quoted(name)} = {table}.{quoted(name)} + excluded.{quoted(name)}" for name in counts)
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES ({places}) "  # noqa: S608 - names are our models' own
        f"ON CONFLICT ({target}) DO UPDATE SET {added}"
    )
    ready = [tuple(connection.ops.adapt_datefield_value(v) if isinstance(v, date) else v for v in row) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, ready)
