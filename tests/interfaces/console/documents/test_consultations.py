"""The office's side of drafts open for comment."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from giaoban.domain.documents.models import Consultation, PaperType, PublicComment, Reply
from giaoban.domain.documents.operations import start_draft, submit_public_comment
from tests.factories.documents import MOMENT, Office, make_office
from tests.showing import showing

pytestmark = pytest.mark.django_db
LIST = "console:documents:consultations"


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path) -> Iterator[None]:
    with showing(MOMENT, tmp_path):
        yield


@pytest.fixture
def office() -> Office:
    return make_office()


def signed_in(office: Office, name: str = "secretary") -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def test_a_draft_is_opened_answered_and_closed(office: Office) -> None:
    client, acting = signed_in(office), {"acting_user": office.people["secretary"], "at": MOMENT}
    draft = start_draft(organ=office.organ, paper_type=PaperType.REGULATION, title="Quy chế", text="Điều 1.", **acting)  # type: ignore[arg-type]
    days = {"draft": draft.pk, "opens_on": "13/7/2020", "closes_on": "24/7/2020"}
    wrong = client.post(reverse(LIST), {**days, "closes_on": "1/7/2020"})
    assert wrong.status_code == 422
    assert "từ ngày mở trở đi" in wrong.content.decode()
    assert client.post(reverse(LIST), days).status_code == 302
    opened = Consultation.objects.get()
    comment = submit_public_comment(consultation=opened, text="Nên rõ hơn", contact="0912", at=MOMENT)
    page = reverse("console:documents:consultation", args=[opened.pk])
    assert "0912" in client.get(page).content.decode()
    assert "Mở lấy ý kiến" in client.get(reverse(LIST)).content.decode()
    _answer(client, opened, comment)
    assert client.post(reverse("console:documents:consultation_close", args=[opened.pk])).status_code == 302
    assert Consultation.objects.get().closed_at is not None


def _answer(client: Client, opened: Consultation, comment: PublicComment) -> None:
    url, prefix = reverse("console:documents:consultation_answer", args=[opened.pk, comment.pk]), f"g{comment.pk}"

    def typed(**values: object) -> dict[str, Any]:
        return {f"{prefix}-{name}": value for name, value in values.items()}

    empty = client.post(url, typed(reply=Reply.EXPLAINED, answer="", version=1))
    assert empty.status_code == 422
    assert "giải trình phải có nội dung" in empty.content.decode()
    assert client.post(url, typed(reply=Reply.TAKEN, answer="Sẽ sửa", version=1)).status_code == 302
    clash = client.post(url, typed(reply=Reply.EXPLAINED, answer="Bản sau", version=1))
    assert clash.status_code == 409
    assert {"Sẽ sửa", "Bản sau"} <= {text for text in ("Sẽ sửa", "Bản sau") if text in clash.content.decode()}
    assert client.post(url, typed(reply=Reply.EXPLAINED, answer="Bản sau", version=2)).status_code == 302


def test_a_notice_leads_to_the_comments(office: Office) -> None:
    acting: dict[str, Any] = {"acting_user": office.people["secretary"], "at": MOMENT}
    draft = start_draft(organ=office.organ, paper_type=PaperType.PLAN, title="Kế hoạch", text="1.", **acting)
    client = signed_in(office)
    last = (MOMENT + timedelta(days=3)).strftime("%d/%m/%Y")
    client.post(reverse(LIST), {"draft": draft.pk, "opens_on": "13/7/2020", "closes_on": last})
    opened = Consultation.objects.get()
    submit_public_comment(consultation=opened, text="x", at=MOMENT)
    page = client.get(reverse("console:account:notices")).content.decode()
    assert reverse("console:documents:consultation", args=[opened.pk]) in page


def test_drafts_of_others_are_not_there(office: Office) -> None:
    acting: dict[str, Any] = {"acting_user": office.people["secretary"], "at": MOMENT}
    draft = start_draft(organ=office.organ, paper_type=PaperType.PLAN, title="Kế hoạch mật", text="1.", **acting)
    stranger = signed_in(office, "stranger")  # a secretary, elsewhere
    assert "Kế hoạch mật" not in stranger.get(reverse(LIST)).content.decode()
    days = {"draft": draft.pk, "opens_on": "13/7/2020", "closes_on": "24/7/2020"}
    assert stranger.post(reverse(LIST), days).status_code == 422
    signed_in(office).post(reverse(LIST), days)
    opened = Consultation.objects.get()
    assert stranger.get(reverse("console:documents:consultation", args=[opened.pk])).status_code == 404
