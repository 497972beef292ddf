"""The contact page and its feedback form; what is sent stands in the editors' desk under “Forms”."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.forms.models import FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel

from giaoban.interfaces.portal.feedback import FeedbackForm
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.models.organisation import ADDRESS_PANEL, Address


class ContactPage(FormMixin, PublicPage, Address):  # type: ignore[django-manager-missing]
    """Where the office is, and a form to write to it. The form posts to its own address: see views.send_feedback."""

    intro = models.TextField(_("Giới thiệu"), blank=True)
    hours = models.CharField(_("Giờ làm việc"), max_length=200, blank=True)
    takes_feedback = models.BooleanField(_("Nhận góp ý qua mẫu"), default=True)

    template = "portal/pages/contact.html"
    is_in_both_languages = True
    parent_page_types: ClassVar = ["portal.HomePage", "portal.EnglishPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        FormSubmissionsPanel(), *PublicPage.title_panels, FieldPanel("intro"), ADDRESS_PANEL, FieldPanel("hours"),
        FieldPanel("takes_feedback"),
    ]  # fmt: skip
    preview_modes: ClassVar = PublicPage.DEFAULT_PREVIEW_MODES

    class Meta:
        verbose_name = _("Liên hệ, góp ý")
        verbose_name_plural = pgettext_lazy("nhiều", "Liên hệ, góp ý")

    def get_form_class(self) -> type[FeedbackForm]:
        """Return the one form there is; its fields are not the editor's to change."""
        return FeedbackForm

    def get_data_fields(self) -> list[tuple[str, Any]]:
        """Return the columns of the list of what was sent."""
        asked = [(name, field.label) for name, field in FeedbackForm.base_fields.items() if name in FeedbackForm.KEPT]
        return [("submit_time", _("Lúc gửi")), *asked]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add an empty form."""
        return {**super().get_context(request, *args, **kwargs), "form": FeedbackForm()}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Show the page; whatever is posted to it goes nowhere."""
        return PublicPage.serve(self, request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Show the page as a reader sees it."""
        return self.serve(request)
