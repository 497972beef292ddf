"""The people of the demonstration: one account per post, never an invented name."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from giaoban.demo.registers import CONFERENCE_DAY, COORDINATOR
from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.orgs.models import Bloc, Level, Unit
from giaoban.domain.orgs.queries import members_of, unit_on
from giaoban.lib.text import slug

IN_OFFICE_SINCE = date(2018, 1, 1)
CHAIR_TITLE = "Trưởng Ban Tuyên giáo Thị ủy, Giám đốc Trung tâm Bồi dưỡng chính trị thị xã"
SECRETARY_TITLE = "Chuyên viên khoa giáo, thư ký hội nghị"
LEADING = [
    ("thu-ky", COORDINATOR, Role.SECRETARY, SECRETARY_TITLE),
    ("truong-ban", COORDINATOR, Role.CHAIR, CHAIR_TITLE),
    ("bien-tap", COORDINATOR, Role.EDITOR, "Biên tập viên cổng thông tin"),
    ("tuyen-giao-tinh", "BTG-TN", Role.SUPERIOR, "Lãnh đạo Ban Tuyên giáo Tỉnh ủy"),
    ("quan-tri", COORDINATOR, Role.ADMINISTRATOR, "Quản trị viên hệ thống"),
]


@dataclass(frozen=True)
class Cast:
    """Who acts in the demonstration; clerks and heads by unit code."""

    secretary: User
    chair: User
    editor: User
    clerks: dict[str, User]
    heads: dict[str, User]


def _add(username: str, unit: Unit, role: Role, title: str, hashed: str, at: datetime) -> User:
    user = create_user(username=username, hashed_password=hashed, display_name=title, at=at, acting_user=None)
    give_post(user=user, unit=unit, role=role, title=title, valid_from=IN_OFFICE_SINCE, at=at, acting_user=None)
    return user


def unit_account(unit: Unit) -> str:
    """Return the account name of a unit's clerk: `dac-son` for a commune, `pgddt` for a body."""
    return slug(unit.short_name) if unit.level == Level.COMMUNE else unit.code.lower()


def _head_title(unit: Unit) -> str:
    if unit.level == Level.COMMUNE:
        return f"Phó Bí thư Thường trực Đảng ủy {unit.name}"
    return f"Thủ trưởng {unit.name}"


def load_people(*, bloc: Bloc, password: str, at: datetime) -> Cast:
    """Create every account with the one demonstration password (hashed once) and give it its post."""
    hashed = make_password(password)
    leading = {
        name: _add(name, unit_on(code, CONFERENCE_DAY), role, title, hashed, at) for name, code, role, title in LEADING
    }
    clerks: dict[str, User] = {}
    heads: dict[str, User] = {}
    for unit in members_of(bloc, CONFERENCE_DAY):
        account = unit_account(unit)
        clerk_title = f"Cán bộ tổng hợp {unit.name}"
        clerks[unit.code] = _add(account, unit, Role.CLERK, clerk_title, hashed, at)
        heads[unit.code] = _add(f"{account}-lanh-dao", unit, Role.HEAD, _head_title(unit), hashed, at)
    return Cast(leading["thu-ky"], leading["truong-ban"], leading["bien-tap"], clerks, heads)
