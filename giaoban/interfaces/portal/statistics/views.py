"""The statistics page, its CSV, and for editors what each article was read."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.views.reports import PageReportView

from giaoban.domain.accounts.models import Role
from giaoban.domain.visits.queries import counted_since, report, views_of_pages
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.statistics import page
from giaoban.interfaces.portal.statistics.addresses import addresses_of
from giaoban.interfaces.portal.statistics.choosing import NAMES, OWN, chosen_days
from giaoban.interfaces.portal.visitors import shown_totals
from giaoban.interfaces.ui.acting import staff_view
from giaoban.lib import clock


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Say in words what is counted, and show it for the days asked for."""
    since = counted_since()
    chosen = chosen_days(request.GET, clock.today(), since)
    found = report(chosen.days, since=since, at=clock.now())
    shown = {
        **shown_totals(),
        "chosen": chosen,
        "choices": NAMES.items(),
        "own": OWN,
        "report": found,
        "course": page.course_of(found),
        "pages": page.page_lines(found, request),
        "hosts": page.host_lines(found),
        "devices": page.device_lines(found),
        "since": since,
    }
    response = render(request, "portal/statistics.html", shown)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        # Counts change without an act that the cache could notice. One second of folding and this one are the two
        # that figures may lag behind the journal.
        response["Cache-Control"] = "public, max-age=0, s-maxage=1"
    return response


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    since = counted_since()
    days = chosen_days(request.GET, clock.today(), since).days
    text = page.as_csv(report(days, since=since, at=clock.now()), request)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"thong-ke-truy-cap-{days.start}-{days.end}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


class ArticleReads(PageReportView):
    """Wagtail's own kind of report: the articles with their page views, also as a spreadsheet."""

    page_title: str | Promise = _("Lượt xem từng bài")
    header_icon = "view"
    index_url_name = "portal:article_reads"
    index_results_url_name = "portal:article_reads_results"
    results_template_name = "portal/desk/reads_results.html"
    export_headings: ClassVar = {"title": _("Bài viết"), "published_at": _("Đăng lúc"), "reads": _("Lượt xem")}
    export_filename = "luot-xem-tung-bai"
    list_export: ClassVar = [*export_headings]
    custom_field_preprocess: ClassVar = {
        "published_at": {
            "csv": lambda at: f"{at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}",
            "xlsx": lambda at: at.astimezone(clock.VIETNAM).replace(tzinfo=None),  # Excel knows no zones
        }
    }

    def get_queryset(self) -> Any:
        """Return the published articles, newest first."""
        self.queryset = ArticlePage.objects.live().select_related("content_type").order_by("-published_at")
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> list[ArticlePage]:
        """Add the views of each, at the addresses it had before too (3 queries)."""
        articles = list(object_list)
        site_root = articles[0].get_site().root_page.url_path.rstrip("/") if articles else ""
        paths = addresses_of(articles, site_root)
        reads = views_of_pages({path for known in paths.values() for path in known})
        for article in articles:
            article.reads = sum(reads.get(path, 0) for path in paths[article.pk])
        return articles

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        """Write the file the way the public one is written."""
        rows = [[self.get_heading(queryset, field) for field in self.list_export]]
        for article in queryset:
            told = self.to_row_dict(article)
            rows.append([self.preprocess_field_value(name, value, self.FORMAT_CSV) for name, value in told.items()])
        yield page.sheet_of(rows)


def _for_editors(view: Any) -> Any:
    return require_safe(staff_view(Role.EDITOR, Role.ADMINISTRATOR)(view))


article_reads = _for_editors(ArticleReads.as_view())
article_reads_results = _for_editors(ArticleReads.as_view(results_only=True))
