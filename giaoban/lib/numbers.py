"""Numbers as they are written in Vietnam: 1.234,5. Read with care, written always the same way."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
NO_FIGURE = "\u2013"
SIGNS = {"%", "\u2030"}
_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")
_PLAIN = re.compile(r"^\d+(,\d+)?$")
_ENGLISH_POINT = re.compile(r"^\d+\.\d+$")
_ENGLISH_GROUPED = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")


class NotANumber(ValueError):
    """The text is not a number; the message (Vietnamese) says what was found and what is expected."""


@dataclass(frozen=True)
class Understood:
    """A number as it was read. `in_doubt` where another habit would read the same text differently."""

    amount: Decimal
    in_doubt: bool = False


def parse(text: str) -> Understood:
    """Read a number typed the Vietnamese way; "9.120" is 9120, in doubt, since Excel may have meant 9,12.

    Raises NotANumber for anything else, saying what was found.
    """
    compact = re.sub(r"[\s\u00a0\u202f]", "", text).replace(MINUS, "-")
    sign = Decimal(-1) if compact.startswith("-") else Decimal(1)
    body = compact[1:] if compact[:1] in {"+", "-"} else compact
    if _GROUPED.match(body):
        single_group = body.count(".") == 1 and "," not in body
        return Understood(sign * Decimal(body.replace(".", "").replace(",", ".")), in_doubt=single_group)
    if _PLAIN.match(body):
        thousands_like = bool(re.match(r"^[1-9]\d{0,2},\d{3}$", body))
        return Understood(sign * Decimal(body.replace(",", ".")), in_doubt=thousands_like)
    if _ENGLISH_GROUPED.match(body) and ("." in body or body.count(",") > 1):
        return Understood(sign * Decimal(body.replace(",", "")), in_doubt=True)
    if _ENGLISH_POINT.match(body):
        return Understood(sign * Decimal(body), in_doubt=True)
    raise NotANumber(f"“{text.strip()}” không phải là số; hãy nhập như 1.234 hoặc 1.234,5")


def rounded(amount: Decimal, places: int) -> Decimal:
    """Return the amount rounded half up (as official tables are), never through a float."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def shown(amount: Decimal | int | None, places: int = 0) -> str:
    """Return the amount as 1.234,5 with exactly `places` decimals; an en dash where there is none."""
    if amount is None:
        return NO_FIGURE
    value = rounded(Decimal(amount), places)
    text = f"{abs(value):,.{places}f}".replace(",", "\u0000").replace(".", ",").replace("\u0000", ".")
    return f"{MINUS}{text}" if value < 0 else text


def shown_plain(amount: Decimal | int | None) -> str:
    """Return the amount with as many decimals as it has, none trailing: 9120 is "9.120", 9.50 is "9,5"."""
    if amount is None:
        return ""
    value = Decimal(amount).normalize()
    exponent = value.as_tuple().exponent
    return shown(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def with_measure(figure: str, measure: str) -> str:
    """Return 95,56% or 1.204 người: signs stand close, words apart."""
    return f"{figure}{measure}" if measure in SIGNS else f"{figure} {measure}"


def shown_change(amount: Decimal | None, places: int = 1) -> str:
    """Return a change with its sign: +2,0 or −1,5; zero carries none."""
    if amount is None:
        return NO_FIGURE
    value = rounded(amount, places)
    return f"+{shown(value, places)}" if value > 0 else shown(value, places)
