"""Draft, approval, publication: who may, from when to when, what is told and recorded; all through Wagtail's desk."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow
from wagtail.test.utils.form_data import querydict_from_html

from giaoban.domain.accounts.models import EDITOR_GROUP, Role, User
from giaoban.domain.accounts.operations import end_post, give_post
from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.queries import find_fault
from giaoban.domain.notices.models import Notice
from giaoban.interfaces.console.account.views import address_of
from giaoban.interfaces.portal.models import ArticlePage, HomePage
from giaoban.interfaces.portal.setup import APPROVAL, setup_site
from tests.factories import portal as make
from tests.personas import PERSONAS, Personas, make_personas

pytestmark = pytest.mark.django_db
APPROVERS = ("secretary", "chair", "administrator")
Desk = Callable[..., int]


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch, at: datetime) -> list[datetime]:
    """The clock: its last entry is now."""
    now = [at]
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: now[-1])
    return now


@pytest.fixture
def personas(moment: list[datetime]) -> Personas:
    """Everybody, on a site that is set up."""
    setup_site()
    return make_personas()


@pytest.fixture
def draft(personas: Personas, at: datetime) -> ArticlePage:
    """A draft of the editor's."""
    page = make.article("Tin chưa duyệt", at, live=False, owner=personas.people["editor"])
    page.save_revision(user=personas.people["editor"])
    return page


def edit(client: Client, page: Page, **fields: str) -> int:
    """Open a page in the editor and send its form with some fields changed; return the status of the answer."""
    address = f"/cms/pages/{page.pk}/edit/"
    shown = client.get(address)
    if shown.status_code != 200:
        return int(shown.status_code)
    return int(client.post(address, {**form_of(shown.content.decode()), **fields}).status_code)


def form_of(html: str) -> dict[str, str]:
    """Return the fields of the editing form; the body, which a script draws, is empty."""
    return {**querydict_from_html(html, form_id="page-edit-form").dict(), "body-count": "0"}


def decide(client: Client, page: Page, action: str, comment: str = "") -> int:
    """Approve a page or ask for changes; return the status of the answer."""
    state = page.current_workflow_task_state
    assert state is not None
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return int(client.post(address, {"comment": comment}).status_code)


def submitted(personas: Personas, draft: ArticlePage) -> Any:
    """Submit the draft as the editor does."""
    assert edit(personas.client("editor"), draft, **{"action-submit": "1"}) == 302
    return ArticlePage.objects.get(pk=draft.pk)


def acts(page: Page) -> list[tuple[str, str]]:
    """What the chain says of a page: act and who."""
    found = Entry.objects.filter(target=f"portal.articlepage:{page.pk}")
    return [(entry.act.removeprefix("portal."), entry.actor) for entry in found]


def test_an_editor_submits_and_cannot_publish(personas: Personas, draft: ArticlePage) -> None:
    client = personas.client("editor")
    page = client.get(f"/cms/pages/{draft.pk}/edit/").content.decode()
    assert 'name="action-submit"' in page
    assert 'name="action-publish"' not in page
    assert edit(client, draft, **{"action-publish": "1"}) == 302  # Wagtail saves it as a draft
    draft.refresh_from_db()
    assert not draft.live
    page = submitted(personas, draft)
    assert page.current_workflow_state.workflow.name == APPROVAL
    assert not page.live
    assert acts(draft) == [("submit_page", "p-editor")]
    assert client.get(draft.url).status_code == 404
    told = Notice.objects.filter(kind="portal.submitted").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted(personas.people[name].pk for name in ("secretary", "chair"))
    assert address_of(Notice.objects.filter(kind="portal.submitted")[0].target) == f"/cms/pages/{draft.pk}/edit/"
    listed = personas.client("chair").get("/cms/").content.decode()
    assert "Tin chưa duyệt" in listed


def test_only_secretary_chair_and_administrator_approve(personas: Personas, draft: ArticlePage, at: datetime) -> None:
    waiting = submitted(personas, draft)
    for name in set(PERSONAS) - set(APPROVERS):
        assert decide(personas.client(name), waiting, "approve") in {302, 403}
        waiting.refresh_from_db()
        assert not waiting.live, name
        assert waiting.current_workflow_task_state.status == "in_progress"
    for number, name in enumerate(APPROVERS):
        page = submitted(personas, make.article(f"Tin {number}", at, live=False, owner=personas.people["editor"]))
        decide(personas.client(name), page, "approve")
        actor = f"p-{name}"
        assert acts(page) == [("submit_page", "p-editor"), ("publish_page", actor), ("approve_page", actor)]
        assert Client().get(page.url).status_code == 200
        assert not Notice.objects.unread().filter(kind="portal.submitted", target=f"wagtailcore.page:{page.pk}")
        answer = Notice.objects.get(recipient_id=personas.people["editor"].pk, subject=f"Đã duyệt: Tin {number}")
        assert answer.kind == "portal.approve"
    assert Notice.objects.unread().filter(kind="portal.submitted").count() == 2  # of the one that waits
    assert find_fault() is None


def test_changes_asked_for_come_back_with_their_reason(personas: Personas, draft: ArticlePage) -> None:
    page = submitted(personas, draft)
    assert decide(personas.client("editor"), page, "reject", "tự trả") in {302, 403}
    assert page.current_workflow_task_state.status == "in_progress"
    decide(personas.client("secretary"), page, "reject", "Thiếu nguồn số liệu")
    page = ArticlePage.objects.get()
    assert not page.live
    answer = Notice.objects.get(recipient_id=personas.people["editor"].pk)
    assert (answer.subject, answer.body) == ("Cần sửa: Tin chưa duyệt", "Thiếu nguồn số liệu")
    editor = personas.client("editor")
    assert edit(editor, page, title="Tin đã sửa", **{"action-submit": "1"}) == 302
    decide(personas.client("chair"), ArticlePage.objects.get(), "approve")
    assert [act for act, _ in acts(page)] == [
        "submit_page", "reject_page", "submit_page", "publish_page", "approve_page",
    ]  # fmt: skip
    assert Client().get(ArticlePage.objects.get().url).status_code == 200


def test_who_approves_also_withdraws(personas: Personas, draft: ArticlePage) -> None:
    decide(personas.client("chair"), submitted(personas, draft), "approve")
    address = f"/cms/pages/{draft.pk}/unpublish/"
    personas.client("editor").post(address)
    assert ArticlePage.objects.get().live
    personas.client("secretary").post(address)
    assert not ArticlePage.objects.get().live
    assert acts(draft)[-1] == ("unpublish_page", "p-secretary")


def test_a_role_that_has_ended_no_longer_moderates(
    personas: Personas, draft: ArticlePage, moment: list[datetime]
) -> None:
    chair, secretary = personas.people["chair"], personas.people["secretary"]
    post = chair.posts.get()
    post.valid_to = moment[-1].date()  # the last day; nobody does anything when it is over
    post.save()
    give_post(
        user=chair, unit=personas.units["board"], role=Role.EDITOR, title="Biên tập viên", acting_user=None,
        valid_from=post.valid_from, at=moment[-1],
    )  # fmt: skip
    end_post(post=secretary.posts.get(), on=moment[-1].date(), at=moment[-1], acting_user=None)
    page = submitted(personas, draft)
    assert personas.client("secretary").get("/cms/").status_code == 403
    decide(personas.client("secretary"), page, "approve")
    moment.append(moment[-1] + timedelta(days=1))
    assert personas.client("chair").get("/cms/").status_code == 200  # still an editor
    decide(personas.client("chair"), page, "approve")
    edit(personas.client("chair"), page, **{"action-publish": "1"})
    page.refresh_from_db()
    assert not page.live
    followed = Entry.objects.filter(act="accounts.follow_posts", target=f"accounts.user:{chair.pk}")
    assert followed.order_by("-number")[0].detail == {"joins": [], "leaves": ["Moderators"]}
    give_post(
        user=secretary, unit=personas.units["board"], role=Role.CHAIR, title="Trưởng ban", acting_user=None,
        valid_from=moment[-1].date() + timedelta(days=1), at=moment[-1],
    )  # fmt: skip
    assert personas.client("secretary").get("/cms/").status_code == 403  # not yet
    moment.append(moment[-1] + timedelta(days=1))
    decide(personas.client("secretary"), page, "approve")
    page.refresh_from_db()
    assert page.live


def test_without_its_audit_line_nothing_is_published(
    personas: Personas, draft: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = personas.client("chair")
    client.raise_request_exception = False
    address = f"/cms/pages/{draft.pk}/edit/"
    form = form_of(client.get(address).content.decode())

    def fail(**kwargs: object) -> None:
        raise OSError("the chain cannot be written")

    with monkeypatch.context() as broken:
        broken.setattr("giaoban.interfaces.portal.moderation.record", fail)
        assert client.post(address, {**form, "action-publish": "1"}).status_code == 500
    assert not ArticlePage.objects.get().live
    assert client.post(address, {**form, "action-publish": "1"}).status_code == 302
    assert ArticlePage.objects.get().live
    assert acts(draft) == [("publish_page", "p-chair")]


def test_the_set_up_makes_the_approval_once(moment: list[datetime]) -> None:
    setup_site()
    setup_site()
    approval = Workflow.objects.get()
    assert (approval.name, [task.name for task in approval.tasks]) == (APPROVAL, ["Chủ trì hoặc thư ký duyệt"])
    home = HomePage.objects.get()
    assert home.get_workflow() == approval
    may = GroupPagePermission.objects.filter(group__name=EDITOR_GROUP, page=home)
    assert sorted(may.values_list("permission__codename", flat=True)) == ["add_page", "change_page"]
    approval.deactivate()  # an office that wants none
    setup_site()
    assert not Workflow.objects.active().exists()
    assert not User.objects.exists()


def test_what_waits_at_the_desk_stands_on_the_first_page_of_whoever_may_do_it(
    personas: Personas, draft: ArticlePage
) -> None:
    def first_page(name: str) -> str:
        return personas.client(name).get("/lam-viec/").content.decode()

    waiting, address = "Duyệt bài chờ đăng: Tin chưa duyệt", f'href="/cms/pages/{draft.pk}/edit/"'
    assert waiting not in first_page("secretary")
    page = submitted(personas, draft)
    for name in set(PERSONAS) - {"anonymous"}:
        shown = first_page(name)
        assert (waiting in shown, address in shown) == (name in {"secretary", "chair"},) * 2, name
        assert ('href="/cms/"' in shown) == (name in {"editor", *APPROVERS}), name
        assert ('href="/quan-tri/"' in shown) == (name == "administrator"), name
    decide(personas.client("chair"), page, "approve")
    assert waiting not in first_page("secretary")


def test_the_last_conference_waits_for_its_article(personas: Personas, at: datetime) -> None:
    conference = make.concluded_conference(personas.bloc, at)
    errand = f"Soạn tin từ hội nghị: {conference.title}"
    assert errand not in personas.client("secretary").get("/lam-viec/").content.decode()
    assert errand in personas.client("editor").get("/lam-viec/").content.decode()
    make.article("Tin hội nghị", at, live=False, conference_id=conference.pk)
    assert errand not in personas.client("editor").get("/lam-viec/").content.decode()
