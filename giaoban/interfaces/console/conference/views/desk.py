"""The list of conferences, planning one, its desk, its roll."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from giaoban.domain.accounts.models import Role
from giaoban.domain.conferences import operations, permissions
from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import ConferenceRecord, conference_record, find_remaining
from giaoban.domain.periods.rules import parse
from giaoban.interfaces.console.conference import choices, forms
from giaoban.interfaces.console.conference.acts import Act, Taken, take
from giaoban.interfaces.console.conference.bars import bars_of
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import period_name


def visible(request: StaffRequest, conference_id: int) -> Conference:
    """Return the conference, or 404 where this person may not know of it (1 query)."""
    found = permissions.visible_conferences(request.standing).filter(pk=conference_id).first()
    if found is None:
        raise Http404
    return found


def who(request: StaffRequest) -> dict[str, Any]:
    """Return what every operation asks for: the acting person and the moment."""
    return {"acting_user": request.acting, "at": request.at}


@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """List the conferences a person may see, newest first (1 query)."""
    seats = Count("delegates", distinct=True)
    here = Count("delegates", filter=Q(delegates__checked_in_at__isnull=False), distinct=True)
    rows = permissions.visible_conferences(request.standing).annotate(seats=seats, here=here).order_by("-starts_at")
    context = {
        "rows": [(row, period_name(row.round.period)) for row in rows],
        "may_plan": request.standing.has(Role.SECRETARY, Role.CHAIR),
    }
    return render(request, "console/conference/index.html", context)


@staff_view(Role.SECRETARY, Role.CHAIR)
def plan(request: StaffRequest) -> HttpResponse:
    """Plan a conference on a round of reports."""
    rounds = choices.plannable_rounds(request.standing)
    made: list[Conference] = []

    def run(given: dict[str, Any]) -> None:
        words = {key: given[key] for key in ("title", "place", "chair_title", "secretary_title", "starts_at")}
        made.append(operations.plan_conference(bloc=given["round"].regime.bloc, round=given["round"],
                    chair=given["chair"], secretary=given["secretary"], **words, **who(request)))  # fmt: skip

    form = partial(forms.PlanForm, rounds=rounds, day=request.at)
    acts = {"plan": Act(form, run, _("Đã lập hội nghị. Tiếp theo: mời đại biểu và sắp chương trình."), _start(rounds))}
    taken = take(request, acts)
    if taken.done:
        return HttpResponseRedirect(reverse("console:conference:desk", args=[made[0].pk]))
    context = {"offers": taken.offers(acts), "rounds": rounds}
    return render(request, "console/conference/plan.html", context, status=taken.status)


def _start(rounds: list[Any]) -> dict[str, Any]:
    if not rounds:
        return {}
    label = parse(rounds[0].period).label
    return {"title": f"Hội nghị giao ban {rounds[0].regime.bloc.name} {label}", "starts": "07:30"}


@staff_view()
def desk(request: StaffRequest, conference_id: int) -> HttpResponse:
    """Show the whole conference; who runs it finds its forms here, the chair what is left to decide."""
    conference = visible(request, conference_id)
    acts = _desk_acts(request, conference)
    taken = take(request, acts)
    if taken.done:
        return HttpResponseRedirect(reverse("console:conference:desk", args=[conference_id]))
    record = conference_record(conference)
    context = desk_context(request, conference, record, acts, taken) | {
        "bars": {one.id: bars_of(one) for one in record.ballots},
        "groups": record.attendance.groups,
        "article_url": _article_url(request, conference),
    }
    return render(request, "console/conference/desk.html", context, status=taken.status)


def desk_context(
    request: StaffRequest, conference: Conference, record: ConferenceRecord, acts: Mapping[str, Act], taken: Taken
) -> dict[str, Any]:
    """Return what every page of a conference shows: the record, the forms, what the person may do."""
    standing = request.standing
    return {
        "conference": conference, "record": record, "offers": taken.offers(acts), "conflict": taken.conflict,
        "may_run": permissions.can_run(standing, conference),
        "may_conclude": permissions.can_conclude(standing, conference),
        "may_word": permissions.can_write_conclusions(standing, conference),
        "remaining": find_remaining(record), "is_open": conference.state == "open",
        "is_preparing": conference.state == "preparing", "is_concluded": conference.state == "concluded",
    }  # fmt: skip


def _desk_acts(request: StaffRequest, conference: Conference) -> dict[str, Act]:
    """Return the desk's forms for this person in this state of the conference."""
    acts: dict[str, Act] = {}
    fixed = {"conference": conference, **who(request)}
    if permissions.can_run(request.standing, conference) and conference.state != "concluded":
        seat = partial(forms.SeatForm, units=choices.bloc_units(conference))
        acts["seat"] = Act(seat, lambda given: operations.seat_delegate(**given, **fixed), _("Đã thêm đại biểu."))
        acts["add_item"] = Act(forms.ItemForm, lambda given: operations.add_item(**given, **fixed), _("Đã thêm mục."))
        snapshots = conference.round.snapshots.defer("data")
        acts["snapshot"] = Act(partial(forms.SnapshotForm, snapshots=snapshots),
                               lambda given: operations.attach_snapshot(**given, **fixed),
                               _("Đã gắn số liệu chốt."))  # fmt: skip
    if permissions.can_run(request.standing, conference) and conference.state == "preparing":
        acts["seat_bloc"] = Act(
            forms.Empty, lambda _g: operations.seat_bloc(**fixed), _("Đã xếp chỗ các đơn vị trong khối.")
        )
        acts["invite"] = Act(
            forms.InviteForm, lambda given: operations.send_invitations(**given, **fixed), _("Đã gửi lời mời.")
        )
        acts["open"] = Act(forms.Empty, lambda _g: operations.open_conference(**fixed), _("Hội nghị đã khai mạc."))
    if permissions.can_write_conclusions(request.standing, conference) and conference.state == "open":
        acts["conclusion"] = Act(
            forms.ConclusionForm, lambda given: operations.add_conclusion(**given, **fixed), _("Đã ghi kết luận.")
        )
    return acts


def _article_url(request: StaffRequest, conference: Conference) -> str:
    """Return where the editor composes the article, "" for others or before the end."""
    if conference.state != "concluded" or not request.standing.has(Role.EDITOR):
        return ""
    try:
        return reverse("portal:compose_article", args=[conference.pk])
    except NoReverseMatch:
        return ""


@staff_view()
def roll(request: StaffRequest, conference_id: int) -> HttpResponse:
    """Check delegates in, one click each; substitutes by post, absences with their reason, undo."""
    conference = visible(request, conference_id)
    acts = _roll_acts(request, conference)
    taken = take(request, acts)
    if taken.done:
        seat = request.POST.get("delegate", "")
        return HttpResponseRedirect(f"{reverse('console:conference:roll', args=[conference_id])}#db-{seat}")
    context = desk_context(request, conference, conference_record(conference), acts, taken)
    context["refused"] = taken.form
    return render(request, "console/conference/roll.html", context, status=taken.status)


def _roll_acts(request: StaffRequest, conference: Conference) -> dict[str, Act]:
    if not permissions.can_run(request.standing, conference) or conference.state == "concluded":
        return {}

    def seat(given: dict[str, Any]) -> dict[str, Any]:
        found = conference.delegates.filter(pk=given["delegate"]).first()
        if found is None:
            raise Http404
        return {"delegate": found, **who(request)}

    form = forms.DelegateForm
    return {
        "here": Act(form, lambda g: operations.check_in(substitute_post=g["text"], **seat(g)), _("Đã điểm danh.")),
        "undo": Act(form, lambda g: operations.undo_check_in(**seat(g)), _("Đã bỏ điểm danh.")),
        "absent": Act(form, lambda g: operations.record_absence(reason=g["text"], **seat(g)), _("Đã ghi vắng.")),
        "substitute": Act(
            form, lambda g: operations.name_substitute(post=g["text"], **seat(g)), _("Đã ghi người dự thay.")
        ),
    }
