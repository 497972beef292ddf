"""A conference hears a paper: it is entered into the register, or begun as a draft, and put on the item at once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Conference, Item
from giaoban.domain.conferences.operations import ConferenceRefused, attach_to_item, hold
from giaoban.domain.documents.models import Organ, PaperType
from giaoban.domain.documents.operations import register_incoming, start_draft
from giaoban.domain.orgs.models import Unit


@dataclass(frozen=True)
class Upload:
    """A paper as it came: what stands on it, and its file."""

    paper_type: PaperType
    symbol: str
    abstract: str
    issued_on: date
    file_name: str
    content: bytes


def organ_of(conference: Conference) -> Organ:
    """Return the coordinating body as an organ (1 query). Raises ConferenceRefused where it has no register yet."""
    organ = Organ.objects.filter(unit_id=conference.bloc.coordinator_id).first()
    if organ is None:
        raise ConferenceRefused("Cơ quan chủ trì chưa được lập sổ văn bản; quản trị viên cần khai báo trước")
    return organ


@transaction.atomic
def hear_upload(*, item: Item, unit: Unit, upload: Upload, acting_user: User, at: datetime) -> Item:
    """Register a unit's paper with its file and put it on the item, the unit as presenter.

    Raises what register_incoming and attach_to_item raise; then neither has happened.
    """
    hold(item.conference_id)
    paper = register_incoming(
        organ=organ_of(item.conference), organ_name=unit.name, paper_type=upload.paper_type, symbol=upload.symbol,
        abstract=upload.abstract, issued_on=upload.issued_on, content=upload.content, file_name=upload.file_name,
        acting_user=acting_user, at=at,
    )  # fmt: skip
    return attach_to_item(item=item, paper=paper, presenter=unit, acting_user=acting_user, at=at)


@transaction.atomic
def hear_new_draft(
    *, item: Item, paper_type: PaperType, title: str, text: str, acting_user: User, at: datetime
) -> Item:
    """Begin a draft of the coordinating body and put it on the item, to be voted on there."""
    hold(item.conference_id)
    draft = start_draft(organ=organ_of(item.conference), paper_type=paper_type, title=title, text=text,
                        acting_user=acting_user, at=at)  # fmt: skip
    return attach_to_item(item=item, draft=draft, acting_user=acting_user, at=at)
