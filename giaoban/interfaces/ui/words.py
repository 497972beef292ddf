"""What the floors below say in Vietnamese (labels, periods, dates), shown in the reader's language.

Domain words stay plain Vietnamese down there (they are printed on official papers); a door shows them through
`said`. The words themselves are collected in domain_words and domain_messages, where gettext finds them.
"""

import re
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from giaoban.domain.periods.rules import ROMAN, Kind, Period, parse
from giaoban.interfaces.ui.domain_messages import MESSAGES, YEAR
from giaoban.lib import dates

LABEL = "label"
_PLACE = re.compile(r"\{\d\}")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SWAPPED = str.maketrans(",.", ".,")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_english() -> bool:
    """Return whether the reader chose English."""
    return (get_language() or "").startswith("en")


def said(words: object) -> str:
    """Return a domain's words in the reader's language; what has no translation stays as it is."""
    text = str(words)
    if not text or not in_english():
        return text
    for found in (pgettext(LABEL, text), gettext(text)):
        if found != text:
            return found
    for shape, message in _shapes():
        if match := shape.fullmatch(text):
            return gettext(message).format(*(said(part) for part in match.groups()))
    return text


@cache
def _shapes() -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences with places to fill in, the most particular first."""
    found = [(_PLACE.split(message), message) for message in MESSAGES if _PLACE.search(message)]
    found.sort(key=lambda one: -sum(map(len, one[0])))
    return [(re.compile(_pattern(parts), re.DOTALL), message) for parts, message in found]


def _pattern(parts: list[str]) -> str:
    """Return a sentence's shape. After "year" stands a number: the same word means five, and “năm trăm” is no year."""
    places = [r"(\d+)" if part.endswith(YEAR) else "(.+?)" for part in parts[:-1]]
    return "".join(re.escape(part) + place for part, place in zip(parts, [*places, ""], strict=True))


def said_note(note: str) -> str:
    """Return a note beside a figure, whose parts stand between semicolons, in the reader's language."""
    return "; ".join(said(part) for part in note.split("; "))


def choices_of(labels: type[Choices]) -> list[tuple[Any, str | Promise]]:
    """Return the choices of a form field, each label in the language of whoever asks."""
    return [(value, pgettext_lazy(LABEL, str(label))) for value, label in labels.choices]


def period_name(period: Period | str) -> str:
    """Return 6 tháng đầu năm 2020, or first half of 2020."""
    one = parse(period) if isinstance(period, str) else period
    return _period_in_english(one) if in_english() else one.label


def _period_in_english(period: Period) -> str:
    match period.kind:
        case Kind.DAY:
            return dates.short(period.day or date(period.year, 1, 1))
        case Kind.WEEK:
            return f"week {period.number} of {period.year}"
        case Kind.MONTH:
            return f"{MONTHS[period.number - 1]} {period.year}"
        case Kind.QUARTER:
            return f"quarter {ROMAN[period.number]} of {period.year}"
        case Kind.HALF:
            return f"{'first' if period.number == 1 else 'second'} half of {period.year}"
        case Kind.NINE_MONTHS:
            return f"nine months of {period.year}"
        case Kind.SCHOOL_YEAR:
            return f"school year {period.year}-{period.year + 1}"
    return str(period.year)


def in_figures(text: str) -> str:
    """Return numbers written 1.234,5 the way the reader's language writes them: 1,234.5 in English."""
    return text.translate(_SWAPPED) if in_english() else text


def weekday(day: date) -> str:
    """Return thứ Hai, or Monday."""
    return WEEKDAYS[day.weekday()] if in_english() else dates.weekday(day)


def formal_day(day: date) -> str:
    """Return ngày 10 tháng 7 năm 2020, or 10 July 2020."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if in_english() else dates.formal(day)


def local_name(thing: Any) -> str:
    """Return the name of an indicator or a sector in the reader's language: its `name_en` where there is one."""
    english = getattr(thing, "name_en", "") if in_english() else ""
    return str(english or getattr(thing, "name", ""))
