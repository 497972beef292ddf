"""Everybody who may knock at a door, and what each is answered.

An area states who may open its pages in tests/interfaces/console/<area>/access.py:

    ACCESS = {"console:tasks:index": Access(staff(200)), ...}

and tests/interfaces/console/test_access.py walks every address of the console and fails where none is stated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.test import Client
from django.urls import reverse

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.orgs.models import Bloc, Level, Sector, Unit
from tests.factories.accounts import make_person
from tests.factories.orgs import make_bloc, make_unit

PERSONAS = (
    "anonymous", "stranger", "clerk", "head", "secretary", "chair", "superior", "editor", "administrator",
)  # fmt: skip
TO_SIGN_IN = 302


@dataclass
class Personas:
    """A small real tree, its bloc, and one person of every kind; `stranger` is the clerk of another commune.

    `scene` keeps what an area's access module made for its addresses.
    """

    units: dict[str, Unit]
    bloc: Bloc
    people: dict[str, User]
    scene: dict[str, Any] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        """Return a client signed in as the persona (nobody for "anonymous")."""
        client = Client()
        if name != "anonymous":
            client.force_login(self.people[name])
        return client


def make_units() -> dict[str, Unit]:
    """Found the province, the town 172 with three communes, a department, the coordinating and the superior body."""
    province = make_unit("19", "Thái Nguyên", kind="tỉnh", level=Level.PROVINCE)
    town = make_unit("172", "Phổ Yên", kind="thị xã", level=Level.TOWN, parent=province)
    return {
        "province": province,
        "town": town,
        "board": make_unit("BTG", "Tuyên giáo", kind="Ban", level=Level.BODY, parent=town),
        "superior": make_unit("BTGTU", "Tuyên giáo Tỉnh ủy", kind="Ban", level=Level.BODY, parent=province),
        "education": make_unit("PGD", "Giáo dục và Đào tạo", kind="Phòng", level=Level.BODY, parent=town),
        "ba-hang": make_unit("05860", "Ba Hàng", kind="phường", parent=town, position=1),
        "dac-son": make_unit("05881", "Đắc Sơn", parent=town, position=2),
        "phuc-tan": make_unit("05869", "Phúc Tân", parent=town, position=3),
    }


def make_personas() -> Personas:
    """Make everybody. The clerk and the head are of Đắc Sơn, the stranger of Phúc Tân."""
    for position, (code, name) in enumerate([("GD", "Giáo dục và đào tạo"), ("YT", "Y tế")], start=1):
        Sector.objects.get_or_create(code=code, defaults={"name": name, "name_en": code, "position": position})
    units = make_units()
    bloc = make_bloc(
        units["board"], units["town"], [units["education"], units["ba-hang"], units["dac-son"], units["phuc-tan"]]
    )
    posts: dict[str, tuple[Unit, Role, str]] = {
        "stranger": (units["phuc-tan"], Role.CLERK, "Cán bộ tổng hợp"),
        "clerk": (units["dac-son"], Role.CLERK, "Cán bộ tổng hợp"),
        "head": (units["dac-son"], Role.HEAD, "Chủ tịch xã"),
        "secretary": (units["board"], Role.SECRETARY, "Chuyên viên khoa giáo"),
        "chair": (units["board"], Role.CHAIR, "Trưởng ban"),
        "superior": (units["superior"], Role.SUPERIOR, "Phó Trưởng ban"),
        "editor": (units["board"], Role.EDITOR, "Biên tập viên"),
        "administrator": (units["board"], Role.ADMINISTRATOR, "Quản trị viên"),
    }
    return Personas(units, bloc, {name: make_person(f"p-{name}", post) for name, post in posts.items()})


def staff(status: int, **exceptions: int) -> dict[str, int]:
    """Return what each persona is answered: everybody signed in `status`, save the exceptions; the rest to sign in."""
    unknown = set(exceptions) - set(PERSONAS)
    assert not unknown, f"no such persona: {unknown}"
    return {name: exceptions.get(name, TO_SIGN_IN if name == "anonymous" else status) for name in PERSONAS}


def only(*allowed: str, status: int = 200, others: int = 403) -> dict[str, int]:
    """Return what each persona is answered where only the named ones get in."""
    return staff(others, **dict.fromkeys(allowed, status))


@dataclass(frozen=True)
class Access:
    """What each persona is answered at one address; `kwargs` makes the address from the scene."""

    statuses: Mapping[str, int]
    kwargs: Callable[[Personas], dict[str, Any]] = lambda personas: {}
    method: Literal["get", "post"] = "get"


def assert_access(
    personas: Personas, url: str, statuses: Mapping[str, int], *, method: Literal["get", "post"] = "get"
) -> None:
    """Assert what every persona is answered at an address; anonymous people are led to sign-in and back."""
    assert set(statuses) == set(PERSONAS), "state an answer for every persona"
    answers = {}
    for name in PERSONAS:
        response = getattr(personas.client(name), method)(url)
        answers[name] = response.status_code
        if name == "anonymous" and response.status_code == TO_SIGN_IN:
            assert response["Location"].startswith("/dang-nhap/"), response["Location"]
    assert answers == dict(statuses), f"{url} answered {answers}"


def assert_stated(personas: Personas, name: str, access: Access) -> None:
    """Assert an area's statement about one named address."""
    assert_access(personas, reverse(name, kwargs=access.kwargs(personas)), access.statuses, method=access.method)
