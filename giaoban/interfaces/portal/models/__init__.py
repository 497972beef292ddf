"""The public pages an editor writes, as a Wagtail tree."""

from giaoban.interfaces.portal.models.base import ENGLISH, PublicPage, language_of
from giaoban.interfaces.portal.models.collection import CollectionEntry, CollectionPage
from giaoban.interfaces.portal.models.contact import ContactPage
from giaoban.interfaces.portal.models.english import EnglishPage
from giaoban.interfaces.portal.models.home import HomePage
from giaoban.interfaces.portal.models.news import ArticlePage, ArticleTag, NewsIndexPage, TaggedArticle, live_articles
from giaoban.interfaces.portal.models.organisation import Official, OrganisationPage
from giaoban.interfaces.portal.models.plain import GalleryPage, PlainPage, SectionPage
from giaoban.interfaces.portal.models.questions import Question, QuestionsPage
from giaoban.interfaces.portal.models.schedule import ScheduleEntry, SchedulePage
from giaoban.interfaces.portal.search.models import SearchEntry, SearchState

__all__ = [
    "ENGLISH",
    "ArticlePage",
    "ArticleTag",
    "CollectionEntry",
    "CollectionPage",
    "ContactPage",
    "EnglishPage",
    "GalleryPage",
    "HomePage",
    "NewsIndexPage",
    "Official",
    "OrganisationPage",
    "PlainPage",
    "PublicPage",
    "Question",
    "QuestionsPage",
    "ScheduleEntry",
    "SchedulePage",
    "SearchEntry",
    "SearchState",
    "SectionPage",
    "TaggedArticle",
    "language_of",
    "live_articles",
]
