"""What the portal says in English: a section of the one tree, below which every page is written and shown in English.

Pages carry Wagtail's locale and translation key. The languages are not two trees with two routings: the words around a
Vietnamese page may be English too, and the news has no English half.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Locale, Page

from giaoban.interfaces.portal.models.base import ENGLISH, MENU_PANEL, PublicPage


class EnglishPage(PublicPage):
    """The way into the English pages; its address is /en/ and stays so."""

    intro = models.TextField(_("Giới thiệu (bằng tiếng Anh)"), blank=True)

    template = "portal/pages/section.html"
    max_count = 1
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.OrganisationPage", "portal.ContactPage", "portal.PlainPage"]
    content_panels: ClassVar = [*PublicPage.title_panels, FieldPanel("intro")]
    promote_panels: ClassVar = [
        MultiFieldPanel(["seo_title", "search_description"], _("Máy tìm kiếm")), MENU_PANEL
    ]  # fmt: skip

    class Meta:
        verbose_name = _("Các trang tiếng Anh")
        verbose_name_plural = pgettext_lazy("nhiều", "Các trang tiếng Anh")

    def _set_core_field_defaults(self) -> None:
        """Hold on to the address, and to the language, which pages made below take over."""
        self.slug = ENGLISH
        self.locale, _made = Locale.objects.get_or_create(language_code=ENGLISH)
        super()._set_core_field_defaults()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the published pages below, in the editor's order (1 query)."""
        children = Page.objects.child_of(self).live().order_by("path")
        return {**super().get_context(request, *args, **kwargs), "children": children}
