"""What waits at the portal's desk: pages to approve, the last conference's article to compose."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from giaoban.domain.accounts.models import DESK_ROLES, MODERATOR_GROUP, Role
from giaoban.interfaces.portal.compose import concluded_conferences, drafts_of
from giaoban.interfaces.ui.acting import StaffRequest
from giaoban.interfaces.ui.waiting import Errand

SHOWN = 10


def errands(request: StaffRequest) -> Iterator[Errand]:
    """Tell what a moderator or an editor has to do (2 queries at most for each)."""
    if request.standing.has(*DESK_ROLES[MODERATOR_GROUP]):
        for state in TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("revision")[:SHOWN]:
            revision = state.revision
            words = _("Duyệt bài chờ đăng: %s") % revision.object_str
            yield Errand(words, reverse("wagtailadmin_pages:edit", args=[revision.object_id]), "check")
    if request.standing.has(Role.EDITOR):
        conference = concluded_conferences().first()
        if conference is not None and not drafts_of(conference):
            words = _("Soạn tin từ hội nghị: %s") % conference.title
            yield Errand(words, reverse("portal:compose_article", args=[conference.pk]), "pen")
