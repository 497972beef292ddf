"""Organs, congress terms, and where a number series stands."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.operations import record
from giaoban.domain.documents.models import NumberSeries, Organ, PaperType, System, Term
from giaoban.domain.documents.permissions import can_set_up
from giaoban.domain.documents.rules import abbreviation, state_span, term_span
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.queries import day_before
from giaoban.lib.text import clean


class PaperRefused(ValueError):
    """The act on a paper is against the rules of the register; the message (Vietnamese) says which."""


def _check_set_up(acting_user: User | None, unit_id: int, at: datetime) -> None:
    """None is the installation itself (the loader of a new office)."""
    if acting_user is not None and not can_set_up(standing(acting_user, at.date()), unit_id):
        raise PermissionDenied


@transaction.atomic
def register_organ(
    *, unit: Unit, system: System, superior_line: str, name_line: str, code: str, place: str, signer_title: str,
    acting_user: User | None, at: datetime,
) -> Organ:  # fmt: skip
    """Record how a unit's papers look: its lines, the code in its symbols, its place and who signs."""
    _check_set_up(acting_user, unit.pk, at)
    organ = Organ.objects.create(
        unit=unit, system=system, superior_line=clean(superior_line), name_line=clean(name_line), code=clean(code),
        place=clean(place), signer_title=clean(signer_title),
    )  # fmt: skip
    record(act="documents.register_organ", target=f"documents.organ:{organ.pk}", acting_user=acting_user, at=at,
           unit=unit.code, system=system, code=organ.code)  # fmt: skip
    return organ


@transaction.atomic
def open_term(*, organ: Organ, name: str, starts_on: date, acting_user: User | None, at: datetime) -> Term:
    """Open a congress term: every Party series starts again at 01. The running term ends the day before.

    `starts_on` is the day after the congress closed (or the first meeting of the new committee).
    Raises PaperRefused where a term begins on or after that day, or a paper of the old term bears a later date.
    """
    _check_set_up(acting_user, organ.unit_id, at)
    Organ.objects.select_for_update().get(pk=organ.pk)
    if organ.terms.filter(starts_on__gte=starts_on).exists():
        raise PaperRefused("Đã có nhiệm kỳ bắt đầu từ ngày đó hoặc sau đó")
    running = organ.terms.filter(ends_on__isnull=True).first()
    if running is not None:
        late = NumberSeries.objects.filter(organ=organ, span=term_span(running.pk), papers__issued_on__gte=starts_on)
        if late.exists():
            raise PaperRefused("Đã có văn bản của nhiệm kỳ trước ban hành từ ngày đó")
        running.ends_on = day_before(starts_on)
        running.save(update_fields=["ends_on"])
    term = Term.objects.create(organ=organ, name=clean(name), starts_on=starts_on)
    record(act="documents.open_term", target=f"documents.organ:{organ.pk}", acting_user=acting_user, at=at,
           unit=organ.unit.code, name=term.name, starts_on=starts_on)  # fmt: skip
    return term


@transaction.atomic
def open_series(
    *, organ: Organ, paper_type: PaperType, on: date, last_number: int, acting_user: User | None, at: datetime
) -> NumberSeries:
    """State the last number that was given on paper before this register took over.

    Raises PaperRefused once the series has issued a number here: a gap would follow.
    """
    _check_set_up(acting_user, organ.unit_id, at)
    series = locked_series(organ, paper_type, on)
    if series.papers.exists():
        raise PaperRefused("Dãy số đã cấp số trong hệ thống, không đặt lại được")
    series.last_number = last_number
    series.save(update_fields=["last_number"])
    record(act="documents.open_series", target=f"documents.organ:{organ.pk}", acting_user=acting_user, at=at,
           unit=organ.unit.code, paper_type=paper_type, span=series.span, last_number=last_number)  # fmt: skip
    return series


def span_on(organ: Organ, day: date) -> str:
    """Return the span whose series a paper issued on `day` takes its number from. Raises PaperRefused (no term)."""
    if organ.system == System.STATE:
        return state_span(day)
    term = organ.terms.filter(starts_on__lte=day).order_by("-starts_on").first()
    if term is None:
        raise PaperRefused("Chưa mở nhiệm kỳ cho ngày ban hành này; số văn bản của Đảng chạy theo nhiệm kỳ")
    return term_span(term.pk)


def locked_series(organ: Organ, paper_type: PaperType, day: date) -> NumberSeries:
    """Return the series row locked until the transaction ends: who comes second waits for the first's number."""
    abbreviation(organ.system, paper_type)
    span = span_on(organ, day)
    NumberSeries.objects.get_or_create(organ=organ, paper_type=paper_type, span=span)
    return NumberSeries.objects.select_for_update().get(organ=organ, paper_type=paper_type, span=span)
