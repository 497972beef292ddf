"""Looking up an article and what leads on from it, in SQL written out.

Composing these two questions through the query builder takes many times as long as answering them, and every reader
of an article asks them. Rows are plain; both databases understand the same words but for how lines are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from wagtail.models import Page

LATEST_SHOWN = 5
RELATED_SHOWN = 4

# The texts of a group, a line each.
LINES = {
    "sqlite": "group_concat(t.slug || char(9) || t.name, char(10))",
    "postgresql": "string_agg(t.slug || chr(9) || t.name, chr(10))",
}
ARTICLE = """
SELECT {columns}, (SELECT {lines} FROM portal_taggedarticle g JOIN portal_articletag t ON t.id = g.tag_id
                  WHERE g.content_object_id = p.id) AS tag_lines
FROM portal_articlepage a JOIN wagtailcore_page p ON p.id = a.page_ptr_id
WHERE p.slug = %s AND p.depth = %s AND substr(p.path, 1, {length}) = %s
"""
# The newest others; the next newer and the next older; those that share most tags. {row} is what is told of each.
AROUND = """
SELECT * FROM (SELECT {row}, 0 AS shared, 'latest' AS place {others} ORDER BY a.published_at DESC, p.id DESC
               LIMIT {latest}) AS l
UNION ALL
SELECT * FROM (SELECT {row}, 0 AS shared, 'newer' AS place {others} AND (a.published_at, p.id) > (%s, %s)
               ORDER BY a.published_at, p.id LIMIT 1) AS n
UNION ALL
SELECT * FROM (SELECT {row}, 0 AS shared, 'older' AS place {others} AND (a.published_at, p.id) < (%s, %s)
               ORDER BY a.published_at DESC, p.id DESC LIMIT 1) AS o
"""
RELATED = """
UNION ALL
SELECT * FROM (SELECT {row}, COUNT(*) AS shared, 'related' AS place
               FROM portal_articletag t JOIN portal_taggedarticle g ON g.tag_id = t.id
               JOIN portal_articlepage a ON a.page_ptr_id = g.content_object_id
               JOIN wagtailcore_page p ON p.id = a.page_ptr_id
               WHERE {live} AND t.slug IN ({slugs}) GROUP BY {row}
               ORDER BY COUNT(*) DESC, p.id DESC LIMIT {related}) AS r
"""
ROW = "p.title, p.slug, a.published_at, p.id"
LIVE = "p.live AND p.id <> %s AND substr(p.path, 1, {length}) = %s"
OTHERS = f"FROM portal_articlepage a JOIN wagtailcore_page p ON p.id = a.page_ptr_id WHERE {LIVE}"


class Lead(NamedTuple):
    """A way to another article."""

    title: str
    url: str
    published_at: datetime


class Around(NamedTuple):
    """What leads on from an article: the newest others, those that share tags, the next newer and the next older."""

    latest: tuple[Lead, ...]
    related: tuple[Lead, ...]
    newer: Lead | None
    older: Lead | None


class Shape(NamedTuple):
    """How a row becomes a page: its columns, their attributes, and what is done to the values on the way."""

    columns: str
    attributes: list[str]
    conversions: dict[int, tuple[list[Callable[..., Any]], Any]]


@cache
def _shape(kind: Any, vendor: str) -> Shape:
    fields = kind._meta.concrete_fields
    tables = {"portal_articlepage": "a", "wagtailcore_page": "p"}
    columns = ", ".join(f"{tables[field.model._meta.db_table]}.{field.column}" for field in fields)
    compiler = kind._base_manager.all().query.get_compiler(connection.alias)
    conversions = compiler.get_converters([field.get_col(field.model._meta.db_table) for field in fields])
    return Shape(columns, [field.attname for field in fields], conversions)


def look_up(kind: Any, slug: str, parent: Page) -> Any:
    """Return the article of a slug right below a page, its tags in `tag_lines`, or None (1 query)."""
    shape = _shape(kind, connection.vendor)
    sql = ARTICLE.format(columns=shape.columns, lines=LINES[connection.vendor], length=len(parent.path))
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug, parent.depth + 1, parent.path])
        row = cursor.fetchone()
    if row is None:
        return None
    *values, lines = row
    for place, (conversions, column) in shape.conversions.items():
        for convert in conversions:
            values[place] = convert(values[place], column, connection)
    article = kind.from_db(connection.alias, shape.attributes, values)
    article.tag_lines = lines
    return article


def around(pk: int, when: datetime | None, slugs: Sequence[str], path: str, address: str) -> Around:
    """Return the articles around one, by its tags' slugs; they stand below the news of that path and address.

    One query. A draft that has no time yet has neither neighbours nor the like of it.
    """
    told = {
        "row": ROW, "latest": LATEST_SHOWN, "related": RELATED_SHOWN,
        "live": LIVE.format(length=len(path)), "others": OTHERS.format(length=len(path)),
    }  # fmt: skip
    params: list[str | int | datetime | None] = [pk, path]
    if when is None:
        sql = AROUND.split("UNION ALL")[0].format(**told)
    else:
        moment = connection.ops.adapt_datetimefield_value(when)
        sql, params = AROUND.format(**told), [pk, path, pk, path, moment, pk, pk, path, moment, pk]
        if slugs:
            sql += RELATED.format(**told, slugs=", ".join(["%s"] * len(slugs)))
            params += [pk, path, *slugs]
    found: dict[str, list[tuple[int, datetime, int, Lead]]] = {"latest": [], "newer": [], "older": [], "related": []}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for title, slug, published, other, shared, place in cursor.fetchall():
            at = _moment(published)
            found[place].append((shared, at, other, Lead(title, f"{address}{slug}/", at)))
    lists = {name: tuple(row[-1] for row in sorted(rows, reverse=True)) for name, rows in found.items()}
    return Around(lists["latest"], lists["related"], *(next(iter(lists[one]), None) for one in ("newer", "older")))


def _moment(value: datetime | str) -> datetime:
    """Return a moment as PostgreSQL tells it, or SQLite, which has no type for it."""
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value).replace(tzinfo=connection.timezone)
