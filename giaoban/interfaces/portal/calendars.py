"""The schedule as a calendar file."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from giaoban.interfaces.portal.models import ScheduleEntry
from giaoban.lib.clock import VIETNAM

# Work without an end is shown this long.
USUAL = timedelta(hours=2)


def calendar_of(entries: Iterable[ScheduleEntry], *, at: datetime, host: str) -> bytes:
    """Return the entries as iCalendar (RFC 5545); work without an hour takes its whole day."""
    calendar = Calendar()
    calendar.add("prodid", "-//Giao Ban//VN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{settings.ORGAN['name']} {settings.ORGAN['superior']}")
    for entry in entries:
        event = Event()
        event.add("uid", f"lich-{entry.pk}@{host}")
        event.add("dtstamp", at)
        event.add("summary", entry.title)
        if entry.starts:
            start = datetime.combine(entry.day, entry.starts, tzinfo=VIETNAM)
            event.add("dtstart", start)
            event.add("dtend", datetime.combine(entry.day, entry.ends, tzinfo=VIETNAM) if entry.ends else start + USUAL)
        else:
            event.add("dtstart", entry.day)
        if entry.place:
            event.add("location", entry.place)
        if words := "\n".join(filter(None, (entry.chair, entry.attending))):
            event.add("description", words)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
