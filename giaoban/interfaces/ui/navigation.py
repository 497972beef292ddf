"""The console's menu: each area adds its line; a person sees the lines of the roles they hold.

An area adds its line in its urls module, so the menu never names an address that does not exist:

    navigation.add(Entry("console:tasks:index", _("Nhiệm vụ"), position=50))
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing


@dataclass(frozen=True)
class Entry:
    """A line of the menu: the page it opens, its word, its place, and the roles that see it (none: every role)."""

    url_name: str
    label: str | Promise
    position: int
    roles: tuple[Role, ...] = ()

    @property
    def area(self) -> str:
        """The namespace of the area, by which the current line is known."""
        return self.url_name.rpartition(":")[0]


_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Add a line, or replace the one that opens the same page."""
    _entries[entry.url_name] = entry


def entries_for(standing: Standing | None) -> list[tuple[Entry, str]]:
    """Return the lines a person sees, each with its address; none for somebody without a standing."""
    if standing is None:
        return []
    lines = []
    for entry in sorted(_entries.values(), key=lambda entry: entry.position):
        if entry.roles and not standing.has(*entry.roles):
            continue
        try:
            lines.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    return lines
