"""Soạn tin từ hội nghị: who may, what comes of it, what happens the second time."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from giaoban.domain.accounts.models import Role
from giaoban.domain.audit.models import Entry
from giaoban.domain.conferences.models import Conclusion, Conference, ConferenceState
from giaoban.domain.documents.models import Paper, PaperType, System
from giaoban.domain.documents.operations import register_organ
from giaoban.domain.indicators.models import Indicator, RollUp
from giaoban.domain.indicators.queries import consolidated_table
from giaoban.domain.reports.models import Snapshot
from giaoban.domain.reports.operations.snapshots import plain
from giaoban.interfaces.portal.compose import NotConcluded, compose, compose_article
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.setup import setup_site
from tests.factories import portal as make

pytestmark = pytest.mark.django_db
OTHERS: list[Role | None] = [role for role in Role if role is not Role.EDITOR]


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


@pytest.fixture
def conference(at: datetime) -> Conference:
    """A concluded conference on a set-up site, with a figure and a conclusion."""
    setup_site()
    bloc = make.town_with_communes()
    make.published_rate(bloc)
    held = make.concluded_conference(bloc, at)
    Conclusion.objects.create(conference=held, number=1, text="Chuẩn bị năm học mới")
    return held


def signed_in(client: Client, role: Role | None, conference: Conference, at: datetime) -> Client:
    client.force_login(make.person("nguoi-thu", role, conference.bloc, at))
    return client


def address(conference: Conference) -> str:
    return reverse("portal:compose_article", args=[conference.pk])


def test_an_editor_makes_a_draft_and_lands_in_the_editor(client: Client, conference: Conference, at: datetime) -> None:
    signed_in(client, Role.EDITOR, conference, at)
    page = client.get(address(conference)).content.decode()
    assert "Chuẩn bị năm học mới" in page
    assert not ArticlePage.objects.exists()
    response = client.post(address(conference))
    draft = ArticlePage.objects.get()
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.live, draft.conference_id, draft.byline) == (False, conference.pk, "Biên tập viên")
    assert "Chuẩn bị năm học mới" in str(draft.body)
    assert client.get(response.headers["Location"]).status_code == 200
    assert draft.slug == "hoi-nghi-giao-ban-cong-tac-khoa-giao-6-thang-dau-nam-2020"
    assert client.get(f"/tin-tuc/{draft.slug}/").status_code == 404
    assert Entry.objects.filter(act="portal.compose_article", target=f"portal.articlepage:{draft.pk}").count() == 1


def test_the_published_draft_is_the_article(client: Client, conference: Conference, at: datetime) -> None:
    editor = make.person("bien-tap", Role.EDITOR, conference.bloc, at)
    draft = compose_article(conference=conference, acting_user=editor, at=at)
    draft.get_latest_revision().publish(user=make.person("truong-ban", Role.CHAIR, conference.bloc, at))
    page = client.get(f"/tin-tuc/{draft.slug}/").content.decode()
    assert "Chuẩn bị năm học mới" in page
    assert "13-07-2020 08:15" in page
    assert draft.slug == "hoi-nghi-giao-ban-cong-tac-khoa-giao-6-thang-dau-nam-2020"


def test_the_second_time_it_warns_and_links_to_the_first(client: Client, conference: Conference, at: datetime) -> None:
    signed_in(client, Role.EDITOR, conference, at)
    client.post(address(conference))
    first = ArticlePage.objects.get()
    first.get_latest_revision().publish()
    page = client.get(address(conference)).content.decode()
    assert "đã có tin" in page
    assert reverse("wagtailadmin_pages:edit", args=[first.pk]) in page
    client.post(address(conference))
    assert ArticlePage.objects.count() == 2
    assert ArticlePage.objects.exclude(pk=first.pk).get().slug == f"{first.slug}-2"


@pytest.mark.parametrize("role", [*OTHERS, None])
def test_nobody_else_composes(client: Client, conference: Conference, at: datetime, role: Role | None) -> None:
    signed_in(client, role, conference, at)
    for method in (client.get, client.post):
        assert method(address(conference)).status_code == 403
    assert client.get(reverse("portal:compose_list")).status_code == 403
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("role", [*Role, None])
def test_wagtails_desk_is_for_those_who_write_approve_or_administer(
    client: Client, conference: Conference, at: datetime, role: Role | None
) -> None:
    signed_in(client, role, conference, at)
    home = conference.bloc and ArticlePage.get_first_root_node()
    desk = client.get("/cms/")
    may_enter = role in (Role.EDITOR, Role.SECRETARY, Role.CHAIR, Role.ADMINISTRATOR)
    assert (desk.status_code == 200) is may_enter
    assert ("/cms/soan-tin/" in desk.content.decode()) is (role is Role.EDITOR)
    assert ("&quot;/lam-viec/&quot;" in desk.content.decode() or '"/lam-viec/"' in desk.content.decode()) is may_enter
    assert (client.get(reverse("wagtailadmin_explore", args=[home.pk])).status_code == 200) is may_enter


def test_a_stranger_is_asked_to_sign_in(client: Client, conference: Conference) -> None:
    for path in (address(conference), reverse("portal:compose_list"), "/cms/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/dang-nhap/")


def test_a_conference_that_has_not_concluded_has_no_article(
    client: Client, conference: Conference, at: datetime
) -> None:
    signed_in(client, Role.EDITOR, conference, at)
    Conference.objects.update(state=ConferenceState.OPEN)
    assert client.get(address(conference)).status_code == 404
    assert client.post(address(conference)).status_code == 404
    assert "Chưa có hội nghị nào kết luận" in client.get(reverse("portal:compose_list")).content.decode()
    conference.refresh_from_db()
    editor = make.person("bien-tap", Role.EDITOR, conference.bloc, at)
    with pytest.raises(NotConcluded):
        compose_article(conference=conference, acting_user=editor, at=at)


def test_figures_are_those_frozen_for_the_conference(conference: Conference, at: datetime) -> None:
    territory = conference.bloc.territory
    indicator = Indicator.objects.get()
    RollUp.objects.create(indicator=indicator, unit=territory, period="2020-H1", reported=1, valued=1,
                          numerator=951, denominator=1000)  # fmt: skip
    table = [plain(row) for row in consolidated_table(territory, "2020-H1")]
    conference.snapshot = Snapshot.objects.create(
        round=conference.round, unit=territory, label="Bản chốt", data={"table": table}, sha256="0" * 64, taken_at=at,
        taken_by=conference.secretary,
    )  # fmt: skip
    conference.save()
    before = compose(conference)
    RollUp.objects.filter(unit=territory).update(numerator=900)
    assert compose(conference) == before
    assert "95,1" in str(before.body)
    conference.snapshot = None
    assert "90,0" in str(compose(conference).body)


def test_the_article_cites_the_offices_own_public_papers_only(conference: Conference, at: datetime) -> None:
    """A paper that is not open to everybody, or stands in another office's register, is nobody's to read here."""
    office = conference.bloc.coordinator
    own, other = (
        register_organ(unit=unit, system=System.PARTY, superior_line="Thị ủy", name_line="Ban", code=f"B{unit.pk}",
                       place="Phổ Yên", signer_title="Trưởng ban", acting_user=None, at=at)
        for unit in (office, conference.bloc.territory)
    )  # fmt: skip
    clerk = make.person("van-thu", Role.SECRETARY, conference.bloc, at)
    for organ, symbol, is_public in ((own, "16/CT-TTg", True), (own, "99-CT/MAT", False), (other, "77-CT/KHAC", True)):
        Paper.objects.create(
            direction="in", organ=organ, organ_name="Thủ tướng", paper_type=PaperType.DIRECTIVE, symbol=symbol,
            abstract="Phòng, chống dịch", search_text="", issued_on=date(2020, 3, 31), is_public=is_public,
            recorded_at=at, recorded_by=clerk,
        )  # fmt: skip
    told = str(compose(conference).body)
    assert "16/CT-TTg" in told
    assert "tiếp nhận 1 văn bản chỉ đạo" in told
    assert "MAT" not in told
    assert "KHAC" not in told
