"""A small office: a town's bloc with two communes and a body, their people, six indicators, a half-year regime."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import give_post
from giaoban.domain.indicators.models import Duty, Indicator, Observation, Target
from giaoban.domain.orgs.models import Bloc, Level, Sector, Unit
from giaoban.domain.orgs.operations import found_unit, join_bloc
from giaoban.domain.reports.models import Regime, Round, Section, State, Submission
from giaoban.domain.reports.operations import (
    define_regime,
    open_round,
    save_cell,
    save_narrative,
    sign_off,
    submit_report,
)
from giaoban.domain.reports.rules import RegimeFacts, SectionFacts
from giaoban.lib.clock import VIETNAM

START = date(2019, 1, 1)
OPENED = datetime(2020, 6, 15, 8, 0, tzinfo=VIETNAM)

# code: fields that differ from a plain counted flow
INDICATORS: dict[str, dict[str, Any]] = {
    "GD01": {"name": "Tỷ lệ học sinh bỏ học", "unit_of_measure": "%", "decimals": 2, "scale": 100,
             "numerator_name": "học sinh bỏ học", "denominator_name": "học sinh đầu năm", "over_units": "ratio",
             "over_time": "school_year", "calendar": "school"},
    "YT01": {"name": "Số lượt khám bệnh", "unit_of_measure": "lượt"},
    "YT02": {"name": "Tỷ lệ trẻ tiêm đủ", "unit_of_measure": "%", "decimals": 1, "scale": 100,
             "numerator_name": "trẻ tiêm đủ", "denominator_name": "trẻ dưới 1 tuổi", "over_units": "ratio"},
    "DS01": {"name": "Số trẻ sinh ra sống", "unit_of_measure": "trẻ"},
    "DS02": {"name": "Tỷ số giới tính khi sinh", "unit_of_measure": "bé trai/100 bé gái", "decimals": 1, "scale": 100,
             "numerator_name": "bé trai", "denominator_name": "bé gái", "over_units": "ratio",
             "may_exceed_whole": True},
    "GN01": {"name": "Số hộ nghèo", "unit_of_measure": "hộ", "over_time": "stock", "calendar": "poverty"},
}  # fmt: skip
FIGURES = {
    "GD01": ("6", "1.642"), "YT01": ("4.986", ""), "YT02": ("38", "40"), "DS01": ("75", ""), "DS02": ("40", "35"),
    "GN01": ("60", ""),
}  # fmt: skip
SECTORS = {"GD": "Giáo dục", "YT": "Y tế", "DS": "Dân số", "GN": "Giảm nghèo"}


@dataclass
class Office:
    """Everything a test of reports needs, by short names."""

    at: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    bloc: Bloc = field(default_factory=Bloc)
    regime: Regime = field(default_factory=Regime)

    def open(self, period: str = "2020-H1", at: datetime = OPENED) -> Round:
        """Open the regime for a period as its secretary."""
        return open_round(regime=self.regime, period=period, acting_user=self.people["secretary"], at=at)

    def submission(self, round: Round, unit: str = "dac-son") -> Submission:
        """Return a unit's submission of a round, as pages load it."""
        found = Submission.objects.select_related("round__regime__bloc", "unit")
        return found.get(round=round, unit=self.units[unit])

    @property
    def section(self) -> Section:
        """The first section of the outline."""
        return self.regime.sections.all()[0]


def make_office(at: datetime) -> Office:
    """Make the office: units `town`, `board` (receives), `dac-son`, `tien-phong` (communes), `health` (a body)."""
    office = Office(at)
    named = {
        "town": ("172", "thị xã", "Phổ Yên", Level.TOWN), "board": ("BTG", "ban", "Tuyên giáo", Level.BODY),
        "dac-son": ("05863", "xã", "Đắc Sơn", Level.COMMUNE),
        "tien-phong": ("05890", "xã", "Tiên Phong", Level.COMMUNE),
        "health": ("PYT", "phòng", "Y tế", Level.BODY), "province": ("BTGT", "ban", "Tuyên giáo tỉnh", Level.PROVINCE),
    }  # fmt: skip
    for key, (code, kind, name, level) in named.items():
        office.units[key] = found_unit(
            code=code, kind=kind, short_name=name, level=level, valid_from=START, at=at, acting_user=None
        )
    office.bloc = Bloc.objects.create(
        code="khoa-giao", name="Khối khoa giáo", coordinator=office.units["board"], territory=office.units["town"]
    )
    for key in ("dac-son", "tien-phong", "health"):
        join_bloc(bloc=office.bloc, unit=office.units[key], valid_from=START, at=at, acting_user=None)
    _hire(office)
    _measure(office)
    office.regime = define_regime(
        facts=make_facts(), receiver=office.units["board"], bloc=office.bloc, acting_user=None, at=at
    )
    return office


def make_facts(**changed: Any) -> RegimeFacts:
    """A half-year regime with two sections; any fact can be changed."""
    words = ("content_required", "reporters", "delivery", "cut_off", "outline", "figure_form", "procedure",
             "deadline_text", "legal_basis")  # fmt: skip
    facts: dict[str, Any] = {word: f"Nội dung {word}" for word in words} | {
        "code": "kg-6t", "name": "Báo cáo 6 tháng khối khoa giáo", "frequency": "half", "valid_from": START,
        "deadlines": {"commune": 1, "body": 3},
        "sections": (SectionFacts("I.1", "Tham mưu, chỉ đạo"), SectionFacts("III", "Kiến nghị", is_required=False)),
        "checks": {"sums": [{"ratio": "DS02", "whole": "DS01"}]},
    }  # fmt: skip
    return RegimeFacts(**(facts | changed))


def _hire(office: Office) -> None:
    posts = {
        "clerk": ("dac-son", Role.CLERK), "head": ("dac-son", Role.HEAD), "stranger": ("tien-phong", Role.CLERK),
        "stranger_head": ("tien-phong", Role.HEAD), "body_clerk": ("health", Role.CLERK),
        "secretary": ("board", Role.SECRETARY), "chair": ("board", Role.CHAIR),
        "superior": ("province", Role.SUPERIOR), "editor": ("board", Role.EDITOR),
        "administrator": ("board", Role.ADMINISTRATOR),
    }  # fmt: skip
    for name, (unit, role) in posts.items():
        user = User.objects.create(username=name)
        give_post(user=user, unit=office.units[unit], role=role, title=str(role.label), valid_from=START,
                  at=office.at, acting_user=None)  # fmt: skip
        office.people[name] = user
    office.people["nobody"] = User.objects.create(username="nobody")


def _measure(office: Office) -> None:
    for position, (code, name) in enumerate(SECTORS.items(), start=1):
        Sector.objects.get_or_create(code=code, defaults={"name": name, "name_en": name, "position": position})
    plain = {"direction": "none", "over_units": "sum", "over_time": "flow", "calendar": "state", "valid_from": START}
    for position, (code, fields) in enumerate(INDICATORS.items(), start=1):
        office.indicators[code] = Indicator.objects.create(
            **(plain | {"name_en": code, "position": position} | fields),
            code=code, sector=Sector.objects.get(code=code[:2]),
        )  # fmt: skip
    for unit in ("dac-son", "tien-phong"):
        for indicator in office.indicators.values():
            Duty.objects.create(indicator=indicator, unit=office.units[unit], valid_from=START)
    Duty.objects.create(indicator=office.indicators["YT01"], unit=office.units["health"], valid_from=START)


def observe(office: Office, code: str, period: str, unit: str = "dac-son", **amounts: int) -> Observation:
    """Put an accepted figure of an earlier period in place."""
    return Observation.objects.create(
        indicator=office.indicators[code], unit=office.units[unit], period=period, revision=1, as_of=START,
        source="test", recorded_at=office.at, recorded_by="test",
        **{name: Decimal(amount) for name, amount in amounts.items()},
    )  # fmt: skip


def plan(office: Office, code: str, value: int, year: int = 2020) -> Target:
    """Set a plan of xã Đắc Sơn."""
    return Target.objects.create(indicator=office.indicators[code], unit=office.units["dac-son"], year=year,
                                 value=Decimal(value), recorded_at=office.at)  # fmt: skip


def fill(office: Office, submission: Submission, *, but: dict[str, tuple[str, str]] | None = None) -> None:
    """Fill a commune's whole report as its own clerk, with some figures changed."""
    clerk = office.people["clerk" if submission.unit == office.units["dac-son"] else "stranger"]
    for code, (typed, denominator) in (FIGURES | (but or {})).items():
        save_cell(submission=submission, indicator=office.indicators[code], typed=typed,
                  typed_denominator=denominator, acting_user=clerk, at=office.at)  # fmt: skip
    save_narrative(submission=submission, section=office.section, text="Đã ban hành 04 văn bản.",
                   expected_version=None, acting_user=clerk, at=office.at)  # fmt: skip


def hand_in(office: Office, submission: Submission, at: datetime | None = None) -> Submission:
    """Fill, sign off and submit xã Đắc Sơn's report."""
    fill(office, submission)
    moment = at or office.at
    sign_off(submission=submission, acting_user=office.people["head"], at=moment)
    handed = submit_report(submission=submission, acting_user=office.people["clerk"], at=moment)
    assert handed.state == State.SUBMITTED
    return handed
