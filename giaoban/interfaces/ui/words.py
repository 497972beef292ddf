"""What the floors below say in Vietnamese (labels, periods, dates), shown in the reader's language.

Domain words stay plain Vietnamese down there (they are printed on official papers); a door shows them through
`said`. The words themselves are collected in domain_words, where gettext finds them.
"""

from datetime import date
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from giaoban.domain.periods.rules import ROMAN, Kind, Period, parse
from giaoban.lib import dates

LABEL = "label"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_english() -> bool:
    """Return whether the reader chose English."""
    return (get_language() or "").startswith("en")


def said(words: object) -> str:
    """Return a domain's words in the reader's language; what has no translation stays as it is."""
    text = str(words)
    if not text or not in_english():
        return text
    label = pgettext(LABEL, text)
    return label if label != text else gettext(text)


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
