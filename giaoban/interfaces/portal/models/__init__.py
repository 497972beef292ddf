"""The public pages an editor writes, as a Wagtail tree: home, news list, articles."""

from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.interfaces.portal.models.home import HomePage
from giaoban.interfaces.portal.models.news import ArticlePage, NewsIndexPage, live_articles
from giaoban.interfaces.portal.search.models import SearchEntry, SearchState

__all__ = ["ArticlePage", "HomePage", "NewsIndexPage", "PublicPage", "SearchEntry", "SearchState", "live_articles"]
