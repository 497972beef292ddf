"""Running the conference: opened, items summarised, opinions recorded and answered."""

from datetime import datetime

from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Conference, ConferenceState, Disposition, Item, Opinion
from giaoban.domain.conferences.operations.access import (
    BEFORE,
    DURING,
    ConferenceConflict,
    ConferenceRefused,
    locked,
    note,
)
from giaoban.domain.orgs.models import Unit
from giaoban.lib.text import clean_block


@transaction.atomic
def open_conference(*, conference: Conference, acting_user: User, at: datetime) -> Conference:
    """Open the conference. Raises ConferenceRefused without a programme or without anybody checked in."""
    conference = locked(conference.pk, acting_user, at, BEFORE)
    if not conference.items.exists():
        raise ConferenceRefused("Chưa có chương trình")
    if not conference.delegates.filter(checked_in_at__isnull=False).exists():
        raise ConferenceRefused("Chưa điểm danh đại biểu nào")
    conference.state = ConferenceState.OPEN
    conference.version += 1
    conference.save(update_fields=["state", "version"])
    note("open_conference", conference, acting_user, at)
    return conference


@transaction.atomic
def summarise_item(
    *, item: Item, summary: str, acting_user: User, at: datetime, expected_summary: str | None = None
) -> Item:
    """Write what was heard under an item, for the minutes.

    `expected_summary` is the text the writer began from. Raises ConferenceConflict where another stands now.
    """
    conference = locked(item.conference_id, acting_user, at, DURING)
    item = Item.objects.select_for_update().get(pk=item.pk)
    text = clean_block(summary)
    if expected_summary is not None and clean_block(expected_summary) != item.summary:
        raise ConferenceConflict(text, item.summary)
    item.summary = text
    item.save(update_fields=["summary"])
    note("summarise_item", conference, acting_user, at, item=item.pk)
    return item


@transaction.atomic
def record_opinion(*, item: Item, unit: Unit, text: str, acting_user: User, at: datetime) -> Opinion:
    """Record what a seated unit said on an item."""
    conference = locked(item.conference_id, acting_user, at, DURING)
    if not clean_block(text):
        raise ConferenceRefused("Ý kiến không có nội dung")
    if not conference.delegates.filter(unit=unit).exists():
        raise ConferenceRefused(f"{unit.name} không có đại biểu ở hội nghị này")
    opinion = Opinion.objects.create(item=item, unit=unit, text=clean_block(text), recorded_at=at)
    note("record_opinion", conference, acting_user, at, opinion=opinion.pk, item=item.pk, speaker=unit.code)
    return opinion


@transaction.atomic
def answer_opinion(
    *, opinion: Opinion, disposition: Disposition, answer: str, answered_by: Unit, acting_user: User, at: datetime
) -> Opinion:
    """Record that an opinion is taken in (tiếp thu) or explained (giải trình), with the answer's words.

    Raises ConferenceRefused for an empty explanation, or an opinion that is answered already.
    """
    conference = locked(opinion.item.conference_id, acting_user, at, DURING)
    opinion = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if opinion.disposition != Disposition.OPEN:
        raise ConferenceRefused("Ý kiến đã được trả lời")
    if disposition == Disposition.OPEN or (disposition == Disposition.EXPLAINED and not clean_block(answer)):
        raise ConferenceRefused("Hãy chọn tiếp thu hoặc giải trình; giải trình phải có nội dung")
    opinion.disposition = disposition
    opinion.answer = clean_block(answer)
    opinion.answered_by = answered_by
    opinion.answered_at = at
    opinion.save(update_fields=["disposition", "answer", "answered_by", "answered_at"])
    note("answer_opinion", conference, acting_user, at, opinion=opinion.pk, disposition=disposition)
    return opinion
