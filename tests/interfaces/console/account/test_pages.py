"""My posts and my notices."""

from datetime import datetime

import pytest
from django.test import Client

from giaoban.domain.accounts.models import User
from giaoban.domain.notices.models import Notice
from giaoban.domain.notices.operations import queue

pytestmark = pytest.mark.django_db


def signed_in() -> tuple[Client, User]:
    user = User.objects.create_user("dac-son", password="x")
    client = Client()
    client.force_login(user)
    return client, user


def test_the_first_page_and_my_account_answer() -> None:
    client, _ = signed_in()
    assert client.get("/lam-viec/").status_code == 200
    assert client.get("/lam-viec/toi/").status_code == 200


def test_notices_are_mine_and_marked_by_post_only(at: datetime) -> None:
    client, user = signed_in()
    queue(recipient_ids=[user.pk, user.pk + 1], kind="reports.returned", subject="Báo cáo bị trả lại", at=at)
    page = client.get("/lam-viec/toi/thong-bao/")
    assert page.content.decode().count("Báo cáo bị trả lại") == 2  # subject and the button that names it
    assert client.get("/lam-viec/toi/thong-bao/da-doc/").status_code == 405
    theirs = Notice.objects.get(recipient_id=user.pk + 1)
    client.post("/lam-viec/toi/thong-bao/da-doc/", {"notice": theirs.pk})
    assert Notice.objects.unread().count() == 2
    client.post("/lam-viec/toi/thong-bao/da-doc/")
    assert list(Notice.objects.unread().values_list("recipient_id", flat=True)) == [user.pk + 1]


def test_a_notice_leads_to_what_it_speaks_of(at: datetime) -> None:
    client, user = signed_in()
    for target in ("tasks.task:7", "reports.submission:3", "visits.day:1", ""):
        queue(recipient_ids=[user.pk], kind="tasks.assigned", subject="Việc mới", at=at, target=target)
    shown = client.get("/lam-viec/toi/thong-bao/").content.decode()
    assert '<a href="/lam-viec/nhiem-vu/7/">Việc mới</a>' in shown
    assert '<a href="/lam-viec/bao-cao/3/xem/">Việc mới</a>' in shown
    assert shown.count('<p class="what">Việc mới</p>') == 2
