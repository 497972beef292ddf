"""Three past half-years reported by every unit, one more with two units late and one returned."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from giaoban.demo.people import Cast
from giaoban.demo.registers import DATA, rows_of
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.orgs.models import Bloc, Level
from giaoban.domain.reports.models import Regime, Round, Submission
from giaoban.domain.reports.operations import (
    TypedCell,
    accept_report,
    close_round,
    define_regime,
    open_round,
    remind_unit,
    return_report,
    save_cells,
    save_narrative,
    sign_off,
    submit_report,
)
from giaoban.domain.reports.rules import RegimeFacts
from giaoban.lib.clock import VIETNAM

LATE, RETURNED = ("05863", "05887"), "05875"
RETURN_REASON = (
    "Số hộ nghèo và số lao động có việc làm mới lệch nhiều so với kỳ trước. "
    "Đề nghị đơn vị kiểm tra lại với sổ theo dõi rồi nộp lại."
)


@dataclass(frozen=True)
class Timing:
    """When a round was opened, when its reports came and were taken."""

    opened: datetime
    submitted: datetime
    accepted: datetime
    closed: datetime | None


def moment(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment in Vietnam."""
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


TIMINGS = {
    "2019-H1": Timing(moment(2019, 6, 3, 8), moment(2019, 6, 17, 9), moment(2019, 6, 19, 14), moment(2019, 7, 12, 16)),
    "2019-H2": Timing(
        moment(2019, 12, 2, 8), moment(2019, 12, 16, 9), moment(2019, 12, 18, 14), moment(2020, 1, 10, 16)
    ),
    "2020-H1": Timing(moment(2020, 6, 1, 8), moment(2020, 6, 15, 9), moment(2020, 6, 18, 14), None),
}


def figures_by_unit() -> dict[tuple[str, str], list[dict[str, str]]]:
    """Return the made-up figures by period and unit code."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for line in rows_of("figures.csv"):
        found[line["period"], line["unit"]].append(line)
    return found


def _typed(line: dict[str, str], indicators: dict[str, Indicator]) -> TypedCell:
    """Write the figure the way a clerk types it."""
    first = line["value"] or line["numerator"]
    return TypedCell(
        indicator=indicators[line["indicator"]],
        typed=first.replace(".", ","),
        typed_denominator=line["denominator"].replace(".", ","),
        kind="none_arose" if line["kind"] == "none_arose" else None,
        status=line["status"],
        reason=line["reason"] or None,
    )


def _variant(unit: str, section: str, count: int) -> int:
    return int(sha256(f"{unit}{section}".encode()).hexdigest(), 16) % count


class RoundLoader:
    """Plays one regime's rounds as its people would: type, write, approve, submit, accept."""

    def __init__(self, *, regime: Regime, cast: Cast, indicators: dict[str, Indicator]) -> None:
        self.regime, self.cast, self.indicators = regime, cast, indicators
        self.figures = figures_by_unit()
        self.texts: dict[str, Any] = json.loads((DATA / "narratives.json").read_text(encoding="utf-8"))
        self.sections = list(regime.sections.all())

    def play(self, period: str) -> Round:
        """Open a period, let every unit report, and close it where its time has passed."""
        timing = TIMINGS[period]
        opened = open_round(regime=self.regime, period=period, acting_user=self.cast.secretary, at=timing.opened)
        submissions = opened.submissions.select_related("unit", "round__regime").order_by("unit__position", "pk")
        for index, submission in enumerate(submissions):
            self._report(submission, period, timing, timedelta(minutes=7 * index))
        if timing.closed:
            close_round(round=opened, acting_user=self.cast.secretary, at=timing.closed)
        return opened

    def _report(self, submission: Submission, period: str, timing: Timing, later: timedelta) -> None:
        code = submission.unit.code
        clerk, head = self.cast.clerks[code], self.cast.heads[code]
        late = period == "2020-H1" and code in LATE
        lines = self.figures[period, code]
        cells = [_typed(line, self.indicators) for line in (lines[: len(lines) * 2 // 3] if late else lines)]
        if cells:
            save_cells(submission=submission, entries=cells, acting_user=clerk, at=timing.submitted + later)
        if late:
            remind_unit(submission=submission, acting_user=self.cast.secretary, at=moment(2020, 7, 6, 15))
            return
        self._write(submission, period, timing.submitted + later)
        handed_in = timing.submitted + later + timedelta(minutes=20)
        sign_off(submission=submission, acting_user=head, at=handed_in)
        submit_report(submission=submission, acting_user=clerk, at=handed_in + timedelta(minutes=5))
        if period == "2020-H1" and code == RETURNED:
            return_report(
                submission=submission,
                reason=RETURN_REASON,
                acting_user=self.cast.secretary,
                at=moment(2020, 7, 8, 15, 40),
            )
            return
        accept_report(submission=submission, acting_user=self.cast.secretary, at=timing.accepted + later)

    def _write(self, submission: Submission, period: str, at: datetime) -> None:
        code = submission.unit.code
        group = "commune" if submission.unit.level == Level.COMMUNE else "body"
        for section in self.sections:
            variants: list[str] = self.texts[group].get(section.code, {}).get(period, [])
            if not variants:
                continue
            text = variants[_variant(code, section.code, len(variants))].format(
                a=f"{4 + _variant(code, 'a', 9):02d}", b=f"{2 + _variant(code, 'b', 3):02d}",
                c=f"{1 + _variant(code, 'c', 3):02d}", unit=submission.unit.name,
            )  # fmt: skip
            save_narrative(
                submission=submission, section=section, text=text, expected_version=0,
                acting_user=self.cast.clerks[code], at=at,
            )  # fmt: skip


def load_regime(*, bloc: Bloc, at: datetime) -> Regime:
    """Define the half-year regime from its data file."""
    facts = RegimeFacts.from_json(json.loads((DATA / "regime.json").read_text(encoding="utf-8")))
    return define_regime(facts=facts, receiver=bloc.coordinator, bloc=bloc, acting_user=None, at=at)
