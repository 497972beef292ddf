"""Who was counted and who is here, rebuilt from the journals' lines at any time."""

from collections import OrderedDict
from dataclasses import dataclass, field

from giaoban.domain.visits.rules.journal import NEW, ONLINE, SEEN, VISIT, Record

WINDOW = 30 * 60  # seconds in which one visitor counts once
SEEN_EVERY = 30  # seconds between two "here" lines of one visitor
STEP_BACK = 24 * 3600  # a clock set back by less is held where it was; by more, it is believed

_UTC_PLUS_7 = 7 * 3600  # Vietnam has no daylight saving
_DAY = 24 * 3600


def day_number(second: int) -> int:
    """Return the number of the Vietnamese day that a second since 1970 falls on."""
    return (second + _UTC_PLUS_7) // _DAY


def day_start(number: int) -> int:
    """Return the first second of the Vietnamese day of that number."""
    return number * _DAY - _UTC_PLUS_7


@dataclass
class Presence:
    """Memory of half an hour's visits, five minutes' presence and the day's visitors. Oldest first in both orders."""

    counted: OrderedDict[str, int] = field(default_factory=OrderedDict)
    seen: OrderedDict[str, int] = field(default_factory=OrderedDict)
    today: set[str] = field(default_factory=set)
    last: int = 0

    def add(self, record: Record) -> None:
        """Take one journal line into account; a line that comes late does not undo a newer one."""
        if record.kind != SEEN:
            self.today.add(record.visitor)
            _note(self.counted, record)
        _note(self.seen, record)
        self.last = max(self.last, record.second)

    def moment(self, second: int) -> int:
        """Return the second to write: never before the last one written, unless the clock was far ahead."""
        if self.last - STEP_BACK < second < self.last:
            return self.last
        self.last = second
        return second

    def knows(self, visitor: str) -> bool:
        """Return whether a visitor was counted today, or seen in the last minutes."""
        return visitor in self.today or visitor in self.seen

    def judge(self, visitor: str, second: int) -> str | None:
        """Return what to write for a visitor who reads now: NEW, VISIT, SEEN, or None where nothing is due."""
        counted = self.counted.get(visitor)
        if counted is None or not -STEP_BACK < second - counted < WINDOW:
            return VISIT if visitor in self.today else NEW
        return self.judge_presence(visitor, second)

    def judge_presence(self, visitor: str, second: int) -> str | None:
        """Return SEEN where a visitor's presence is to be written, None where it was a moment ago."""
        seen = self.seen.get(visitor)
        return SEEN if seen is None or abs(second - seen) >= SEEN_EVERY else None

    def quiet_until(self, visitor: str) -> int:
        """Return the second before which nothing is to be written for a visitor, by what is known now."""
        counted, seen = self.counted.get(visitor), self.seen.get(visitor)
        return 0 if counted is None or seen is None else min(counted + WINDOW, seen + SEEN_EVERY)

    def online(self, second: int) -> int:
        """Return how many visitors were here in the last five minutes before `second`, and since midnight.

        At midnight everybody gets a new pseudonym; those of the day before would count a second time.
        """
        since = max(second - ONLINE, day_start(day_number(second)) - 1)
        return sum(moment > since for moment in self.seen.values())

    def forget(self, second: int) -> None:
        """Drop who is out of the window: memory follows half an hour's visitors, beside the day's pseudonyms."""
        _drop(self.counted, second, WINDOW)
        _drop(self.seen, second, ONLINE)

    def start_day(self) -> None:
        """Forget the day's visitors: their pseudonyms never come again."""
        self.today.clear()


def _note(moments: OrderedDict[str, int], record: Record) -> None:
    known = moments.get(record.visitor)
    if known is None or not known - STEP_BACK < record.second < known:
        moments[record.visitor] = record.second
        moments.move_to_end(record.visitor)


def _drop(moments: OrderedDict[str, int], second: int, window: int) -> None:
    while moments:
        visitor, moment = next(iter(moments.items()))
        if abs(second - moment) < window:
            return
        del moments[visitor]
