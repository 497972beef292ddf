"""The back office: administrators only, registers unchanged, each change in the audit chain."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from giaoban.domain.accounts.models import Post, Role, User
from giaoban.domain.accounts.operations import create_user, end_post, give_post
from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.queries import find_fault
from giaoban.domain.orgs.models import Level, Unit
from giaoban.domain.orgs.operations import found_unit
from tests.personas import make_personas

PAGES = [
    "orgs_unit", "orgs_succession", "orgs_parentage", "orgs_bloc", "orgs_sector", "orgs_boundary", "accounts_user",
    "accounts_post", "reports_regime", "audit_entry",
]  # fmt: skip


@pytest.fixture
def unit(db: None, at: datetime) -> Unit:
    """The coordinating body."""
    return found_unit(
        code="BTG-PY", kind="ban", short_name="Ban Tuyên giáo", level=Level.BODY, valid_from=date(2010, 1, 1), at=at,
        acting_user=None,
    )  # fmt: skip


def person(name: str, role: Role, unit: Unit, at: datetime) -> User:
    """Somebody with one post."""
    user = create_user(username=name, password="mat-khau-thu", at=at, acting_user=None)
    give_post(user=user, unit=unit, role=role, title="Chức vụ", valid_from=date(2018, 1, 1), at=at, acting_user=None)
    return user


@pytest.fixture
def administrator(unit: Unit, at: datetime, client: Client) -> Client:
    """A client signed in as administrator."""
    client.force_login(person("quan-tri", Role.ADMINISTRATOR, unit, at))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_reads_every_register(administrator: Client, page: str) -> None:
    assert administrator.get(reverse(f"admin:{page}_changelist")).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_comes_in(client: Client, unit: Unit, at: datetime, role: Role) -> None:
    client.force_login(person("ai-do", role, unit, at))
    assert client.get(reverse("admin:orgs_unit_changelist")).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_change_is_recorded_with_its_fields(administrator: Client, unit: Unit) -> None:
    address = reverse("admin:orgs_unit_change", args=[unit.pk])
    administrator.post(address, {"legal_basis": "Quyết định 1", "position": 4, "name": "Tên khác"})
    unit.refresh_from_db()
    assert (unit.legal_basis, unit.position, unit.name) == ("Quyết định 1", 4, "ban Ban Tuyên giáo")
    entry = Entry.objects.get(act="orgs.change_unit")
    assert (entry.target, entry.actor) == (f"orgs.unit:{unit.pk}", "quan-tri")
    assert "căn cứ" in str(entry.detail).lower()
    assert find_fault() is None


def test_a_post_given_here_is_given_by_the_operation(administrator: Client, unit: Unit, at: datetime) -> None:
    editor = create_user(username="bien-tap", password=None, at=at, acting_user=None)
    answer = administrator.post(
        reverse("admin:accounts_post_add"),
        {"user": editor.pk, "unit": unit.pk, "role": "editor", "title": "Biên tập viên", "valid_from": "2020-07-01"},
    )
    assert answer.status_code == 302
    assert Post.objects.get(user=editor).role == Role.EDITOR
    assert editor.groups.filter(name="Editors").exists()
    assert Entry.objects.filter(act="accounts.give_post", actor="quan-tri").count() == 1


def test_nothing_is_deleted_and_the_audit_chain_is_not_touched(administrator: Client, unit: Unit) -> None:
    entry = Entry.objects.first()
    assert entry is not None
    assert administrator.post(reverse("admin:orgs_unit_delete", args=[unit.pk]), {"post": "yes"}).status_code == 403
    assert administrator.post(reverse("admin:audit_entry_change", args=[entry.pk]), {"act": "x"}).status_code == 403


@pytest.mark.parametrize(("role", "desk"), [(Role.ADMINISTRATOR, "/quan-tri/"), (Role.EDITOR, "/cms/")])
def test_an_ended_post_closes_its_desk(client: Client, unit: Unit, at: datetime, role: Role, desk: str) -> None:
    user = person("ai-do", role, unit, at)
    client.force_login(user)
    assert client.get(desk).status_code == 200
    end_post(post=user.posts.get(), on=date(2019, 1, 1), at=at, acting_user=None)
    assert client.get(desk).status_code == 403


@pytest.mark.django_db
def test_the_desk_holds_our_registers_only_and_speaks_vietnamese() -> None:
    client = make_personas().client("administrator")
    page = client.get("/quan-tri/").content.decode()
    assert set(re.findall(r'href="/quan-tri/(\w+/\w+)/"', page)) == {
        "orgs/unit", "orgs/bloc", "orgs/blocmembership", "orgs/sector", "orgs/parentage", "orgs/succession",
        "orgs/boundary", "reports/regime", "audit/entry", "accounts/user", "accounts/post",
    }  # fmt: skip
    for english in ("Boundar", "Entry", "Parentage", "Regime", "Post<", "Succession"):
        assert english not in re.sub(r'(href|class|id|aria-\w+)="[^"]*"', "", page), english
    assert client.get("/quan-tri/auth/group/").status_code == 404
    columns = re.sub(r"<[^>]+>", " ", client.get("/quan-tri/orgs/unit/").content.decode())
    for name in ("Mã", "Tên", "Cấp", "Từ ngày", "Đến hết ngày"):
        assert name in columns
