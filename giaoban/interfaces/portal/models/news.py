"""News: the list and its articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.query import PageQuerySet

from giaoban.interfaces.portal.blocks import Body
from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.models.looking import around, look_up
from giaoban.lib import clock, text

ARTICLES_PER_PAGE = 10


class NewsIndexPage(PublicPage):
    """The news list, newest first, in pages."""

    template = "portal/news.html"
    max_count = 1
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.ArticlePage"]
    content_panels: ClassVar = PublicPage.title_panels

    class Meta:
        verbose_name = _("Danh sách tin")
        verbose_name_plural = pgettext_lazy("nhiều", "Danh sách tin")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find an article together with its tags (1 query)."""
        if len(path_components) != 1:
            return super().route(request, path_components)
        article: ArticlePage | None = look_up(ArticlePage, path_components[0], self)
        if article is None:
            raise Http404
        article._cached_parent_obj = self
        return article.route(request, [])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of articles, of one tag where ?the= names one; past the last page stands the last."""
        found = live_articles().descendant_of(self)
        tag = ArticleTag.objects.filter(slug=asked).first() if (asked := request.GET.get("the")) else None
        if tag is not None:
            found = found.filter(tagged__tag=tag)
        articles = Paginator(found, ARTICLES_PER_PAGE)
        return {
            **super().get_context(request, *args, **kwargs),
            "articles": articles.get_page(request.GET.get("trang")),
            "tag": tag,
        }


@dataclass(frozen=True)
class Tag:
    """A tag as a page shows it."""

    slug: str
    name: str


class ArticleTag(TagBase):
    """A word articles are gathered by; its address is spelled the Vietnamese way."""

    free_tagging = True

    class Meta:
        verbose_name = _("Thẻ")
        verbose_name_plural = _("Thẻ")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return the tag's part of an address: đ as d, a number behind the second of a name."""
        return text.slug(tag) + (f"-{i}" if i else "")


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(ArticleTag, on_delete=models.CASCADE, related_name="tagged")
    content_object = ParentalKey("portal.ArticlePage", on_delete=models.CASCADE, related_name="tagged")


class ArticlePage(PublicPage):
    """A news article. `conference_id` says from whose records it was composed; a plain reference, no key."""

    published_at = models.DateTimeField(
        _("Thời điểm đăng"), default=clock.now, help_text=_("Hiện trên bài, ví dụ 10-07-2020 17:00")
    )
    lead = models.TextField(_("Đoạn dẫn"), blank=True)
    body = StreamField(Body(), verbose_name=_("Nội dung"), blank=True)
    byline = models.CharField(_("Tác giả"), max_length=150, blank=True)
    conference_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False, db_index=True)
    has_made_up_figures = models.BooleanField(
        _("Có số liệu minh hoạ"), default=False, help_text=_("Bài sẽ mang nhãn “số liệu minh hoạ”")
    )
    tags = ClusterTaggableManager(through=TaggedArticle, blank=True, verbose_name=_("Thẻ"))

    template = "portal/article.html"
    parent_page_types: ClassVar = ["portal.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.title_panels,
        MultiFieldPanel(["published_at", "byline", "has_made_up_figures"], _("Thông tin bài")),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("Bài viết")
        verbose_name_plural = pgettext_lazy("nhiều", "Bài viết")
        indexes: ClassVar = [models.Index(fields=["-published_at"], name="article_newest_first")]

    @cached_property
    def description(self) -> str:
        """What search engines and whoever shares the article are told of it."""
        return self.search_description or Truncator(self.lead).chars(200)

    def tags_shown(self) -> list[Tag]:
        """Return the tags: those that came with the article when its address was looked up, else by a query."""
        if not hasattr(self, "tag_lines"):
            return [Tag(tag.slug, tag.name) for tag in self.tags.all()]
        return [Tag(*line.split("\t", 1)) for line in (self.tag_lines or "").splitlines()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add tags and the articles around this one (1 query)."""
        tags = self.tags_shown()
        parent = self.get_parent()
        path, address = (parent.path, parent.get_url(request) or "") if parent else ("", "")
        found = around(self.pk or 0, self.published_at, [tag.slug for tag in tags], path, address)
        return {
            **super().get_context(request, *args, **kwargs),
            "tags": tags,
            "around": found,
            "latest": found.latest,
        }


def live_articles() -> PageQuerySet:
    """Return the published articles, newest first."""
    return ArticlePage.objects.live().defer("body").order_by("-published_at", "-pk")
