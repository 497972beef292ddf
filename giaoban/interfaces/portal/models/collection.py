"""Information an office must make public that comes as files or links: a dated list, newest first."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from giaoban.interfaces.portal.models.base import PublicPage


class CollectionPage(PublicPage):
    """Papers and links of one kind, with date and title. What belongs here is said while there are none."""

    intro = models.TextField(_("Giới thiệu"), blank=True)
    belongs = models.CharField(
        _("Trang này đăng gì"), max_length=300, blank=True, help_text=_("Hiện khi danh mục còn trống")
    )

    template = "portal/pages/collection.html"
    parent_page_types: ClassVar = ["portal.HomePage", "portal.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.title_panels, FieldPanel("intro"), FieldPanel("belongs"),
        InlinePanel("entries", heading=_("Các mục"), label=_("Mục")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("Danh mục công khai")
        verbose_name_plural = pgettext_lazy("nhiều", "Danh mục công khai")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the entries with their files (1 query)."""
        if getattr(request, "is_preview", False):  # a draft's entries are not in the table yet
            found = list(self.entries.all())
        else:
            found = list(CollectionEntry.objects.filter(page_id=self.pk).select_related("document"))
        entries = sorted(found, key=lambda entry: entry.day, reverse=True)  # of one day: as the editor put them
        return {**super().get_context(request, *args, **kwargs), "entries": entries}

    def search_text(self) -> str:
        """Return what search finds the page by: its words and its entries' (1 query)."""
        lines = [self.search_description, self.intro]
        lines += [f"{entry.title} {entry.note}".strip() for entry in self.entries.all()]
        return "\n".join(line for line in lines if line)


class CollectionEntry(Orderable):
    """One paper or link; without either it is a statement, such as that there was nothing to publish in a year."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="entries")
    day = models.DateField(_("Ngày"))
    title = models.CharField(_("Tên"), max_length=300)
    document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("Tệp"),
    )  # fmt: skip
    address = models.CharField(
        _("Liên kết"), max_length=500, blank=True,
        help_text=_("Địa chỉ https://… hoặc trang của cổng, ví dụ /so-lieu/"),
        validators=[RegexValidator(r"^(https?://|/(?!/))\S*$", _("Bắt đầu bằng https:// hoặc /"))],
    )  # fmt: skip
    note = models.CharField(_("Ghi chú"), max_length=400, blank=True)

    panels: ClassVar = [
        FieldRowPanel(["day", "title"]), FieldPanel("document"), FieldPanel("address"), FieldPanel("note")
    ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
