"""The votes of a ballot, a conclusion and its task, the end of the conference."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.domain.conferences import operations, permissions
from giaoban.domain.conferences.models import Ballot, Choice, Conclusion, Conference
from giaoban.domain.conferences.queries import BallotResult, ConferenceRecord, conference_record
from giaoban.interfaces.console.conference import choices, forms
from giaoban.interfaces.console.conference.acts import Act, take
from giaoban.interfaces.console.conference.bars import bars_of
from giaoban.interfaces.console.conference.views.desk import desk_context, visible, who
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import choices_of
from giaoban.lib.clock import VIETNAM
from giaoban.processes.assign_conclusion_task import assign_conclusion_task
from giaoban.processes.conclude_conference import conclude_conference
from giaoban.processes.record_votes import record_rest, record_votes


@staff_view()
def ballot(request: StaffRequest, conference_id: int, ballot_id: int) -> HttpResponse:
    """Show a ballot by name; while it is open the secretary enters votes here and closes it."""
    conference = visible(request, conference_id)
    row = Ballot.objects.select_related("item").filter(pk=ballot_id, item__conference=conference).first()
    if row is None:
        raise Http404
    acts = _ballot_acts(request, conference, row)
    taken = take(request, acts)
    if taken.done:
        return HttpResponseRedirect(request.path)
    record = conference_record(conference)
    result = next(one for one in record.ballots if one.id == ballot_id)
    typed = request.POST if taken.form is not None else {}
    context = desk_context(request, conference, record, acts, taken) | {
        "result": result, "bars": {result.id: bars_of(result)}, "choices": choices_of(Choice),
        "seats": _voting_rows(record, result, typed), "refused": taken.form,
    }  # fmt: skip
    return render(request, "console/conference/ballot.html", context, status=taken.status)


def _ballot_acts(request: StaffRequest, conference: Conference, row: Ballot) -> dict[str, Act]:
    running = permissions.can_run(request.standing, conference) and conference.state == "open"
    if not running or row.closed_at is not None:
        return {}
    fixed = {"ballot": row, **who(request)}
    wanted, seen = _typed(request, "phieu-"), _typed(request, "truoc-")
    return {
        "votes": Act(forms.Empty, lambda _g: record_votes(choices=wanted, seen=seen, **fixed), _("Đã ghi phiếu.")),
        "rest": Act(forms.Empty, lambda _g: record_rest(choice=Choice.FOR, **fixed),
                    _("Đã ghi “Tán thành” cho các đại biểu còn lại; hãy sửa những phiếu khác.")),
        "close": Act(forms.Empty, lambda _g: operations.close_ballot(**fixed),
                     _("Đã đóng biểu quyết, kết quả đã chốt.")),
    }  # fmt: skip


def _typed(request: StaffRequest, prefix: str) -> dict[int, str]:
    return {
        int(name.removeprefix(prefix)): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdecimal()
    }


def _voting_rows(record: ConferenceRecord, result: BallotResult, typed: Any) -> list[dict[str, Any]]:
    """Return the voting seats, each with the vote stored and the choice the page shows (typed, where refused)."""
    stored = {vote.delegate_id: vote for vote in result.votes}
    return [
        {"seat": seat, "vote": stored.get(seat.id), "stored": stored[seat.id].choice if seat.id in stored else "",
         "shown": typed.get(f"phieu-{seat.id}") or (stored[seat.id].choice if seat.id in stored else "")}
        for seat in record.attendance.delegates
        if seat.may_vote
    ]  # fmt: skip


@staff_view()
def conclusion(request: StaffRequest, conference_id: int, conclusion_id: int) -> HttpResponse:
    """Reword one conclusion, or make it a task."""
    conference = visible(request, conference_id)
    row = Conclusion.objects.select_related("task").filter(pk=conclusion_id, conference=conference).first()
    if row is None or not permissions.can_write_conclusions(request.standing, conference):
        raise Http404
    acts = _conclusion_acts(request, conference, row)
    taken = take(request, acts)
    if taken.done:
        return HttpResponseRedirect(f"{reverse('console:conference:desk', args=[conference_id])}#ket-luan")
    context = desk_context(request, conference, conference_record(conference), acts, taken) | {"conclusion": row}
    return render(request, "console/conference/conclusion.html", context, status=taken.status)


def _conclusion_acts(request: StaffRequest, conference: Conference, row: Conclusion) -> dict[str, Act]:
    acts: dict[str, Act] = {}
    fixed = {"conclusion": row, **who(request)}
    if conference.state == "open":
        start = {"text": row.text, "expected_text": row.text}
        acts["revise"] = Act(forms.ReviseForm, lambda given: operations.revise_conclusion(**given, **fixed),
                             _("Đã sửa kết luận."), start)  # fmt: skip
        if row.task_id is None:
            acts["remove"] = Act(forms.Empty, lambda _g: operations.remove_conclusion(**fixed), _("Đã bỏ kết luận."))
    if row.task_id is None and conference.state != "preparing":
        units = choices.seated_units(conference)
        people, names = choices.doers(units, request.standing)
        form = partial(forms.TaskForm, units=units, people=people, names=names)
        acts["task"] = Act(form, lambda given: assign_conclusion_task(**given, **fixed),
                           _("Đã giao thành nhiệm vụ; các đơn vị đã được báo."), {"title": row.text[:400]})  # fmt: skip
    return acts


@staff_view()
def conclude(request: StaffRequest, conference_id: int) -> HttpResponse:
    """Ask once more, then end the conference for good: the chair's act."""
    conference = visible(request, conference_id)
    if not permissions.can_conclude(request.standing, conference) or conference.state == "preparing":
        raise Http404

    def run(given: dict[str, Any]) -> None:
        held_on = conference.starts_at.astimezone(VIETNAM).date()
        ended = datetime.combine(held_on, given["ended"], tzinfo=VIETNAM)
        conclude_conference(conference=conference, ended_at=ended, **who(request))

    acts = {"conclude": Act(forms.ConcludeForm, run, _("Hội nghị đã kết luận; các đơn vị đã được báo."))}
    if conference.state == "concluded":
        acts = {}
    taken = take(request, acts)
    if taken.done or not acts:
        return HttpResponseRedirect(reverse("console:conference:desk", args=[conference_id]))
    context = desk_context(request, conference, conference_record(conference), acts, taken)
    return render(request, "console/conference/conclude.html", context, status=taken.status)
