"""A small office that sets and does tasks: one issuer, two units, their people, a stranger's unit."""

from dataclasses import dataclass
from datetime import date, datetime

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.orgs.models import Level, Unit
from giaoban.domain.orgs.operations import found_unit
from giaoban.domain.tasks.models import Task
from giaoban.domain.tasks.operations import assign_task
from giaoban.lib.clock import VIETNAM

START = date(2015, 1, 1)
MOMENT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
PEOPLE = [
    ("secretary", "issuer", Role.SECRETARY, "Chuyên viên khoa giáo"),
    ("chair", "issuer", Role.CHAIR, "Trưởng ban"),
    ("clerk", "lead", Role.CLERK, "Cán bộ tổng hợp Trung tâm Y tế"),
    ("head", "lead", Role.HEAD, "Giám đốc Trung tâm Y tế"),
    ("partner", "shared", Role.CLERK, "Công chức văn hoá - xã hội"),
    ("stranger", "other", Role.CLERK, "Cán bộ phường khác"),
    ("superior", "province", Role.SUPERIOR, "Chuyên viên Ban Tuyên giáo Tỉnh ủy"),
]


@dataclass(frozen=True)
class Office:
    """Units and people by what they are to the task."""

    units: dict[str, Unit]
    people: dict[str, User]


def make_unit(code: str, short_name: str, kind: str = "phường", level: Level = Level.COMMUNE) -> Unit:
    return found_unit(code=code, kind=kind, short_name=short_name, level=level, valid_from=START, at=MOMENT,
                      acting_user=None)  # fmt: skip


def make_office() -> Office:
    """Found five units and the people of PEOPLE with their posts."""
    units = {
        "issuer": make_unit("BTG", "Tuyên giáo", "Ban", Level.BODY),
        "lead": make_unit("TTYT", "Y tế", "Trung tâm", Level.BODY),
        "shared": make_unit("05860", "Ba Hàng"),
        "other": make_unit("05863", "Bãi Bông"),
        "province": make_unit("BTGTU", "Tuyên giáo Tỉnh ủy", "Ban", Level.BODY),
    }
    people = {}
    for name, unit, role, title in PEOPLE:
        person = create_user(username=f"t-{name}", password="mat-khau-thu", at=MOMENT, acting_user=None)
        give_post(user=person, unit=units[unit], role=role, title=title, valid_from=START, at=MOMENT, acting_user=None)
        people[name] = person
    return Office(units, people)


def make_task(office: Office, *, deadline: date = date(2020, 7, 31), title: str = "Tiêm bù cho trẻ bị hoãn") -> Task:
    """Assign one task: the health centre leads, Ba Hàng cooperates, the centre's head is responsible."""
    return assign_task(
        title=title, lead=office.units["lead"], cooperating=[office.units["shared"]],
        responsible=office.people["head"], deliverable="Báo cáo tỷ lệ tiêm đủ", deadline=deadline,
        origin="conferences.conclusion:1", origin_label="Kết luận 1, hội nghị 10/7/2020",
        issuer=office.units["issuer"], acting_user=office.people["secretary"], at=MOMENT,
    )  # fmt: skip
