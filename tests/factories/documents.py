"""A Party office that issues papers: its organ with a term, its people, a member unit, a superior, a stranger."""

from dataclasses import dataclass
from datetime import date, datetime

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.documents.models import Organ, Paper, PaperType, System, Term
from giaoban.domain.documents.operations import issue_paper, open_term, register_organ
from giaoban.domain.orgs.models import Bloc, Level, Unit
from giaoban.domain.orgs.operations import found_unit, join_bloc
from giaoban.lib.clock import VIETNAM

START = date(2015, 1, 1)
MOMENT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
UNITS = [
    ("office", "BTG-PY", "Ban", "Tuyên giáo Thị ủy", Level.BODY),
    ("town", "172", "thị xã", "Phổ Yên", Level.TOWN),
    ("health", "TTYT-PY", "Trung tâm", "Y tế", Level.BODY),
    ("school", "GDDT-PY", "Phòng", "Giáo dục và Đào tạo", Level.BODY),
    ("commune", "05860", "phường", "Ba Hàng", Level.COMMUNE),
    ("province", "BTG-TN", "Ban", "Tuyên giáo Tỉnh ủy", Level.BODY),
    ("stranger", "UBND-KHAC", "Ủy ban", "nhân dân huyện khác", Level.BODY),
]
PEOPLE = [
    ("secretary", "office", Role.SECRETARY, "Chuyên viên khoa giáo"),
    ("chair", "office", Role.CHAIR, "Trưởng Ban Tuyên giáo Thị ủy"),
    ("clerk", "health", Role.CLERK, "Cán bộ tổng hợp Trung tâm Y tế"),
    ("head", "health", Role.HEAD, "Giám đốc Trung tâm Y tế"),
    ("commune_clerk", "commune", Role.CLERK, "Công chức văn hóa - xã hội"),
    ("superior", "province", Role.SUPERIOR, "Chuyên viên Ban Tuyên giáo Tỉnh ủy"),
    ("administrator", "town", Role.ADMINISTRATOR, "Quản trị viên"),
    ("stranger", "stranger", Role.SECRETARY, "Thư ký nơi khác"),
]
MEMBERS = ("health", "school", "commune")


@dataclass(frozen=True)
class Office:
    """Units, people and the organ, by what they are to the papers."""

    units: dict[str, Unit]
    people: dict[str, User]
    bloc: Bloc
    organ: Organ
    term: Term


def make_office(prefix: str = "p") -> Office:
    """Found the units of UNITS, the people of PEOPLE, the bloc with its members, the organ with its term of 2020."""
    units = {
        key: found_unit(code=code, kind=kind, short_name=name, level=level, valid_from=START, at=MOMENT,
                        acting_user=None)
        for key, code, kind, name, level in UNITS
    }  # fmt: skip
    people = {}
    for key, unit, role, title in PEOPLE:
        people[key] = create_user(username=f"{prefix}-{key}", password="mat-khau-thu", at=MOMENT, acting_user=None)
        give_post(user=people[key], unit=units[unit], role=role, title=title, valid_from=START, at=MOMENT,
                  acting_user=None)  # fmt: skip
    bloc = Bloc.objects.create(
        code=f"{prefix}-khoa-giao", name="Khối khoa giáo thị xã Phổ Yên", coordinator=units["office"],
        territory=units["town"],
    )  # fmt: skip
    for position, key in enumerate(MEMBERS, start=1):
        join_bloc(bloc=bloc, unit=units[key], valid_from=START, position=position, at=MOMENT, acting_user=None)
    organ = register_organ(
        unit=units["office"], system=System.PARTY, superior_line="Thị ủy Phổ Yên", name_line="Ban Tuyên giáo",
        code="BTGThU", place="Phổ Yên", signer_title="Trưởng ban", acting_user=None, at=MOMENT,
    )  # fmt: skip
    term = open_term(organ=organ, name="Nhiệm kỳ 2020 - 2025", starts_on=date(2020, 6, 1), acting_user=None, at=MOMENT)
    return Office(units, people, bloc, organ, term)


def make_paper(
    office: Office, *, abstract: str = "kết luận hội nghị giao ban", issued_on: date = date(2020, 7, 13),
    paper_type: PaperType = PaperType.NOTICE, content: bytes = b"PK\x03\x04 minh hoa",
) -> Paper:  # fmt: skip
    """Issue one paper as the secretary."""
    return issue_paper(
        organ=office.organ, paper_type=paper_type, abstract=abstract, issued_on=issued_on, content=content,
        acting_user=office.people["secretary"], at=MOMENT,
    )  # fmt: skip
