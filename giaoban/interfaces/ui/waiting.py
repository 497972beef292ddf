"""What waits for a person at another door than the console: each door tells its own, the first page lists them.

A door adds its teller when its app is ready, as areas add their lines to the menu.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from giaoban.interfaces.ui.acting import StaffRequest


@dataclass(frozen=True)
class Errand:
    """One thing to do: its words, where it is done, and the name of its icon."""

    words: str
    href: str
    icon: str


Teller = Callable[[StaffRequest], Iterable[Errand]]
_tellers: list[Teller] = []


def add(teller: Teller) -> None:
    """Ask this door too."""
    if teller not in _tellers:
        _tellers.append(teller)


def errands_for(request: StaffRequest) -> list[Errand]:
    """Return what waits for the person at every door that tells."""
    return [errand for teller in _tellers for errand in teller(request)]
