"""Public works as pins on the map: a letter that its row in the table beneath has too, and how the work stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from textwrap import wrap

from django.utils.translation import gettext as _

from giaoban.domain.works.models import Work
from giaoban.domain.works.queries import WorkRow
from giaoban.domain.works.rules import WorkState
from giaoban.interfaces.portal.cartography import Drawing
from giaoban.interfaces.ui.words import said

LINE = 32  # letters


@dataclass(frozen=True)
class Pin:
    """A work and where its pin stands on the sheet, None where its place is not known or beyond the sheet."""

    letter: str
    row: WorkRow
    spot: tuple[int, int] | None

    @property
    def work(self) -> Work:
        """The work."""
        return self.row.work

    @property
    def state(self) -> WorkState:
        """How it stands on the day of the map."""
        return self.row.state

    @property
    def word(self) -> str:
        """Chậm tiến độ, đã làm 10%."""
        told = {"state": said(self.state.label), "percent": self.row.percent_done}
        return _("%(state)s, đã làm %(percent)s%%") % told

    @property
    def name_lines(self) -> list[str]:
        """The work's name in lines short enough for the sheet at a phone's letters."""
        return wrap(self.work.name, LINE)

    @property
    def x(self) -> int:
        """The point of the pin, across."""
        return self.spot[0] if self.spot else 0

    @property
    def y(self) -> int:
        """The point of the pin, down."""
        return self.spot[1] if self.spot else 0


@dataclass(frozen=True)
class PinLegend:
    """A state that occurs and how many works are in it."""

    state: WorkState
    works: int


def pins_of(rows: Sequence[WorkRow], drawing: Drawing) -> tuple[Pin, ...]:
    """Return a pin for each work, lettered in the order given."""
    return tuple(Pin(letter_of(index), row, _spot(row.work, drawing)) for index, row in enumerate(rows))


def legend_of_pins(pins: Sequence[Pin]) -> list[PinLegend]:
    """Return the states that occur, in their order."""
    states = [pin.state for pin in pins]
    return [PinLegend(state, states.count(state)) for state in WorkState if state in states]


def letter_of(index: int) -> str:
    """Return A for 0, Z for 25, AA for 26: a table counts on without end."""
    above, own = divmod(index, len(ascii_uppercase))
    return (letter_of(above - 1) if above else "") + ascii_uppercase[own]


def _spot(work: Work, drawing: Drawing) -> tuple[int, int] | None:
    if work.longitude is None or work.latitude is None:
        return None
    return drawing.spot(float(work.longitude), float(work.latitude))
