"""A page as a paper to keep: a PDF set by the server from the page's own words, kept until they change."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.rich_text import expand_db_html

from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.models.plain import prefetch_renditions
from giaoban.lib import clock, dates
from giaoban.lib.lettering import TooBusy
from giaoban.lib.marked_text import blocks_of
from giaoban.lib.typesetting import kept, key_of, set_sheet

SHEET = Path(__file__).parent / "typst" / "article.typ"
# The larger size of a picture that the page itself shows, in the one form that every reader of PDF knows.
PICTURE = "format-jpeg|width-960"
FOLLOWED = {"http", "https", "mailto", "tel"}
COLUMNS = ("name", "measure", "plan", "same_period", "actual", "percent", "change")
Pictures = dict[str, bytes]
TRY_AGAIN = {"Retry-After": "5"}


def handed_out(paper: Callable[[], Path], *, address: str, filename: str) -> HttpResponseBase:
    """Return the PDF of the page at `address`; while another is set, ask to come again. It is no page and no visit."""
    try:
        content = paper().open("rb")
    except TooBusy:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=TRY_AGAIN)
    headers = {"Link": f'<{address}>; rel="canonical"'}
    return FileResponse(content, as_attachment=True, filename=filename, content_type="application/pdf", headers=headers)


def article_pdf(page: ArticlePage, address: str) -> Path:
    """Return the file of an article in the reader's language, set where it does not stand yet; its older one goes.

    `address` is where the article stands, whole: it is written at the foot.

    Raises TooBusy while another is set.
    """
    pictures: Pictures = {}
    return paper_of("articles", page.pk, told_of(page, address, pictures), pictures)


def paper_of(folder: str, number: int, told: dict[str, Any], pictures: Pictures) -> Path:
    """Return the file of what is numbered so in its folder, set from what the sheet is told."""

    def draw() -> bytes:
        return set_sheet(SHEET, told, form="pdf", pictures=pictures)

    stem, key = f"{number}-{get_language()}", key_of(SHEET, told, pictures=pictures)
    return kept(Path(settings.DATA_DIR, folder), stem, key, ".pdf", draw)


def told_of(page: ArticlePage, address: str, pictures: Pictures) -> dict[str, Any]:
    """Return what the sheet is told of an article; its pictures are put beside, under the names it tells."""
    prefetch_renditions(page.body)
    parts = [_part(block, address, pictures) for block in page.body]
    about = {"lead": page.lead, "byline": page.byline, "tags": [tag.name for tag in page.tags_shown()]}
    return {
        **head_of(page.title, page.published_at, address, is_made_up=page.has_made_up_figures),
        **about,
        "parts": [part for part in parts if part],
    }


def head_of(title: str, at: datetime, address: str, *, is_made_up: bool) -> dict[str, Any]:
    """Return what the sheet is told of every page, its parts left out."""
    shown = at.astimezone(clock.VIETNAM)
    return {
        "title": title,
        "time": dates.stamp(shown),
        "day": [shown.year, shown.month, shown.day],
        "made_up": _("số liệu minh hoạ") if is_made_up else "",
        "lead": "", "byline": "", "tags": [],
        "organ": settings.ORGAN["name"],
        "superior": settings.ORGAN["superior"],
        "address": address,
        "says": {
            "source": _("Nguồn"), "page": _("Trang"),
            "columns": [_("Chỉ tiêu"), _("ĐVT"), _("Kế hoạch năm"), _("Cùng kỳ"), _("Thực hiện"),
                        _("So với kế hoạch (%)"), _("So với cùng kỳ")],
        },
    }  # fmt: skip


def _part(block: Any, address: str, pictures: Pictures) -> dict[str, Any] | None:
    """Return one block of the body as data; None for a picture that is no more."""
    kind, value = block.block_type, block.value
    if kind == "heading":
        return {"kind": kind, "text": value}
    if kind == "quote":
        return {"kind": kind, "text": value["text"], "language": value["language"] or "", "source": value["source"]}
    if kind == "figures":
        rows = [[row[column] for column in COLUMNS] for row in value["rows"]]
        return {"kind": kind, "title": value["title"], "rows": rows, "note": value["note"]}
    if kind == "picture":
        return _picture(value, pictures)
    return {"kind": "text", "blocks": blocks_of(expand_db_html(value.source), lambda href: _whole(address, href))}


def _picture(value: Any, pictures: Pictures) -> dict[str, Any] | None:
    if not isinstance(value["image"], get_image_model()):
        return None
    name = f"picture-{len(pictures)}.jpg"
    try:
        with value["image"].get_rendition(PICTURE).file.open("rb") as file:
            pictures[name] = file.read()
    except OSError:  # its file was lost; the page shows its words in its place
        return {"kind": "picture", "name": "", **_words(value)}
    return {"kind": "picture", "name": name, **_words(value)}


def _words(value: Any) -> dict[str, str]:
    credit = _("Ảnh: %(credit)s") % {"credit": value["credit"]} if value["credit"] else ""
    return {"alt": value["alt"], "caption": value["caption"], "credit": credit}


def _whole(address: str, href: str) -> str:
    """Return an address as it is followed from paper, or "" for what leads nowhere."""
    whole = urljoin(address, href) if href else ""
    return whole if urlsplit(whole).scheme in FOLLOWED else ""
