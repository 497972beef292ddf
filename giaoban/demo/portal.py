"""The public side of the demonstration: the site, the article of the conference, earlier visits."""

from datetime import datetime

from giaoban.demo.people import Cast
from giaoban.demo.portal_pages import load_pages
from giaoban.domain.conferences.models import Conference
from giaoban.interfaces.portal.compose.drafts import compose_article
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.setup import setup_site


def load_portal(*, conference: Conference, cast: Cast, at: datetime) -> ArticlePage:
    """Set up the site, compose the article as the editor does, and publish it."""
    home = setup_site()
    page = compose_article(conference=conference, acting_user=cast.editor, at=at)
    page.has_made_up_figures = True
    page.save_revision(user=cast.editor).publish(user=cast.editor)
    load_pages(home=home, conference=conference, cast=cast)
    return page
