"""A unit's plan of a year and its duties, each as one act."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from giaoban.demo.catalogue import load_catalogue
from giaoban.demo.registers import CONFERENCE_DAY, load_bloc, load_sectors, load_units
from giaoban.domain.audit.models import Entry
from giaoban.domain.indicators.models import Duty, Indicator, Target
from giaoban.domain.indicators.operations import CatalogueRefused, assign_duties, set_plan
from giaoban.domain.orgs.queries import unit_on
from giaoban.lib.clock import VIETNAM

pytestmark = pytest.mark.django_db
AT = datetime(2020, 1, 6, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def catalogue() -> dict[str, Indicator]:
    load_units(at=AT, acting_user=None)
    load_sectors(at=AT, acting_user=None)
    return load_catalogue(bloc=load_bloc(at=AT, acting_user=None), acting_user=None, at=AT)


def test_each_figure_of_the_demonstration_has_one_reporter_in_the_town(catalogue: dict[str, Indicator]) -> None:
    levels: dict[str, set[str]] = {}
    for duty in Duty.objects.select_related("indicator", "unit"):
        levels.setdefault(duty.indicator.code, set()).add("commune" if duty.unit.level == "commune" else duty.unit.code)
    assert set(levels) == set(catalogue)
    assert all(len(reporters) == 1 for reporters in levels.values())
    assert {indicator.sector.code for indicator in catalogue.values()} == {"GD", "YT", "DS", "KC", "MT", "DN", "GN"}
    assert len(catalogue) >= 45


def test_a_plan_keeps_its_earlier_revisions(catalogue: dict[str, Indicator]) -> None:
    ward = unit_on("05860", CONFERENCE_DAY)
    jobs, births = catalogue["DN-05"], catalogue["DS-10"]
    before = Entry.objects.count()

    def plan(**values: int) -> int:
        targets = {{"jobs": jobs, "births": births}[name]: Decimal(value) for name, value in values.items()}
        return set_plan(unit=ward, year=2020, targets=targets, source="KH", acting_user=None, at=AT)

    assert [plan(jobs=200, births=90), plan(jobs=220, births=90), plan(jobs=220)] == [2, 1, 0]
    rows = Target.objects.filter(unit=ward, indicator=jobs).order_by("revision")
    assert [(row.revision, row.value) for row in rows] == [(1, Decimal(200)), (2, Decimal(220))]
    assert Entry.objects.count() == before + 2


def test_a_duty_is_not_given_twice(catalogue: dict[str, Indicator]) -> None:
    ward = unit_on("05860", CONFERENCE_DAY)
    with pytest.raises(CatalogueRefused, match="DN-05"):
        assign_duties(unit=ward, indicators=[catalogue["DN-05"]], valid_from=date(2020, 1, 1), acting_user=None, at=AT)
