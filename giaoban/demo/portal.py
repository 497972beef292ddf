"""The public side of the demonstration: the site, the article of the conference, earlier visits."""

from datetime import datetime

from giaoban.demo.news import submit
from giaoban.demo.people import Cast
from giaoban.demo.pictures import load_pictures
from giaoban.demo.portal_pages import load_pages
from giaoban.domain.conferences.models import Conference
from giaoban.interfaces.portal.compose.drafts import compose_article
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.setup import setup_site
from giaoban.lib import clock


def load_portal(*, conference: Conference, cast: Cast, at: datetime) -> ArticlePage:
    """Set up the site; the editor composes the article and submits it, the chair approves, which publishes it."""
    with clock.held(at):
        home = setup_site()
        page = compose_article(conference=conference, acting_user=cast.editor, at=at)
        page.has_made_up_figures = True
        submit(page, cast=cast).current_task_state.approve(user=cast.chair)
        about = load_pages(home=home, conference=conference, cast=cast)
        load_pictures(about=about, cast=cast, at=at)
        page.refresh_from_db()
    return page
