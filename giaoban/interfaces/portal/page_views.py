"""Addresses beside the pages of the tree: feedback form, calendar file, feed, robots, an article's picture and PDF."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import cast

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.views import serve as wagtail_serve

from giaoban.interfaces.portal.calendars import calendar_of
from giaoban.interfaces.portal.feedback import FeedbackForm, receive_feedback
from giaoban.interfaces.portal.ground import stand_on_ground
from giaoban.interfaces.portal.models import ArticlePage, ContactPage, ScheduleEntry, live_articles
from giaoban.interfaces.portal.saving import article_pdf
from giaoban.interfaces.portal.sharing import share_picture
from giaoban.lib import clock
from giaoban.lib.lettering import TooBusy

# How much of the past a calendar file carries.
CALENDAR_PAST = timedelta(days=31)
IN_FEED = 20
TRY_AGAIN = {"Retry-After": "5"}
# Doors that hold nothing for a search engine.
NOT_FOR_ROBOTS = ("/lam-viec/", "/cms/", "/quan-tri/", "/dang-nhap/", "/tai-khoan/", "/tim-kiem/")


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page of the tree the way Wagtail does, from what is kept of the tree's top."""
    stand_on_ground(request, path)
    return cast(HttpResponse, wagtail_serve(request, path))


@csrf_exempt  # public pages carry no token, so that they stay cacheable; nothing here acts in anybody's name
@require_POST
def send_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store what a citizen wrote and lead back to the page; what cannot be taken is shown again as it was typed."""
    page = get_object_or_404(ContactPage.objects.live(), pk=page_id, takes_feedback=True)
    form = FeedbackForm(request.POST)
    status = HTTPStatus.OK
    if form.is_valid() and not form.is_trapped:
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
    """Return the picture of a published article."""
    page = get_object_or_404(live_articles(), pk=page_id)
    try:
        picture = share_picture(page).open("rb")
    except TooBusy:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=TRY_AGAIN)
    return FileResponse(picture, content_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@require_safe
def saved_article(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Return a published article as a PDF to keep, in the reader's language. No page, so that it is not a visit."""
    page = get_object_or_404(ArticlePage.objects.live(), slug=slug)
    try:
        paper = article_pdf(page).open("rb")
    except TooBusy:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=TRY_AGAIN)
    headers = {"Link": f'<{page.full_url}>; rel="canonical"'}
    return FileResponse(
        paper, as_attachment=True, filename=f"{slug}.pdf", content_type="application/pdf", headers=headers
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines which doors are closed and where the map of the site is."""
    lines = ["User-agent: *", *(f"Disallow: {door}" for door in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")


class ArticleFeed(Feed):  # type: ignore[type-arg]
    """The newest articles as Atom (1 query)."""

    feed_type = Atom1Feed
    language = "vi"

    def title(self) -> str:
        """Return the name of the news."""
        return f"{_('Tin tức')}, {settings.ORGAN['name']} {settings.ORGAN['superior']}"

    def link(self) -> str:
        """Return the address of the site."""
        return "/"

    def feed_url(self) -> str:
        """Return the feed's own address."""
        return reverse("portal:feed")

    def items(self) -> list[ArticlePage]:
        """Return what is new."""
        return list(live_articles()[:IN_FEED])

    def item_title(self, item: ArticlePage) -> str:
        """Return the headline."""
        return item.title

    def item_description(self, item: ArticlePage) -> str:
        """Return the leading paragraph."""
        return item.lead

    def item_link(self, item: ArticlePage) -> str:
        """Return the article's address."""
        return str(item.url)

    def item_pubdate(self, item: ArticlePage) -> datetime:
        """Return when the article was published."""
        return item.published_at

    def item_updateddate(self, item: ArticlePage) -> datetime:
        """Return when the article was last changed."""
        changed: datetime = item.last_published_at or item.published_at
        return changed

    def item_author_name(self, item: ArticlePage) -> str:
        """Return whose words it is."""
        return item.byline
