"""Which days a reader asks for: `?khoang=`, and for days of their own `?tu=` and `?den=`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.domain.visits.rules import Days

OWN = "tu-chon"
USUAL = "30-ngay"
NAMES: dict[str, str | Promise] = {
    "hom-nay": gettext_lazy("Hôm nay"),
    "7-ngay": gettext_lazy("7 ngày qua"),
    USUAL: gettext_lazy("30 ngày qua"),
    "thang": gettext_lazy("Tháng này"),
    "nam": gettext_lazy("Năm nay"),
    OWN: gettext_lazy("Chọn ngày"),
}
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Chosen:
    """The range asked for, and what was wrong with the question."""

    name: str
    days: Days
    problem: str = ""


def chosen_days(asked: Mapping[str, str], today: date, since: date | None) -> Chosen:
    """Return the range of an address; the usual one where it is not understood, saying why.

    Days of the reader's own begin with the month of the first day counted, where that is among them.
    """
    name = asked.get("khoang", USUAL)
    back = {"hom-nay": 0, "7-ngay": 6, "thang": today.day - 1, "nam": (today - date(today.year, 1, 1)).days}
    if name != OWN:
        name = name if name in NAMES else USUAL
        return Chosen(name, Days(today - timedelta(days=back.get(name, 29)), today))
    usual = Days(today - timedelta(days=29), today)
    try:
        start, end = date.fromisoformat(asked.get("tu", "")), date.fromisoformat(asked.get("den", ""))
    except ValueError:
        return Chosen(OWN, usual, _("Hãy chọn cả ngày đầu và ngày cuối. Dưới đây là 30 ngày qua."))
    if start > end:
        return Chosen(OWN, usual, _("Ngày đầu đứng sau ngày cuối. Dưới đây là 30 ngày qua."))
    end = min(end, today)
    first = since.replace(day=1) if since and since <= end else EARLIEST
    return Chosen(OWN, Days(max(min(start, end), first), max(end, EARLIEST)))
