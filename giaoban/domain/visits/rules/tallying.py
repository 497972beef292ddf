"""Counting the lines of a journal: by hour, and by page, referring host and device."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from giaoban.domain.visits.rules.filing import page_path
from giaoban.domain.visits.rules.journal import NEW, SEEN, decode, decode_view, whole_lines


class Counts(NamedTuple):
    """Visits, the visitors whose first of the day they were, and page views."""

    visits: int = 0
    visitors: int = 0
    views: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Return the sum of both."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass
class Tallied:
    """What the lines gave, and how many bytes they take."""

    taken: int = 0
    hours: dict[int, Counts] = field(default_factory=dict)
    pages: Counter[str] = field(default_factory=Counter)
    referrers: Counter[str] = field(default_factory=Counter)
    devices: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> Counts:
        """The whole day's counts."""
        return sum_of(list(self.hours.values()))

    def add(self, second: int, counts: Counts) -> None:
        """Add to the hour of a second."""
        hour = (second + 7 * 3600) // 3600 % 24
        self.hours[hour] = self.hours.get(hour, Counts()).plus(counts)


def sum_of(counts: list[Counts]) -> Counts:
    """Return the sum of all."""
    total = Counts()
    for each in counts:
        total = total.plus(each)
    return total


def tally(data: bytes, *, ended: bool = False) -> Tallied:
    """Count the finished lines of `data`. Where nobody writes any more (`ended`), the last line is finished too.

    Equal lines are counted before they are read: a busy second's views of one page are one line, many times.
    """
    lines, taken = (data.split(b"\n"), len(data)) if ended else whole_lines(data)
    found = Tallied(taken)
    for line, times in Counter(lines).items():
        if line[:2] == b"p ":
            view = decode_view(line)
            if view is not None:
                found.add(view.second, Counts(views=times))
                found.pages[page_path(view.page)] += times
                found.referrers[view.referrer] += times
                found.devices[view.device] += times
        else:
            record = decode(line)
            if record is not None and record.kind != SEEN:
                found.add(record.second, Counts(times, times if record.kind == NEW else 0))
    return found
