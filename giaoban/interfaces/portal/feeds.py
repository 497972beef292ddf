"""The newest articles as an Atom feed."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from giaoban.interfaces.portal.addresses import origin_of
from giaoban.interfaces.portal.facts import organ_name
from giaoban.interfaces.portal.models import ArticlePage, live_articles

IN_FEED = 20


class ArticleFeed(Feed):  # type: ignore[type-arg]
    """The newest articles (1 query). What Django hands around as `origin` is what whole addresses begin with."""

    feed_type = Atom1Feed
    language = "vi"

    def get_object(self, request: HttpRequest) -> str:
        """Return what addresses begin with."""
        return origin_of(request)

    def title(self) -> str:
        """Return the name of the news."""
        return f"{_('Tin tức')}, {organ_name()}"

    def link(self, origin: str) -> str:
        """Return the address of the site."""
        return f"{origin}/"

    def feed_url(self, origin: str) -> str:
        """Return the feed's own address."""
        return f"{origin}{reverse('portal:feed')}"

    def author_name(self) -> str:
        """Return whose feed it is."""
        return organ_name()

    def items(self, origin: str) -> list[tuple[str, ArticlePage]]:
        """Return what is new, each with what its address begins with."""
        return [(origin, article) for article in live_articles()[:IN_FEED]]

    def item_title(self, item: tuple[str, ArticlePage]) -> str:
        """Return the headline."""
        return item[1].title

    def item_description(self, item: tuple[str, ArticlePage]) -> str:
        """Return the leading paragraph as HTML, which Django's feed says it is."""
        return escape(item[1].lead)

    def item_link(self, item: tuple[str, ArticlePage]) -> str:
        """Return the article's address."""
        origin, article = item
        return f"{origin}{article.url}"

    def item_pubdate(self, item: tuple[str, ArticlePage]) -> datetime:
        """Return when the article was published."""
        return item[1].published_at

    def item_updateddate(self, item: tuple[str, ArticlePage]) -> datetime:
        """Return when the article was last changed."""
        article = item[1]
        changed: datetime = article.last_published_at or article.published_at
        return changed

    def item_author_name(self, item: tuple[str, ArticlePage]) -> str:
        """Return whose words it is: the organ's where nobody else is named."""
        return item[1].byline or organ_name()
