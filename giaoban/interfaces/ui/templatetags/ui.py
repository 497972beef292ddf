"""What templates say often: icons, states, figures and dates the Vietnamese way, the console's menu."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.queries import Comparison
from giaoban.domain.indicators.rules import Verdict
from giaoban.domain.orgs.models import Sector
from giaoban.domain.periods.rules import Period
from giaoban.domain.works.rules import WorkState
from giaoban.interfaces.ui import bullets, navigation, words
from giaoban.interfaces.ui.display import Display
from giaoban.lib import dates, numbers
from giaoban.lib.clock import VIETNAM

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; without a label it is decoration and hidden from screen readers."""
    href = f"{static('ui/sprite.svg')}#i-{name}"
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag(takes_context=True)
def display_attributes(context: Context) -> SafeString:
    """Return the attributes of <html> for what the reader chose; nothing for what everybody sees."""
    chosen, usual = vars(context.get("display") or Display()), vars(Display())
    return format_html_join("", ' data-{}="{}"', [pair for pair in chosen.items() if pair[1] != usual[pair[0]]])


@register.simple_tag(takes_context=True)
def pressed(context: Context, name: str, value: str) -> str:
    """Return "true" for the choice in force."""
    return "true" if getattr(context.get("display") or Display(), name) == value else "false"


@register.simple_tag
def state(tone: str, icon_name: str, word: str | Promise) -> SafeString:
    """Return a state: icon, word and colour. `tone` is good, warn, bad, info or empty."""
    return format_html('<span class="st {}">{}{}</span>', tone, icon(icon_name), words.said(word))


VERDICTS = {
    "exceeded": ("good", "up"), "reached": ("good", "check"), "behind": ("warn", "warn"), "not_reached": ("bad", "bad"),
    "watch": ("", "dash"), "not_due": ("", "clock"), "no_plan": ("", "dash"), "no_data": ("", "ring"),
}  # fmt: skip


@register.simple_tag
def verdict(value: Verdict | str) -> SafeString:
    """Return the state of a verdict on an indicator."""
    found = Verdict(value)
    tone, icon_name = VERDICTS[found.value]
    return state(tone, icon_name, found.label)


WORK_STATES = {
    "not_started": ("", "ring"), "on_track": ("info", "half"), "late": ("bad", "warn"), "done": ("good", "check"),
}  # fmt: skip


@register.simple_tag
def work_state(value: WorkState) -> SafeString:
    """Return how a public work stands: icon, word and colour."""
    return state(*WORK_STATES[value.value], value.label)


@register.filter
def dong(amount: int | None) -> str:
    """Return 4.000.000.000 đồng; an en dash where no sum is known."""
    return numbers.shown(amount) if amount is None else _("%(amount)s đồng") % {"amount": numbers.shown(amount)}


@register.filter
def tone(value: Verdict | str) -> str:
    """Return the colour word of a verdict."""
    return VERDICTS[Verdict(value).value][0]


@register.filter
def verdict_icon(value: Verdict | str) -> str:
    """Return the icon of a verdict."""
    return VERDICTS[Verdict(value).value][1]


@register.filter
def verdict_name(value: Verdict | str) -> str:
    """Return the word of a verdict inside a sentence."""
    return words.said(Verdict(value).label).lower()


@register.filter
def period_name(period: Period | str) -> str:
    """Return 6 tháng đầu năm 2020 for 2020-H1, in the reader's language."""
    return words.period_name(period)


@register.filter
def said(text: str) -> str:
    """Return a domain's Vietnamese words (a label, a refusal) in the reader's language."""
    return words.said(text)


@register.filter
def said_note(note: str) -> str:
    """Return a note beside a figure in the reader's language."""
    return words.said_note(note)


@register.filter
def local_name(thing: Indicator | Sector) -> str:
    """Return the name in the reader's language."""
    return words.local_name(thing)


@register.filter
def local_short_name(indicator: Indicator) -> str:
    """Return the short name where Vietnamese has one, the English name in English."""
    return words.local_name(indicator) if words.in_english() else indicator.short_name or indicator.name


@register.filter
def prefix(value: object, before: str) -> str:
    """Return the value with a text before it."""
    return f"{before}{value}"


@register.filter
def minus(value: int, other: int) -> int:
    """Return the difference of two counts."""
    return value - other


@register.filter
def bullet_of(row: Comparison) -> bullets.Bullet | None:
    """Return the small chart of a compared figure."""
    return bullets.bullet(row.actual, row.before, row.needed)


@register.simple_tag
def link(name: str, *args: object, query: str = "", anchor: str = "") -> str:
    """Return the address of a page, or nothing where that area is not installed."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return address + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")


def _amount(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@register.filter
def figure(value: object, places: int = 0) -> str:
    """Return 1.234,5 with exactly `places` decimals; an en dash where there is no figure."""
    return numbers.shown(_amount(value), int(places))


@register.filter
def plain(value: object) -> str:
    """Return the figure with as many decimals as it has: 9.120 or 9,5."""
    return numbers.shown_plain(_amount(value))


@register.filter
def change(value: object, places: int = 1) -> str:
    """Return a change with its sign: +2,0 or −1,5."""
    return numbers.shown_change(_amount(value), int(places))


def _local(value: date | datetime) -> date:
    return value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """Return 10/7/2020."""
    return dates.short(_local(value)) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Return thứ Hai."""
    return words.weekday(_local(value)) if value else ""


@register.filter
def formal_day(value: date | datetime | None) -> str:
    """Return ngày 10 tháng 7 năm 2020."""
    return words.formal_day(_local(value)) if value else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """Return 10-07-2020 17:00."""
    return dates.stamp(value.astimezone(VIETNAM)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Return 8:12, 13/7/2020."""
    if not value:
        return ""
    local = value.astimezone(VIETNAM)
    return f"{local.hour}:{local.minute:02d}, {dates.short(local.date())}"


@register.filter
def clock(value: datetime | None) -> str:
    """Return 8:15."""
    if not value:
        return ""
    local = value.astimezone(VIETNAM)
    return f"{local.hour}:{local.minute:02d}"


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """Return mapping[key], or None."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@dataclass(frozen=True)
class MenuLine:
    """One line of the menu as it is drawn."""

    label: str
    href: str
    is_current: bool


@register.simple_tag(takes_context=True)
def menu_lines(context: Context) -> list[MenuLine]:
    """Return the console menu for the person who asks (no query: their standing is already read)."""
    request = context.get("request")
    standing = getattr(request, "standing", None)
    match = getattr(request, "resolver_match", None)
    here = ":".join(match.namespaces) if match else ""
    return [
        MenuLine(str(entry.label), href, bool(entry.area) and entry.area == here)
        for entry, href in navigation.entries_for(standing)
    ]
