"""Today's map, drawn once and kept while the records stand as they are.

Every page's side shows it, and drawing it is half the work of an article. Whatever it shows changes through acts of
the domain, each of which adds to the audit chain: the chain's last number tells whether the kept map is still right.
"""

import time
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import get_language

from giaoban.domain.audit.models import Entry
from giaoban.interfaces.portal.atlas.reading import AdministrativeMap, map_of_today

AT_MOST = 60.0  # seconds, for what was changed past the operations, as the gate keeps its pages


class _State(NamedTuple):
    number: int
    day: date
    language: str | None


_kept: dict[str | None, tuple[_State, float, AdministrativeMap | None]] = {}


def map_for_visitors(at: datetime) -> AdministrativeMap | None:
    """Return today's map by the first key rate of the last concluded conference (1 query; at most 7 after an act).

    None where no bloc, or no unit with a known place, exists yet.
    """
    number = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    state = _State(number, at.date(), get_language())
    kept = _kept.get(state.language)
    if kept is not None and kept[0] == state and time.monotonic() - kept[1] < AT_MOST:
        return kept[2]
    drawn = map_of_today(at)
    _kept[state.language] = (state, time.monotonic(), drawn)
    return drawn


def forget_map() -> None:
    """Draw the map anew next time."""
    _kept.clear()
