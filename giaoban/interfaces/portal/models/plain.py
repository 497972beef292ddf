"""Pages that are only what an editor writes: a section with what stands below it, a plain page, a gallery."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from giaoban.interfaces.portal.blocks import Audio, Body, Picture, Video
from giaoban.interfaces.portal.models.base import PublicPage

BELOW_A_SECTION = [
    "portal.SectionPage", "portal.PlainPage", "portal.CollectionPage", "portal.GalleryPage", "portal.OrganisationPage",
]  # fmt: skip


class SectionPage(PublicPage):
    """A part of the site: a few words, and the pages below it."""

    intro = models.TextField(_("Giới thiệu"), blank=True)

    template = "portal/pages/section.html"
    parent_page_types: ClassVar = ["portal.HomePage", "portal.SectionPage"]
    subpage_types: ClassVar = BELOW_A_SECTION
    content_panels: ClassVar = [*PublicPage.title_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("Chuyên mục")
        verbose_name_plural = pgettext_lazy("nhiều", "Chuyên mục")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the published pages below, in the editor's order (1 query)."""
        return {
            **super().get_context(request, *args, **kwargs),
            "children": Page.objects.child_of(self).live().order_by("path"),
        }


class PlainPage(PublicPage):
    """Text of the editor's, in the same blocks as an article."""

    body = StreamField(Body(), verbose_name=_("Nội dung"), blank=True)

    template = "portal/pages/plain.html"
    parent_page_types: ClassVar = ["portal.HomePage", "portal.SectionPage", "portal.EnglishPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*PublicPage.title_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("Trang nội dung")
        verbose_name_plural = pgettext_lazy("nhiều", "Trang nội dung")


class GalleryPage(PublicPage):
    """Pictures, video and sound, each with the words that stand for it."""

    intro = models.TextField(_("Giới thiệu"), blank=True)
    pictures = StreamField(
        [("picture", Picture()), ("video", Video()), ("audio", Audio())],
        verbose_name=_("Ảnh, video, âm thanh"),
        blank=True,
    )

    template = "portal/pages/gallery.html"
    parent_page_types: ClassVar = ["portal.HomePage", "portal.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*PublicPage.title_panels, FieldPanel("intro"), FieldPanel("pictures")]

    class Meta:
        verbose_name = _("Thư viện ảnh")
        verbose_name_plural = pgettext_lazy("nhiều", "Thư viện ảnh")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Fetch the pictures' sizes at once (1 query)."""
        prefetch_renditions(self.pictures)
        return {**super().get_context(request, *args, **kwargs)}


def prefetch_renditions(stream: Any) -> None:
    """Fetch the sizes of every picture in a stream with one query, so that a page costs the same however many it has.

    A picture whose file was deleted from the library is left out by the template.
    """
    images = [block.value["image"] for block in stream if block.block_type == "picture"]
    images = [image for image in images if isinstance(image, get_image_model())]
    if images:
        prefetch_related_objects(images, "renditions")
