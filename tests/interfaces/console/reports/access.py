"""Who may open what of a report in the making: its unit, the body that receives it; others do not learn it exists."""

from typing import Any

from giaoban.domain.indicators.models import Duty, Indicator
from giaoban.domain.orgs.models import Sector
from giaoban.domain.reports.models import Round, Submission
from giaoban.domain.reports.operations import define_regime, open_round, take_snapshot
from tests.factories.orgs import MOMENT, START
from tests.factories.reports import make_facts
from tests.personas import Access, Personas, only, staff

LEADERS = ("secretary", "chair")
UNIT = ("clerk", "head")


def opened(personas: Personas) -> Round:
    """Open the half-year round of the bloc, one figure owed by xã Đắc Sơn."""
    if "round" not in personas.scene:
        indicator = Indicator.objects.create(
            code="YT01", name="Số lượt khám bệnh", name_en="Visits", position=1, unit_of_measure="lượt",
            sector=Sector.objects.get(code="YT"), direction="none", over_units="sum", over_time="flow",
            calendar="state", valid_from=START,
        )  # fmt: skip
        Duty.objects.create(indicator=indicator, unit=personas.units["dac-son"], valid_from=START)
        regime = define_regime(facts=make_facts(checks={}), receiver=personas.units["board"], bloc=personas.bloc,
                               acting_user=None, at=MOMENT)  # fmt: skip
        personas.scene["round"] = open_round(regime=regime, period="2020-H1", at=MOMENT,
                                             acting_user=personas.people["secretary"])  # fmt: skip
    found: Round = personas.scene["round"]
    return found


def round_of(personas: Personas) -> dict[str, Any]:
    return {"pk": opened(personas).pk}


def report_of(personas: Personas) -> dict[str, Any]:
    return {"pk": Submission.objects.get(round=opened(personas), unit=personas.units["dac-son"]).pk}


def snapshot_of(personas: Personas) -> dict[str, Any]:
    secretary = personas.people["secretary"]
    taken = take_snapshot(round=opened(personas), unit=personas.units["town"], label="Như đã báo cáo", at=MOMENT,
                          acting_user=secretary)  # fmt: skip
    return {"pk": taken.pk}


def hidden_but_from(*allowed: str) -> dict[str, int]:
    return only(*allowed, others=404)


ACCESS = {
    "console:reports:index": Access(staff(200)),
    "console:reports:open": Access(only("secretary")),
    "console:reports:board": Access(hidden_but_from(*LEADERS, "superior"), kwargs=round_of),
    "console:reports:remind": Access(staff(405), kwargs=round_of),
    "console:reports:snapshot": Access(hidden_but_from("secretary"), kwargs=round_of),
    "console:reports:frozen": Access(hidden_but_from(*LEADERS, "superior"), kwargs=snapshot_of),
    "console:reports:close": Access(hidden_but_from("secretary"), kwargs=round_of),
    "console:reports:entry": Access(staff(404, clerk=200, head=200, secretary=302, chair=302), kwargs=report_of),
    "console:reports:cell": Access(hidden_but_from(*UNIT, *LEADERS), kwargs=lambda p: report_of(p) | {"code": "YT01"}),
    "console:reports:section": Access(staff(404, clerk=302, head=302), kwargs=lambda p: report_of(p) | {"code": "I.1"}),
    "console:reports:workbook": Access(hidden_but_from(*UNIT, *LEADERS), kwargs=report_of),
    "console:reports:upload": Access(hidden_but_from(*UNIT), kwargs=report_of),
    "console:reports:step": Access(hidden_but_from("head"), kwargs=lambda p: report_of(p) | {"code": "duyet"}),
    "console:reports:review": Access(staff(404, clerk=302, head=302, secretary=200, chair=200), kwargs=report_of),
    "console:reports:accept": Access(hidden_but_from("secretary"), kwargs=report_of),
    "console:reports:return": Access(hidden_but_from("secretary"), kwargs=report_of),
    "console:reports:reopen": Access(hidden_but_from("secretary"), kwargs=report_of),
}
