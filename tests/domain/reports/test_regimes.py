"""A regime defines everything it must before anybody reports under it."""

import csv
import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from giaoban.domain.orgs.models import Sector
from giaoban.domain.reports.operations import ReportRefused, define_regime
from giaoban.domain.reports.rules import RegimeFacts
from giaoban.domain.reports.rules.checks import Checks
from tests.factories.reports import Office, make_facts

DATA = Path(__file__).resolve().parents[3] / "giaoban/demo/data"
# Khoản 1 Điều 8 Nghị định 09/2019/NĐ-CP, item by item.
ELEVEN = [
    "name",
    "content_required",
    "reporters",
    "delivery",
    "deadline_text",
    "frequency",
    "cut_off",
    "outline",
    "figure_form",
    "procedure",
]  # fmt: skip  (the eleventh, who receives, is a unit)


def regime_file() -> RegimeFacts:
    return RegimeFacts.from_json(json.loads((DATA / "regime.json").read_text()))


def test_the_demonstrations_regime_defines_all_that_is_asked(office: Office) -> None:
    for row in csv.DictReader((DATA / "sectors.csv").read_text().splitlines()):
        Sector.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "name_en": row["name_en"],
                                                                 "position": int(row["position"])})  # fmt: skip
    facts = regime_file()
    regime = define_regime(
        facts=facts, receiver=office.units["board"], bloc=office.bloc, acting_user=None, at=office.at
    )
    assert all(getattr(regime, name).strip() for name in ELEVEN)
    assert dict(regime.deadlines.values_list("level", "working_days")) == {"commune": 2, "body": 4}
    assert regime.sections.filter(is_required=True).exists()


def test_the_sums_of_the_demonstrations_regime_name_indicators_that_exist() -> None:
    codes = {row["code"] for row in csv.DictReader((DATA / "indicators.csv").read_text().splitlines())}
    rules = Checks.from_json(regime_file().checks).sums
    assert rules
    assert {code for rule in rules for code in (rule.ratio, rule.whole)} <= codes


@pytest.mark.parametrize("missing", ELEVEN)
def test_a_regime_without_one_of_the_eleven_is_refused(office: Office, missing: str) -> None:
    facts = make_facts(**{"code": "khac", missing: " "})
    with pytest.raises(ReportRefused, match=missing):
        define_regime(facts=facts, receiver=office.units["board"], bloc=office.bloc, acting_user=None, at=office.at)


@pytest.mark.parametrize("deadlines", [{}, {"commune": 0}, {"hamlet": 1}])
def test_a_deadline_is_at_least_a_working_day_of_a_known_level(office: Office, deadlines: dict[str, int]) -> None:
    facts = make_facts(code="khac", deadlines=deadlines)
    with pytest.raises(ReportRefused):
        define_regime(facts=facts, receiver=office.units["board"], bloc=office.bloc, acting_user=None, at=office.at)


@pytest.mark.parametrize("name", ["clerk", "head", "chair", "superior", "editor", "nobody"])
def test_others_do_not_define_regimes(office: Office, name: str) -> None:
    with pytest.raises(PermissionDenied):
        define_regime(facts=make_facts(code="khac"), receiver=office.units["board"], bloc=office.bloc,
                      acting_user=office.people[name], at=office.at)  # fmt: skip
