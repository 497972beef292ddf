"""The organisation: what it is for, its units and posts as of today, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import titles_in
from giaoban.domain.orgs.models import Bloc, Level, Unit
from giaoban.domain.orgs.queries import members_of
from giaoban.interfaces.portal.blocks import TEXT_FEATURES
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.published import lacking
from giaoban.lib import clock


class Address(models.Model):
    """Where an office is found and reached."""

    address = models.CharField(_("Địa chỉ"), max_length=250, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=60, blank=True)
    fax = models.CharField(_("Fax"), max_length=60, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)

    class Meta:
        abstract = True


ADDRESS_PANEL = MultiFieldPanel(
    ["address", FieldRowPanel(["phone", "fax"]), "email"], _("Liên hệ"),
    help_text=_("Ghi ở trang chủ thì chân trang và mọi trang để trống phần này đều dùng; "
                "chưa ghi ở đâu thì trang liên hệ nói là đang cập nhật."),
)  # fmt: skip


@dataclass(frozen=True)
class UnitLine:
    """A unit with the titles of who leads it today."""

    unit: Unit
    titles: tuple[str, ...]


# The branches of the chart, from left to right.
BRANCHES = {
    Level.PROVINCE: _("Cơ quan cấp tỉnh"),
    Level.TOWN: _("Huyện, thị xã, thành phố"),
    Level.BODY: _("Phòng, ban, ngành, hội"),
    Level.COMMUNE: _("Xã, phường, thị trấn"),
}


@dataclass(frozen=True)
class Branch:
    """The units of one kind in the chart."""

    name: str
    units: list[Unit]


def branches_of(units: list[Unit]) -> list[Branch]:
    """Return units by kind, in their own order; kinds without a unit are left out."""
    branches = [Branch(str(name), [unit for unit in units if unit.level == level]) for level, name in BRANCHES.items()]
    return [branch for branch in branches if branch.units]


class OrganisationPage(PublicPage, Address):  # type: ignore[django-manager-missing]
    """Functions and contacts are the editor's; units and posts come from the records, as of today.

    People are shown by their posts. A name stands only where an editor wrote it among the contacts.
    """

    functions = RichTextField(_("Chức năng, nhiệm vụ"), features=[*TEXT_FEATURES, "h3"], blank=True)
    bloc = models.ForeignKey(
        Bloc, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("Khối"),
        help_text=_("Đơn vị và chức vụ lấy từ khối này; để trống thì lấy khối đầu tiên"),
    )  # fmt: skip

    template = "portal/pages/organisation.html"
    is_in_both_languages = True
    parent_page_types: ClassVar = ["portal.HomePage", "portal.SectionPage", "portal.EnglishPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.title_panels, FieldPanel("functions"), FieldPanel("bloc"), ADDRESS_PANEL,
        InlinePanel(
            "officials", heading=_("Người tiếp nhận, cung cấp thông tin"), label=_("Đầu mối"),
            help_text=_("Phải công khai (Nghị định 42/2022): họ tên, chức vụ, đơn vị, điện thoại, thư điện tử; cả "
                        "người phát ngôn. Chưa ghi ai thì trang nói là đang cập nhật."),
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("Tổ chức bộ máy")
        verbose_name_plural = pgettext_lazy("nhiều", "Tổ chức bộ máy")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the coordinating body and the bloc's members with their leading posts as of today (4 queries)."""
        today = clock.today()
        bloc = Bloc.objects.select_related("coordinator", "territory").order_by(
            models.Case(models.When(pk=self.bloc_id or 0, then=0), default=1), "pk"
        ).first()  # fmt: skip
        units = [bloc.coordinator, *members_of(bloc, today)] if bloc else []
        titles = titles_in([unit.pk for unit in units], today, Role.CHAIR, Role.SECRETARY, Role.HEAD, Role.EDITOR)
        lines = [UnitLine(unit, tuple(titles.get(unit.pk, ()))) for unit in units]
        return {
            **super().get_context(request, *args, **kwargs),
            "bloc": bloc,
            "lacks": "" if bloc else lacking(today),
            "today": today,
            "coordinator": lines[0] if lines else None,
            "members": lines[1:],
            "branches": branches_of(units[1:]),
            "officials": list(self.officials.all()),
        }


class Official(Orderable):
    """Whom a citizen may call, and about what."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="officials")
    name = models.CharField(_("Họ và tên"), max_length=120, blank=True)
    title = models.CharField(_("Chức vụ"), max_length=150)
    unit_name = models.CharField(_("Đơn vị công tác"), max_length=150, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=60, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    duty = models.CharField(_("Phụ trách"), max_length=200, blank=True, help_text=_("Ví dụ: người phát ngôn"))

    panels: ClassVar = [
        FieldRowPanel(["name", "title"]), FieldRowPanel(["unit_name", "duty"]), FieldRowPanel(["phone", "email"])
    ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or self.title
