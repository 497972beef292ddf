"""A ballot as a bar: every width in units of the picture, computed from the counts."""

from dataclasses import dataclass

from giaoban.domain.conferences.queries import BallotResult

WIDTH = 600


@dataclass(frozen=True)
class Segment:
    """One part of the bar; `x` and `width` as the picture writes them."""

    tone: str
    x: str
    width: str


@dataclass(frozen=True)
class Bars:
    """The parts, and where the needed number stands."""

    segments: tuple[Segment, ...]
    need: str


def bars_of(result: BallotResult) -> Bars:
    """Return the bar over the base the rule counts from; nothing cast leaves it empty."""
    base = max(result.base, 1)
    start, found = 0, []
    for tone, count in (("yes", result.in_favour), ("no", result.against), ("oth", result.other)):
        if count:
            found.append(Segment(tone, _scaled(start, base), _scaled(count, base)))
        start += count
    return Bars(tuple(found), _scaled(min(result.needed, base), base))


def _scaled(count: int, base: int) -> str:
    return f"{count * WIDTH / base:.1f}"
