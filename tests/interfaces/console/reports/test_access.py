"""Every act on a report, posted by every persona: who may not is refused, and nothing changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from giaoban.domain.audit.models import Entry
from giaoban.domain.indicators.models import Indicator, Observation, RollUp
from giaoban.domain.notices.models import Notice
from giaoban.domain.reports.models import (
    Cell,
    CellComment,
    CellRevision,
    Narrative,
    Round,
    Snapshot,
    State,
    Submission,
    Transition,
)
from giaoban.domain.reports.operations import save_cell, save_narrative
from giaoban.domain.reports.queries import workbook_for
from tests.factories.orgs import MOMENT
from tests.interfaces.console.reports.access import LEADERS, UNIT, report_of, round_of
from tests.interfaces.console.reports.test_workbook import filled
from tests.personas import PERSONAS, Personas, make_personas

TABLES = (Cell, CellComment, CellRevision, Entry, Narrative, Notice, Observation, RollUp, Round, Snapshot, Submission,
          Transition)  # fmt: skip
Form = Callable[[Submission], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """An address posted to: the state the report is in, the form, who may; the others are refused with `refusal`."""

    name: str
    allowed: tuple[str, ...]
    state: str = State.DRAFT
    form: Form = lambda submission: {}
    more: dict[str, str] | None = None
    of_round: bool = False
    refusal: int = 404


def a_figure(submission: Submission) -> dict[str, Any]:
    pk = Indicator.objects.get(code="YT01").pk
    return {"row": str(pk), f"n-{pk}": "5100", f"v-{pk}": "1"}


def a_workbook(submission: Submission) -> dict[str, Any]:
    whole = Submission.objects.select_related("round__regime", "unit").get(pk=submission.pk)
    return {"file": SimpleUploadedFile("bieu.xlsx", filled(workbook_for(whole), {"YT01": 5100}).read())}


ACTS = {
    "save a figure": Act("entry", UNIT, form=a_figure),
    "save a text": Act("section", UNIT, form=lambda s: {"text": "Lời khác.", "version": "1"}, more={"code": "I.1"}),
    "send a workbook": Act("upload", UNIT, form=a_workbook),
    "present": Act("step", UNIT, more={"code": "trinh"}),
    "sign off": Act("step", ("head",), more={"code": "duyet"}),
    "withdraw": Act("step", ("head",), State.SIGNED_OFF, more={"code": "rut"}),
    "submit": Act("step", UNIT, State.SIGNED_OFF, more={"code": "nop"}),
    "accept": Act("accept", ("secretary",), State.SUBMITTED),
    "return": Act("return", ("secretary",), State.SUBMITTED, form=lambda s: {"reason": "Sai"}),
    "reopen": Act("reopen", ("secretary",), State.ACCEPTED, form=lambda s: {"reason": "Sai"}),
    "remark on a draft": Act("cell", (*UNIT, *LEADERS), form=lambda s: {"text": "Vì sao?"}, more={"code": "YT01"}),
    "remark on what left the unit": Act("cell", (*UNIT, *LEADERS, "superior"), State.SUBMITTED,
                                        form=lambda s: {"text": "Vì sao?"}, more={"code": "YT01"}),
    "remind one": Act("remind", ("secretary",), form=lambda s: {"unit": str(s.pk)}, of_round=True),
    "remind all": Act("remind", ("secretary",), form=lambda s: {"unit": "all"}, of_round=True),
    "freeze": Act("snapshot", ("secretary",), form=lambda s: {"label": "Bản"}, of_round=True),
    "close": Act("close", ("secretary",), of_round=True),
    "open a period": Act("open", ("secretary",), refusal=403,
                         form=lambda s: {"regime": str(s.round.regime_id), "period": "2020-H2"}),
}  # fmt: skip


def scene_of(personas: Personas, act: Act) -> tuple[str, Submission]:
    """A finished report of xã Đắc Sơn in the act's state, and the address to post to."""
    submission = Submission.objects.get(pk=report_of(personas)["pk"])
    clerk = personas.people["clerk"]
    save_cell(submission=submission, indicator=Indicator.objects.get(code="YT01"), typed="4986", acting_user=clerk,
              at=MOMENT)  # fmt: skip
    save_narrative(submission=submission, section=submission.round.regime.sections.all()[0], text="Lời.",
                   expected_version=0, acting_user=clerk, at=MOMENT)  # fmt: skip
    Submission.objects.filter(pk=submission.pk).update(state=act.state)
    kwargs = {} if act.name == "open" else round_of(personas) if act.of_round else {"pk": submission.pk}
    return reverse(f"console:reports:{act.name}", kwargs=kwargs | (act.more or {})), submission


def stored() -> list[Any]:
    return [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def posted(client: Client, url: str, form: dict[str, Any]) -> tuple[int, bool]:
    """Post, say whether anything changed, and take it back."""
    before = stored()
    with transaction.atomic():
        response = client.post(url, form)
        is_changed = stored() != before
        transaction.set_rollback(True)
    return response.status_code, is_changed


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_who_may_not_is_refused_and_nothing_changes(act: Act) -> None:
    personas = make_personas()
    url, submission = scene_of(personas, act)
    answers = {}
    for name in PERSONAS:
        status, is_changed = posted(personas.client(name), url, act.form(submission))
        answers[name] = (status if name not in act.allowed else "in", is_changed)
    assert answers == {
        name: ("in", True) if name in act.allowed else (302 if name == "anonymous" else act.refusal, False)
        for name in PERSONAS
    }
