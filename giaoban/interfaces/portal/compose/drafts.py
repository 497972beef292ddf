"""The draft page an editor goes on with."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.operations import record
from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.conferences.queries import concluded
from giaoban.interfaces.portal.compose.reading import compose
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.setup import news_index


class NotConcluded(Exception):
    """An article is written of a conference that has ended; this one has not."""


def concluded_conferences() -> QuerySet[Conference]:
    """Return the conferences an article may be made of, the last first."""
    return concluded().select_related("snapshot", "bloc__territory")


def drafts_of(conference: Conference) -> list[ArticlePage]:
    """Return the articles composed from the conference already, published or not (1 query)."""
    return list(ArticlePage.objects.filter(conference_id=conference.pk).defer("body").order_by("-pk"))


@transaction.atomic
def compose_article(*, conference: Conference, acting_user: User, at: datetime) -> ArticlePage:
    """Make a draft article from the records of a concluded conference; nothing is published.

    Raises PermissionDenied for anybody but an editor, NotConcluded before the conference has ended.
    """
    editor = standing(acting_user, at.date())
    if not editor.has(Role.EDITOR):
        raise PermissionDenied("Chỉ biên tập viên được soạn tin")
    if conference.state != ConferenceState.CONCLUDED:
        raise NotConcluded("Hội nghị chưa kết luận nên chưa soạn được tin")
    text = compose(conference)
    post = next(post for post in editor.posts if post.role == Role.EDITOR)
    page = ArticlePage(
        title=text.title, lead=text.lead, body=list(text.body), byline=post.title, published_at=at, live=False,
        has_unpublished_changes=True, conference_id=conference.pk, has_made_up_figures=settings.DEMO, owner=acting_user,
    )  # fmt: skip
    news_index().add_child(instance=page)
    page.save_revision(user=acting_user)
    record(act="portal.compose_article", target=f"portal.articlepage:{page.pk}", acting_user=acting_user, at=at,
           conference=conference.pk)  # fmt: skip
    return page
