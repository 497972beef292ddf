"""The three papers of a conference: looked at, issued with their date, downloaded."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from giaoban.domain.conferences import permissions
from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import conference_record, origin_of
from giaoban.domain.documents.models import Paper
from giaoban.domain.documents.queries import BrokenFile, file_of
from giaoban.interfaces.console.conference import forms
from giaoban.interfaces.console.conference.acts import Act, take
from giaoban.interfaces.console.conference.views.desk import desk_context, visible, who
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import said
from giaoban.lib import clock
from giaoban.processes.issue_conference_papers import (
    issue_conclusion_notice,
    issue_consolidated_report,
    issue_minutes,
    preview_paper,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ISSUE: dict[str, Callable[..., Paper]] = {
    "report": issue_consolidated_report,
    "minutes": issue_minutes,
    "notice": issue_conclusion_notice,
}


@staff_view()
def papers(request: StaffRequest, conference_id: int) -> HttpResponse:
    """Issue the conference's papers: choose the date, look at the very file, confirm."""
    conference = visible(request, conference_id)
    may_issue = permissions.can_write_conclusions(request.standing, conference)
    if not may_issue:
        raise Http404
    drawn: list[Paper] = []
    acts = _acts(request, conference, drawn)
    taken = take(request, acts)
    if taken.done and drawn:
        return _file(drawn[0], _("Xem trước"))
    if taken.done:
        messages.success(request, _("Đã ban hành; văn bản đã vào sổ."))
        return HttpResponseRedirect(request.path)
    context = desk_context(request, conference, conference_record(conference), acts, taken)
    context |= {"refused": taken.form, "kinds": _kinds(acts, context["record"].papers)}
    return render(request, "console/conference/papers.html", context, status=taken.status)


def _acts(request: StaffRequest, conference: Conference, drawn: list[Paper]) -> dict[str, Act]:
    """Return what this person may issue now: the chair signs report and notice, the minutes are the secretary's too."""
    chair = permissions.can_conclude(request.standing, conference)
    ended = conference.state == "concluded"
    open_to = {"report": chair, "minutes": ended, "notice": chair and ended}
    acts = {}
    for kind, issue in ISSUE.items():
        if open_to[kind]:
            run = partial(_run, request, conference, issue, drawn)
            acts[kind] = Act(forms.IssueForm, run, "", {"issued_on": request.at.date()})
    return acts


def _run(
    request: StaffRequest,
    conference: Conference,
    issue: Callable[..., Paper],
    drawn: list[Paper],
    given: dict[str, Any],
) -> None:
    """Issue, or only draw what would be issued."""
    wanted = {"conference": conference, "issued_on": given["issued_on"], "made_up": clock.is_moved(), **who(request)}
    if "look" in request.POST:
        drawn.append(preview_paper(issue, **wanted))
    else:
        issue(**wanted)


def _kinds(acts: dict[str, Act], issued: Any) -> list[dict[str, Any]]:
    words = {
        "report": (_("Báo cáo tổng hợp"), _("Bảng số liệu và nội dung đã chốt báo cáo hội nghị; chủ trì ký.")),
        "minutes": (_("Biên bản"), _("Thành phần, chương trình, ý kiến, kết quả biểu quyết, kết luận.")),
        "notice": (_("Thông báo kết luận"), _("Các kết luận và nhiệm vụ kèm theo; chủ trì ký.")),
    }
    done = {paper.paper_type: paper for paper in issued}
    return [
        {"key": key, "name": name, "what": what, "paper": done.get(key), "offered": key in acts}
        for key, (name, what) in words.items()
    ]


@staff_view()
def paper(request: StaffRequest, conference_id: int, paper_id: int) -> HttpResponse:
    """Hand out the sound file of a paper of this conference: one it issued, or one heard under an item."""
    conference = visible(request, conference_id)
    row = Paper.objects.filter(pk=paper_id).first()
    heard = conference.items.filter(paper_id=paper_id).exists()
    if row is None or not row.file_name or not (heard or row.origin == origin_of(conference.pk)):
        raise Http404
    try:
        row.content = file_of(row)
    except BrokenFile as broken:
        messages.error(request, said(broken))
        return HttpResponseRedirect(reverse("console:conference:desk", args=[conference_id]))
    return _file(row)


def _file(paper: Paper, prefix: str = "") -> HttpResponse:
    name = f"{prefix} {paper.file_name}".strip()
    kind = DOCX if name.endswith(".docx") else "application/octet-stream"
    response = HttpResponse(bytes(paper.content or b""), content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
