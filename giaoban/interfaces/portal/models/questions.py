"""Questions of citizens and the answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from giaoban.domain.orgs.models import Sector
from giaoban.interfaces.portal.blocks import TEXT_FEATURES
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.models.contact import ContactPage
from giaoban.lib import text

QUESTIONS_PER_PAGE = 20


class QuestionsPage(PublicPage):
    """The list, newest question first, narrowed by sector and words."""

    template = "portal/pages/questions.html"
    max_count = 1
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.title_panels,
        InlinePanel("questions", heading=_("Câu hỏi"), label=_("Câu hỏi")),
    ]

    class Meta:
        verbose_name = _("Hỏi đáp")
        verbose_name_plural = pgettext_lazy("nhiều", "Hỏi đáp")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of questions, that of ?trang= or with ?cau=, the sectors, where to ask (4 queries; ?cau=: 6)."""
        words, sector = request.GET.get("q", "").strip()[:100], request.GET.get("linh-vuc", "")
        found = Question.objects.filter(page_id=self.pk).select_related("sector").order_by("-asked_on", "-pk")
        if sector:
            found = found.filter(sector__code=sector)
        for word in text.fold(words).split():
            found = found.filter(search_text__contains=word)
        return {
            **super().get_context(request, *args, **kwargs),
            "questions": Paginator(found, QUESTIONS_PER_PAGE).get_page(_page_with(found, request)),
            "sectors": Sector.objects.all(),
            "words": words,
            "sector": sector,
            "asking": ContactPage.objects.live().filter(takes_feedback=True, locale=self.locale_id).first(),
        }


def _page_with(found: QuerySet[Question], request: HttpRequest) -> str | int | None:
    """Return the page of the list that holds the question an address names, else the page it names."""
    key = request.GET.get("cau", "")
    asked = found.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 10 else None
    if asked is None:
        return request.GET.get("trang")
    newer = found.filter(Q(asked_on__gt=asked.asked_on) | Q(asked_on=asked.asked_on, pk__gt=asked.pk))
    return newer.count() // QUESTIONS_PER_PAGE + 1


class Question(Orderable):
    """One question and its answer. The asker is described, never named without having agreed."""

    page = ParentalKey(QuestionsPage, on_delete=models.CASCADE, related_name="questions")
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("Lĩnh vực")
    )
    asked_on = models.DateField(_("Ngày hỏi"))
    asker = models.CharField(_("Người hỏi"), max_length=150, blank=True, help_text=_("Ví dụ: công dân xã Đắc Sơn"))
    question = models.TextField(_("Câu hỏi"))
    answer = RichTextField(_("Trả lời"), features=TEXT_FEATURES)
    answered_by = models.CharField(_("Đơn vị trả lời"), max_length=150)
    answered_on = models.DateField(_("Ngày trả lời"))
    search_text = models.TextField(editable=False, default="", help_text="question and answer folded by lib.text.fold")

    panels: ClassVar = [
        FieldRowPanel(["asked_on", "sector"]), FieldPanel("asker"), FieldPanel("question"), FieldPanel("answer"),
        FieldRowPanel(["answered_by", "answered_on"]),
    ]  # fmt: skip

    def __str__(self) -> str:
        return self.question[:80]

    def clean(self) -> None:
        """Keep the words by which the question is found. Wagtail checks an inline row before it stores it."""
        self.search_text = text.fold(f"{self.question} {self.answer}")
