"""The front page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

from giaoban.interfaces.portal.atlas import map_for_visitors
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.models.news import LATEST_SHOWN, live_articles
from giaoban.interfaces.portal.models.organisation import ADDRESS_PANEL, Address
from giaoban.lib import clock


class HomePage(PublicPage, Address):  # type: ignore[django-manager-missing]
    """The front page: one featured article, the latest ones, the map, the visit block; and the footer of the site."""

    featured = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("Bài nổi bật"), help_text=_("Để trống thì bài mới nhất đứng đầu"),
    )  # fmt: skip

    responsible = models.CharField(
        _("Người chịu trách nhiệm"), max_length=200, blank=True,
        help_text=_("Chức vụ, hoặc họ tên và chức vụ; để trống thì ghi người đứng đầu cơ quan"),
    )  # fmt: skip
    licence = models.CharField(
        _("Giấy phép"), max_length=250, blank=True, help_text=_("Số, ngày cấp, cơ quan cấp; chưa có thì để trống")
    )
    source_note = models.CharField(
        _("Ghi rõ nguồn"), max_length=250, blank=True, help_text=_("Điều kiện phát lại thông tin của trang")
    )

    template = "portal/home.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    # One line per kind, so that kinds added side by side do not meet.
    subpage_types: ClassVar = [
        "portal.NewsIndexPage",
        "portal.SectionPage",
        "portal.PlainPage",
        "portal.OrganisationPage",
        "portal.SchedulePage",
        "portal.QuestionsPage",
        "portal.GalleryPage",
        "portal.ContactPage",
    ]
    content_panels: ClassVar = [
        *PublicPage.title_panels,
        PageChooserPanel("featured", page_type="portal.ArticlePage"),
        MultiFieldPanel(["responsible", "licence", "source_note"], _("Chân trang")),
        ADDRESS_PANEL,
    ]

    class Meta:
        verbose_name = _("Trang chủ")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page an address names among the children, which the menu needs anyway: both cost one query.

        Where the address leads further down, what kind the child is suffices: its own fields are not read.
        """
        children = list(Page.objects.child_of(self).order_by("path"))
        request.portal_home, request.portal_children = self, children  # type: ignore[attr-defined]
        if not path_components:
            return super().route(request, path_components)
        found = next((child for child in children if child.slug == path_components[0]), None)
        if found is None:
            raise Http404
        child = found.specific_deferred if len(path_components) > 1 else found.specific
        child._cached_parent_obj = self
        return child.route(request, path_components[1:])

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
