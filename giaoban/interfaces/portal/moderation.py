"""Draft, approval, publication: Wagtail's own workflow, told to the audit chain and to whoever waits for it.

Wagtail does the acts and asks who may; we follow its page log and its signals, in the transaction of the act
(ui.middleware.DeskTransactionMiddleware). Of an approval the audit line is written last, after the publication it
leads to: every writer of the portal locks the search index before the chain, so that two never wait for each other.
"""

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext_noop
from wagtail.models import Page, PageLogEntry, TaskState
from wagtail.signals import task_approved, task_cancelled, task_rejected, task_submitted

from giaoban.domain.accounts.models import DESK_ROLES, MODERATOR_GROUP, User
from giaoban.domain.accounts.queries import holders_anywhere
from giaoban.domain.audit.operations import record
from giaoban.domain.notices.operations import queue, settle
from giaoban.lib import clock

# What Wagtail calls an act in its page log, and its name in the chain. What is done to a draft stays in Wagtail's log.
ACTS = {
    "wagtail.workflow.start": "portal.submit_page",
    "wagtail.workflow.resume": "portal.submit_page",
    "wagtail.workflow.cancel": "portal.cancel_submission",
    "wagtail.publish": "portal.publish_page",
    "wagtail.publish.scheduled": "portal.publish_page",
    "wagtail.publish.schedule": "portal.schedule_page",
    "wagtail.schedule.cancel": "portal.cancel_schedule",
    "wagtail.unpublish": "portal.unpublish_page",
    "wagtail.unpublish.scheduled": "portal.unpublish_page",
    "wagtail.move": "portal.move_page",
    "wagtail.delete": "portal.delete_page",
}
SUBMITTED = "portal.submitted"  # the kind of notice that a page waits for approval


def follow_log(sender: Any, instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    """Record an act on a page that Wagtail has just logged."""
    act = ACTS.get(instance.action)
    if act and created:
        # what is unpublished at its hour is logged as a page of no kind
        whole = Page.objects.filter(pk=instance.page_id).select_related("content_type").first()
        kind = whole.content_type if whole else instance.content_type
        record(act=act, target=f"{kind.app_label}.{kind.model}:{instance.page_id}", acting_user=instance.user,
               at=clock.now(), revision=instance.revision_id)  # fmt: skip


def tell_moderators(sender: Any, instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Tell whoever may approve today that a page waits for them."""
    at, subject = clock.now(), gettext_noop("Chờ duyệt: {0}")
    people = holders_anywhere(at.date(), *DESK_ROLES[MODERATOR_GROUP])
    queue(recipient_ids=people.values_list("pk", flat=True), kind=SUBMITTED, at=at,
          subject=subject.format(_page_of(instance).draft_title), target=_target(instance))  # fmt: skip


def follow_approval(sender: Any, instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Record an approval and tell who asked for it."""
    _answered(instance, user, "portal.approve_page", gettext_noop("Đã duyệt: {0}"))


def follow_refusal(sender: Any, instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Record that changes were asked for and tell who asked for the approval, with the reason."""
    _answered(instance, user, "portal.reject_page", gettext_noop("Cần sửa: {0}"))


def follow_withdrawal(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """A page taken back before anybody answered waits for nobody."""
    settle(kind=SUBMITTED, target=_target(instance), at=clock.now())


def _answered(state: TaskState, user: User | None, act: str, subject: str) -> None:
    at, page = clock.now(), _page_of(state)
    settle(kind=SUBMITTED, target=_target(state), at=at)
    record(act=act, target=f"{page.cached_content_type.app_label}.{page.cached_content_type.model}:{page.pk}",
           acting_user=user, at=at, revision=state.revision_id)  # fmt: skip
    asked = state.workflow_state.requested_by_id
    if asked and (user is None or user.pk != asked):
        queue(recipient_ids=[asked], kind=act.replace("_page", ""), at=at,
              subject=subject.format(page.draft_title), body=state.comment, target=_target(state))  # fmt: skip


def _page_of(state: TaskState) -> Page:
    page: Page = state.workflow_state.content_object
    return page


def _target(state: TaskState) -> str:
    return f"wagtailcore.page:{state.workflow_state.object_id}"


def connect() -> None:
    """Listen; called once, when the portal is ready."""
    post_save.connect(follow_log, sender=PageLogEntry, dispatch_uid="portal.moderation.log")
    task_submitted.connect(tell_moderators, dispatch_uid="portal.moderation.submitted")
    task_approved.connect(follow_approval, dispatch_uid="portal.moderation.approved")
    task_cancelled.connect(follow_withdrawal, dispatch_uid="portal.moderation.withdrawn")
    task_rejected.connect(follow_refusal, dispatch_uid="portal.moderation.rejected")
