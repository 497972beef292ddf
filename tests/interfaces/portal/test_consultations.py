"""Drafts open for comment on the portal: read by anybody, written to with care, nothing typed lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from giaoban.domain.documents.models import Consultation, PaperType, PublicComment, Reply
from giaoban.domain.documents.operations import (
    answer_public_comment,
    close_for_comment,
    open_for_comment,
    start_draft,
    submit_public_comment,
)
from tests.factories.documents import MOMENT, Office, make_office
from tests.showing import showing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path) -> Iterator[None]:
    cache.clear()
    with showing(MOMENT, tmp_path):
        yield


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def acting(office: Office) -> dict[str, Any]:
    return {"acting_user": office.people["secretary"], "at": MOMENT}


def opened(office: Office, acting: dict[str, Any], *, in_days: int = 0) -> Consultation:
    draft = start_draft(organ=office.organ, paper_type=PaperType.REGULATION, title="Quy chế phối hợp",
                        text="Điều 1. <Phạm vi>", **acting)  # fmt: skip
    first = MOMENT.date() + timedelta(days=in_days)
    return open_for_comment(draft=draft, opens_on=first, closes_on=first + timedelta(days=10), **acting)


def address(one: Consultation, name: str = "consultation") -> str:
    return reverse(f"portal:{name}", args=[one.pk])


def test_lists_say_what_is_open_what_is_over_and_nothing_of_what_is_to_come(
    client: Client, office: Office, acting: dict[str, Any]
) -> None:
    url = reverse("portal:consultations")
    assert "Hiện không có dự thảo nào" in client.get(url).content.decode()
    to_come = opened(office, acting, in_days=1)
    assert "Quy chế phối hợp" not in client.get(url).content.decode()
    for name in ("consultation", "consultation_sent"):
        assert client.get(address(to_come, name)).status_code == 404
    running = opened(office, acting)
    assert "Đã hết hạn góp ý" not in client.get(url).content.decode()
    close_for_comment(consultation=running, **acting)
    assert "Đã hết hạn góp ý" in client.get(url).content.decode()
    page = client.get(address(running)).content.decode()
    assert "Điều 1. &lt;Phạm vi&gt;" in page
    assert 'name="text"' not in page
    for person in office.people.values():
        client.force_login(person)
        assert client.get(address(running)).status_code == 200


def test_a_comment_is_taken_as_plain_text_and_shown_once_answered(
    client: Client, office: Office, acting: dict[str, Any]
) -> None:
    one = opened(office, acting)
    typed = {
        "text": "Nên <i>giữ</i>, nếu 3<5 <script>alert(1)</script>",
        "name": "Một người dân",
        "contact": "0912 000 000",
        "clause": "Điều 1",
    }
    answer = client.post(address(one), typed)
    assert answer["Location"] == address(one, "consultation_sent")
    assert client.get(answer["Location"]).status_code == 200
    comment = PublicComment.objects.get()
    assert "Một người dân" not in client.get(address(one)).content.decode()
    answer_public_comment(comment=comment, reply=Reply.TAKEN, answer="Sẽ sửa.", expected_version=1, **acting)
    page = client.get(address(one)).content.decode()
    for part in ("Một người dân", "Nên giữ, nếu 3&lt;5", "Sẽ sửa.", "Tiếp thu"):
        assert part in page
    assert "<script>alert" not in page
    assert "0912" not in page


def test_what_does_not_fit_comes_back_with_everything_typed(
    client: Client, office: Office, acting: dict[str, Any]
) -> None:
    one = opened(office, acting)
    refused = client.post(address(one), {"text": " ", "name": "Tên tôi"})
    assert refused.status_code == 422
    assert "Hãy viết góp ý" in refused.content.decode()
    assert "Tên tôi" in refused.content.decode()
    close_for_comment(consultation=one, **acting)
    late = client.post(address(one), {"text": "viết lúc còn mở"})
    assert late.status_code == 422
    assert "không mở vào lúc này" in late.content.decode()
    assert "viết lúc còn mở" in late.content.decode()


def test_machines_and_other_sites_leave_nothing(client: Client, office: Office, acting: dict[str, Any]) -> None:
    one = opened(office, acting)
    assert client.post(address(one), {"text": "mua", "website": "http://x"}).status_code == 302
    sent = client.post(address(one), {"text": "từ nơi khác"}, headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 403
    assert not PublicComment.objects.exists()


def test_a_sixth_comment_within_ten_minutes_waits(client: Client, office: Office, acting: dict[str, Any]) -> None:
    one = opened(office, acting)
    answers = [client.post(address(one), {"text": f"ý {n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "ý 5" in answers[-1].content.decode()
    assert client.post(address(one), {"text": "x"}, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert PublicComment.objects.count() == 6


def test_the_page_sets_no_cookie_so_that_it_can_be_kept(client: Client, office: Office, acting: dict[str, Any]) -> None:
    response = client.get(address(opened(office, acting)))
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.usefixtures("one_second")
def test_pages_cost_the_same_for_one_comment_or_many(client: Client, office: Office, acting: dict[str, Any]) -> None:
    one = opened(office, acting)
    costs = []
    for comments in (1, 8):
        for n in range(comments):
            comment = submit_public_comment(consultation=one, text=f"ý {comments} {n}", at=MOMENT)
            answer_public_comment(comment=comment, reply=Reply.TAKEN, answer="", expected_version=1, **acting)
        costs.append([_queries(client, url) for url in (address(one), reverse("portal:consultations"))])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 6  # the page's own are 2 and 1; the frame's menu and footer take the rest


def _queries(client: Client, url: str) -> int:
    client.get(url)  # Wagtail remembers the site's roots
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
