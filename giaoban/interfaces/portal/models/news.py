"""News: the list and its articles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.query import PageQuerySet

from giaoban.interfaces.portal.atlas import map_for_visitors
from giaoban.interfaces.portal.blocks import Body
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.lib import clock

ARTICLES_PER_PAGE = 10
LATEST_SHOWN = 5


class NewsIndexPage(PublicPage):
    """The news list, newest first, in pages."""

    template = "portal/news.html"
    max_count = 1
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.ArticlePage"]
    content_panels: ClassVar = PublicPage.title_panels

    class Meta:
        verbose_name = _("Danh sách tin")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of articles; an address past the last page shows the last one."""
        articles = Paginator(live_articles().descendant_of(self), ARTICLES_PER_PAGE)
        return {
            **super().get_context(request, *args, **kwargs),
            "articles": articles.get_page(request.GET.get("trang")),
        }


class ArticlePage(PublicPage):
    """A news article. `conference_id` says from whose records it was composed; a plain reference, no key."""

    published_at = models.DateTimeField(_("Thời điểm đăng"), help_text=_("Hiện trên bài, ví dụ 10-07-2020 17:00"))
    lead = models.TextField(_("Đoạn dẫn"), blank=True)
    body = StreamField(Body(), verbose_name=_("Nội dung"), blank=True)
    byline = models.CharField(_("Tác giả"), max_length=150, blank=True)
    conference_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False, db_index=True)
    has_made_up_figures = models.BooleanField(
        _("Có số liệu minh hoạ"), default=False, help_text=_("Bài sẽ mang nhãn “số liệu minh hoạ”")
    )

    template = "portal/article.html"
    parent_page_types: ClassVar = ["portal.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.title_panels,
        MultiFieldPanel(["published_at", "byline", "has_made_up_figures"], _("Thông tin bài")),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("Bài viết")
        indexes: ClassVar = [models.Index(fields=["-published_at"], name="article_newest_first")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the map of the sidebar and the newest other articles."""
        return {
            **super().get_context(request, *args, **kwargs),
            "latest": list(live_articles().exclude(pk=self.pk)[:LATEST_SHOWN]),
            "map": map_for_visitors(clock.now()),
        }


def live_articles() -> PageQuerySet:
    """Return the published articles, newest first."""
    return ArticlePage.objects.live().defer("body").order_by("-published_at", "-pk")
