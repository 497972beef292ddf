"""The parts an editor puts the front page together from. Each reads what it shows when the page is asked for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from giaoban.interfaces.portal.front.reading import (
    MOST_LATEST,
    MOST_LEADING,
    coming_work,
    last_briefing,
    newest_papers,
)

Context = dict[str, Any]


def _count(most: int, usual: int, *, least: int = 1) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=_("Số mục"), min_value=least, max_value=most, default=usual)


class Featured(blocks.StructBlock):
    """The articles that lead; the page reads them (see front.reading.news_of)."""

    articles = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="portal.ArticlePage", label=_("Bài")), max_num=MOST_LEADING, default=[],
        label=_("Bài nổi bật"), help_text=_("Để trống thì bài mới nhất đứng đầu"),
    )  # fmt: skip

    class Meta:
        icon = "pick"
        label = _("Tin nổi bật")
        template = "portal/front/featured.html"


class Latest(blocks.StructBlock):
    """The newest of the other articles."""

    count = _count(MOST_LATEST, 5)

    class Meta:
        icon = "doc-full"
        label = _("Tin mới")
        template = "portal/front/latest.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Take them from the page's news, so that no article stands there twice."""
        context: Context = super().get_context(value, parent_context=parent_context)
        news = context.get("news")
        return {**context, "articles": news.latest[: value["count"]] if news else []}


class Briefing(blocks.StructBlock):
    """The conference that concluded last, with its key figures."""

    figures = blocks.IntegerBlock(label=_("Số chỉ tiêu chính"), min_value=0, max_value=12, default=6)

    class Meta:
        icon = "table"
        label = _("Kỳ giao ban gần nhất")
        template = "portal/front/briefing.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Read it from the records."""
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "briefing": last_briefing(value["figures"])}


class Documents(blocks.StructBlock):
    """The newest public papers."""

    count = _count(10, 4)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Văn bản mới")
        template = "portal/front/documents.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Read them from the register."""
        return {**super().get_context(value, parent_context=parent_context), "papers": newest_papers(value["count"])}


class Schedule(blocks.StructBlock):
    """What the schedule holds from today on."""

    count = _count(8, 4)

    class Meta:
        icon = "calendar-alt"
        label = _("Lịch công tác")
        template = "portal/front/schedule.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Read it from the schedule page."""
        return {**super().get_context(value, parent_context=parent_context), "entries": coming_work(value["count"])}


class Map(blocks.StaticBlock):
    """The map of today."""

    class Meta:
        icon = "site"
        label = _("Bản đồ hành chính")
        template = "portal/_todays_map.html"


class Visits(blocks.StaticBlock):
    """The visit block."""

    class Meta:
        icon = "view"
        label = _("Thống kê truy cập")
        template = "portal/front/visits.html"


class LinkLine(blocks.StructBlock):
    """A word and where it leads: to a page of this site or to another site."""

    title = blocks.CharBlock(label=_("Tên"), max_length=120)
    page = blocks.PageChooserBlock(label=_("Trang của cổng này"), required=False)
    address = blocks.URLBlock(label=_("Hoặc địa chỉ trang khác"), required=False)

    def clean(self, value: Any) -> Any:
        """Refuse a link that leads nowhere, or to two places."""
        found = super().clean(value)
        if bool(found["page"]) == bool(found["address"]):
            told = ValidationError(_("Chọn một trang của cổng, hoặc ghi địa chỉ trang khác"))
            raise StructBlockValidationError(block_errors={"address": told})
        return found


class Links(blocks.StructBlock):
    """Links, under a heading."""

    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=80)
    links = blocks.ListBlock(LinkLine(label=_("Liên kết")), label=_("Các liên kết"))

    class Meta:
        icon = "link"
        label = _("Liên kết")
        help_text = _(
            "Cổng của Chính phủ, của tỉnh, của cơ quan cấp trên, Cổng Dịch vụ công quốc gia. "
            "Chưa có liên kết nào thì người đọc không thấy phần này."
        )
        template = "portal/front/links.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Leave out links to pages that are not published."""
        shown = [line for line in value["links"] if line["address"] or (line["page"] and line["page"].live)]
        return {**super().get_context(value, parent_context=parent_context), "lines": shown}


ONCE: dict[str, int] = {"max_num": 1}


class MainParts(blocks.StreamBlock):
    """The wide column, in the editor's order."""

    featured = Featured()
    briefing = Briefing()
    latest = Latest()
    documents = Documents()
    links = Links()

    class Meta:
        block_counts = dict.fromkeys(("featured", "briefing", "latest", "documents"), ONCE)


class SideParts(blocks.StreamBlock):
    """The narrow column, below the wide one on a phone."""

    schedule = Schedule()
    map = Map()
    visits = Visits()
    links = Links()

    class Meta:
        block_counts = dict.fromkeys(("schedule", "map", "visits"), ONCE)


def first_main() -> list[tuple[str, Context]]:
    """Return the wide column of a new site."""
    return [
        ("featured", {"articles": []}), ("briefing", {"figures": 6}), ("latest", {"count": 5}),
        ("documents", {"count": 4}),
    ]  # fmt: skip


def first_side() -> list[tuple[str, Context | None]]:
    """Return the narrow column of a new site."""
    links: Context = {"title": gettext_noop("Liên kết"), "links": []}
    return [("schedule", {"count": 4}), ("map", None), ("visits", None), ("links", links)]
