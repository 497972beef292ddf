"""The picture shown where a page is shared: drawn by the server, kept in a file until the title changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from giaoban.domain.conferences.queries import concluded
from giaoban.domain.documents.queries import public_consultation, public_papers
from giaoban.domain.orgs.models import Unit
from giaoban.domain.works.models import Work
from giaoban.interfaces.portal.lists import LISTS
from giaoban.interfaces.portal.models import PublicPage
from giaoban.lib import clock, dates, text
from giaoban.lib.typesetting import kept, key_of, set_sheet

SHEET = Path(__file__).parent / "typst" / "share.typ"
PIXELS_PER_INCH = 144.0  # 600 × 315 pt make 1200 × 630 pixels
MOST_KEPT = 2000  # pictures, some 60 MB; the oldest make room


@dataclass(frozen=True)
class Card:
    """What a picture says: the title, in which language, and below it when or where that is."""

    title: str
    below: str = ""
    language: str = settings.LANGUAGE_CODE


def share_picture(page: PublicPage) -> Path:
    """Return the file of the picture of a page of the tree, drawn where it does not stand yet; its older ones go.

    Raises TooBusy while another is drawn.
    """
    published = getattr(page, "published_at", None)
    time = dates.stamp(published.astimezone(clock.VIETNAM)) if published else ""
    return _drawn(str(page.pk), Card(page.title, time, page.language))


def _drawn(stem: str, card: Card) -> Path:
    told = {
        "title": card.title,
        "language": card.language,
        "time": card.below,
        "superior": settings.ORGAN["superior"],
        "organ": settings.ORGAN["name"],
        "bloc": settings.ORGAN["bloc"],
    }

    def draw() -> bytes:
        return set_sheet(SHEET, told, form="png", pixels_per_inch=PIXELS_PER_INCH)

    return kept(Path(settings.DATA_DIR, "share"), stem, key_of(SHEET, told), ".png", draw, most=MOST_KEPT)


# --- pages fed from the records ----------------------------------------------------------------------------------


def _paper(key: str) -> Card | None:
    paper = public_papers().filter(pk=int(key)).first()
    return Card(paper.abstract, _on(paper.issued_on)) if paper else None


def _briefing(key: str) -> Card | None:
    conference = concluded().filter(pk=int(key)).first()
    return Card(conference.title, _on(conference.starts_at.astimezone(clock.VIETNAM).date())) if conference else None


def _consultation(key: str) -> Card | None:
    found = public_consultation(int(key), clock.today())
    return Card(found.consultation.version.draft.title, _on(found.consultation.opens_on)) if found else None


def _work(key: str) -> Card | None:
    work = Work.objects.filter(pk=int(key), is_public=True).first()
    return Card(work.name, work.place) if work else None


def _unit(key: str) -> Card | None:
    """Return the card of the last unit that bore the code: its page tells of every day."""
    unit = Unit.objects.filter(code=key).order_by("-valid_from").first()
    return Card(unit.name[:1].upper() + unit.name[1:]) if unit else None


def _on(day: date | None) -> str:
    return dates.short(day) if day else ""


# The view of a page that shows one record, what names the record in its address, and how that is read.
RECORDS: dict[str, tuple[str, Callable[[str], Card | None]]] = {
    "document": ("paper_id", _paper), "briefing": ("conference_id", _briefing),
    "consultation": ("consultation_id", _consultation), "work": ("work_id", _work), "unit": ("code", _unit),
}  # fmt: skip


def picture_address(request: HttpRequest) -> str:
    """Return the path of the picture of the page fed from the records that answers a request; "" for any other."""
    match = request.resolver_match
    name = match.url_name or "" if match and match.namespace == "portal" else ""
    if name in LISTS:
        return reverse("portal:list_picture", args=[name])
    if match and name in RECORDS:
        return reverse("portal:record_picture", args=[name, match.kwargs[RECORDS[name][0]]])
    return ""


def record_picture(name: str, key: str) -> Path | None:
    """Return the file of the picture of a list (`key` is empty) or of a public record; None where there is none.

    Its words are Vietnamese, whoever asks: the picture goes to others. Raises TooBusy while another is drawn.
    """
    if not key:
        with translation.override(settings.LANGUAGE_CODE):
            card = Card(str(LISTS[name])) if name in LISTS else None
    elif name in RECORDS and (name == "unit" or (key.isascii() and key.isdigit() and len(key) < 19)):
        card = RECORDS[name][1](key)
    else:
        card = None
    # no hyphen behind the dot: the older pictures of one are not those of another whose key goes on with one
    return _drawn(f"{name}.{text.slug(key).replace('-', '_')}", card) if card else None
