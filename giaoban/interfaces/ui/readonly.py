"""Refusing writes below a request that may only read."""

import re
from collections.abc import Callable
from typing import Any

_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)
# A session may be refreshed on any request; that is the visitor's own state, not the office's data. A picture's
# smaller copy is a cache: made where it is missing, by whoever looks first.
_ALLOWED = re.compile(r"(django_session|usersessions_usersession|wagtailimages_rendition)", re.IGNORECASE)


class WriteInGet(RuntimeError):
    """A view tried to change the database while answering a GET."""


def refuse_writes(
    execute: Callable[[str, Any, bool, dict[str, Any]], Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """Database execute wrapper: raises WriteInGet for a statement that writes anything but a session."""
    if _WRITES.match(sql) and not _ALLOWED.search(sql):
        raise WriteInGet(sql[:200])
    return execute(sql, params, many, context)
