"""The front page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import PageChooserPanel

from giaoban.interfaces.portal.atlas import map_for_visitors
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.models.news import LATEST_SHOWN, live_articles
from giaoban.lib import clock


class HomePage(PublicPage):
    """The front page: one featured article, the latest ones, the map, the visit block."""

    featured = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("Bài nổi bật"), help_text=_("Để trống thì bài mới nhất đứng đầu"),
    )  # fmt: skip

    template = "portal/home.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    # One line per kind, so that kinds added side by side do not meet.
    subpage_types: ClassVar = [
        "portal.NewsIndexPage",
    ]
    content_panels: ClassVar = [
        *PublicPage.title_panels,
        PageChooserPanel("featured", page_type="portal.ArticlePage"),
    ]

    class Meta:
        verbose_name = _("Trang chủ")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the articles and the map."""
        latest = list(live_articles()[: LATEST_SHOWN + 1])
        leading = next((article for article in latest if article.pk == self.featured_id), None)
        if leading is None and self.featured_id:
            leading = live_articles().filter(pk=self.featured_id).first()
        leading = leading or (latest[0] if latest else None)
        rest = [article for article in latest if article != leading][:LATEST_SHOWN]
        return {
            **super().get_context(request, *args, **kwargs),
            "leading": leading,
            "latest": rest,
            "map": map_for_visitors(clock.now()),
        }
