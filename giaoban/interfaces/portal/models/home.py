"""The front page."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from giaoban.interfaces.portal.blocks import MenuLines, first_menu
from giaoban.interfaces.portal.front import MainParts, SideParts, first_main, first_side, news_of
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.models.organisation import ADDRESS_PANEL, Address


class HomePage(PublicPage, Address):  # type: ignore[django-manager-missing]
    """The front page, in parts that an editor chooses and orders; and the footer of the site."""

    body = StreamField(
        MainParts(), verbose_name=_("Cột chính"), blank=True, default=first_main,
        help_text=_("Các phần của trang chủ; kéo để đổi thứ tự"),
    )  # fmt: skip
    side = StreamField(
        SideParts(), verbose_name=_("Cột bên"), blank=True, default=first_side,
        help_text=_("Trên điện thoại, cột này đứng dưới cột chính"),
    )  # fmt: skip

    menu = StreamField(
        MenuLines(), verbose_name=_("Thanh menu: các trang có sẵn"), blank=True, default=first_menu,
        help_text=_("Đứng sau trang đầu tiên của cây trang; kéo để đổi thứ tự, xoá thì trang chỉ còn ở chân trang"),
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
        "portal.CollectionPage",
        "portal.OrganisationPage",
        "portal.SchedulePage",
        "portal.QuestionsPage",
        "portal.GalleryPage",
        "portal.ContactPage",
        "portal.EnglishPage",
    ]
    content_panels: ClassVar = [
        *PublicPage.title_panels,
        FieldPanel("body"),
        FieldPanel("side"),
        FieldPanel("menu"),
        MultiFieldPanel(["responsible", "licence", "source_note"], _("Chân trang")),
        ADDRESS_PANEL,
    ]

    class Meta:
        verbose_name = _("Trang chủ")
        verbose_name_plural = pgettext_lazy("nhiều", "Trang chủ")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page an address names among the children, kept for the menu anyway (ground.py), else by a query.

        Where the address leads further down, what kind the child is suffices: its own fields are not read.
        """
        if not path_components:
            return super().route(request, path_components)
        kept: tuple[Page, ...] | None = getattr(request, "portal_children", None)
        children = Page.objects.child_of(self).filter(slug=path_components[0]) if kept is None else kept
        found = next((child for child in children if child.slug == path_components[0]), None)
        if found is None:
            raise Http404
        found = copy(found)
        child = found.specific_deferred if len(path_components) > 1 else found.specific
        child._cached_parent_obj = self
        return child.route(request, path_components[1:])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the news that the parts share; each part reads the rest for itself."""
        return {**super().get_context(request, *args, **kwargs), "news": news_of(self.body)}
