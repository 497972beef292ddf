"""Addresses beside the pages of the tree: feedback form, calendar file, robots, the picture for sharing, a PDF."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import cast

from allauth.core.ratelimit import consume
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page
from wagtail.views import serve as wagtail_serve

from giaoban.interfaces.portal.addresses import is_sent_from_elsewhere, origin_of
from giaoban.interfaces.portal.calendars import calendar_of
from giaoban.interfaces.portal.errors import STAFF_DOORS
from giaoban.interfaces.portal.feedback import FeedbackForm, receive_feedback
from giaoban.interfaces.portal.ground import stand_on_ground
from giaoban.interfaces.portal.models import ArticlePage, ContactPage, PublicPage, ScheduleEntry
from giaoban.interfaces.portal.saving import TRY_AGAIN, article_pdf, handed_out
from giaoban.interfaces.portal.sharing import record_picture, share_picture
from giaoban.lib import clock
from giaoban.lib.lettering import TooBusy

# How much of the past a calendar file carries.
CALENDAR_PAST = timedelta(days=31)
# Doors that hold nothing for a search engine.
NOT_FOR_ROBOTS = (*STAFF_DOORS, "/tim-kiem/")


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page of the tree the way Wagtail does, from what is kept of the tree's top."""
    stand_on_ground(request, path)
    return cast(HttpResponse, wagtail_serve(request, path))


@csrf_exempt  # public pages carry no token, so that they stay cacheable; nothing here acts in anybody's name
@require_POST
def send_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store what a citizen wrote and lead back to the page; what cannot be taken is shown again as it was typed."""
    page = get_object_or_404(ContactPage.objects.live(), id=page_id, takes_feedback=True)
    with page.spoken():
        return _take_feedback(request, page, FeedbackForm(request.POST))


def _take_feedback(request: HttpRequest, page: ContactPage, form: FeedbackForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if is_sent_from_elsewhere(request):
        form.add_error(None, _("Thư phải được gửi từ trang này"))
        status = HTTPStatus.FORBIDDEN
    elif form.is_valid() and not form.is_trapped:
        if consume(request, action="feedback", key=str(page.pk)):
            receive_feedback(page=page, form=form, at=clock.now())
        else:
            form.add_error(None, _("Bạn đã gửi nhiều lần trong một giờ qua. Hãy chờ ít lâu rồi bấm Gửi lại."))
            status = HTTPStatus.TOO_MANY_REQUESTS
    if form.errors:
        shown = {**page.get_context(request), "form": form}
        return render(request, page.template, shown, status=status)
    return redirect(f"{page.get_url(request)}?sent=1#h-feedback")


@require_safe
def schedule_ics(request: HttpRequest) -> HttpResponse:
    """Return the published schedule as a calendar file, from a month ago on (1 query)."""
    since = clock.today() - CALENDAR_PAST
    entries = ScheduleEntry.objects.filter(page__live=True, day__gte=since)
    body = calendar_of(entries, at=clock.now(), host=request.get_host())
    return HttpResponse(
        body, "text/calendar; charset=utf-8", headers={"Content-Disposition": "inline; filename=lich.ics"}
    )


@require_safe
def picture_for_sharing(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Return the picture of a published page of the tree."""
    page = get_object_or_404(Page.objects.live(), pk=page_id).specific
    if not isinstance(page, PublicPage):
        raise Http404
    return _picture(lambda: share_picture(page))


@require_safe
def picture_of_record(request: HttpRequest, name: str, key: str = "") -> HttpResponseBase:
    """Return the picture of a page fed from the records: a list, or a record that is public."""
    return _picture(lambda: record_picture(name, key))


def _picture(drawn: Callable[[], Path | None]) -> HttpResponseBase:
    try:
        picture = drawn()
    except TooBusy:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=TRY_AGAIN)
    if picture is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=86400"}
    return FileResponse(picture.open("rb"), content_type="image/png", headers=headers)


@require_safe
def saved_article(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Return a published article as a PDF to keep, in the reader's language. No page, so that it is not a visit."""
    page = get_object_or_404(ArticlePage.objects.live(), slug=slug)
    address = str(page.get_full_url(request) or "")
    return handed_out(lambda: article_pdf(page, address), address=address, filename=f"{slug}.pdf")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines which doors are closed and where the map of the site is."""
    lines = ["User-agent: *", *(f"Disallow: {door}" for door in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {origin_of(request)}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")
