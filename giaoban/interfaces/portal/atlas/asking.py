"""What a reader asks of the map, as it stands in the address, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from giaoban.domain.periods.rules import YEARS

# What the parameter "cong-trinh" says to leave the works out.
HIDDEN = "an"


class Mode(StrEnum):
    """How units are put into classes."""

    GROUPS = "nhom"
    PLAN = "ke-hoach"


@dataclass(frozen=True)
class Question:
    """Indicator, period, classes, day, and whether works are pinned; what is not asked is chosen by the answer."""

    indicator: str = ""
    period: str = ""
    mode: Mode = Mode.GROUPS
    day: date | None = None
    works: bool = True

    def query(self) -> str:
        """Return the question as the part of an address behind the question mark."""
        parts = {
            "chi-tieu": self.indicator,
            "ky": self.period,
            "cach": self.mode if self.mode is not Mode.GROUPS else "",
            "ngay": self.day.isoformat() if self.day else "",
            "cong-trinh": "" if self.works else HIDDEN,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    def on(self, day: date | None) -> "Question":
        """Return the same question of another day."""
        return replace(self, day=day)

    def other_works(self) -> "Question":
        """Return the same question with works hidden where they are shown, shown where they are hidden."""
        return replace(self, works=not self.works)


def asked(query: Mapping[str, str]) -> Question:
    """Read the question from an address; what cannot be read is as if it had not been asked."""
    mode = query.get("cach", "")
    return Question(
        indicator=query.get("chi-tieu", ""),
        period=query.get("ky", ""),
        mode=Mode(mode) if mode in set(Mode) else Mode.GROUPS,
        day=day_in(query.get("ngay", "")),
        works=query.get("cong-trinh", "") != HIDDEN,
    )


def day_in(text: str) -> date | None:
    """Return the day of 2020-07-10, None for anything else."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2020-07-10") else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None
