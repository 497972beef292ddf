"""The register of papers: the list, one paper with its file, a paper that came in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.domain.documents.models import Organ, Paper
from giaoban.domain.documents.operations import (
    DuplicatePaper,
    PaperRefused,
    hide_paper,
    publish_paper,
    register_incoming,
)
from giaoban.domain.documents.permissions import can_publish, can_register
from giaoban.domain.documents.queries import BrokenFile, file_of, organs_for, register
from giaoban.domain.documents.rules import content_type
from giaoban.interfaces.console.documents.consultations import ANSWERERS
from giaoban.interfaces.console.documents.forms import FilterForm, IncomingForm
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import said

PAGE_SIZE = 50
CONFERENCE_ORIGIN = "conferences.conference:"


@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """List the papers the person may read, narrowed by words (with or without marks), direction, type and days."""
    form = FilterForm(request.GET or None)
    papers = register(request.standing, form.wanted() if form.is_bound else None)
    page = Paginator(papers, PAGE_SIZE).get_page(request.GET.get("trang"))
    kept = request.GET.copy()
    kept.pop("trang", None)
    context = {"form": form, "page": page, "kept": kept.urlencode(), "organ": _own_organ(request),
               "may_consult": request.standing.has(*ANSWERERS)}  # fmt: skip
    return render(request, "console/documents/index.html", context)


@staff_view()
def paper(request: StaffRequest, paper_id: int) -> HttpResponse:
    """Show one paper of the register."""
    return _page(request, _visible(request, paper_id))


@staff_view()
def download(request: StaffRequest, paper_id: int) -> HttpResponse:
    """Hand out the file after checking it against its hash; a broken one is refused (409), never handed out."""
    found = _visible(request, paper_id)
    if not found.sha256:
        raise Http404
    try:
        content = file_of(found)
    except BrokenFile:
        return _page(request, found, is_broken=True, status=409)
    response = HttpResponse(content, content_type=content_type(found.file_name))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name) or ""
    response["ETag"] = f'"{found.sha256}"'
    return response


@staff_view()
@require_POST
def publicity(request: StaffRequest, paper_id: int) -> HttpResponse:
    """Open the paper to the public, or close it again with the reason."""
    found = _visible(request, paper_id)
    acting: dict[str, Any] = {"paper": found, "acting_user": request.acting, "at": request.at}
    try:
        if "publish" in request.POST:
            publish_paper(**acting)
            messages.success(request, _("Văn bản đã công khai trên cổng thông tin."))
        else:
            hide_paper(reason=request.POST.get("reason", ""), **acting)
            messages.success(request, _("Văn bản đã thôi công khai."))
    except PaperRefused as refused:
        return _page(request, found, refused=said(refused), status=422)
    return HttpResponseRedirect(reverse("console:documents:paper", args=[found.pk]))


@staff_view()
def incoming(request: StaffRequest) -> HttpResponse:
    """Enter a paper that came in; what does not fit comes back with everything typed, a duplicate with its twin."""
    organ = _own_organ(request)
    if organ is None:
        raise PermissionDenied
    form = IncomingForm(request.POST or None, request.FILES or None)
    duplicate: Paper | None = None
    if request.method == "POST" and form.is_valid():
        try:
            stored = register_incoming(organ=organ, acting_user=request.acting, at=request.at, **form.arguments())
        except DuplicatePaper as refused:
            duplicate = refused.existing
        except PaperRefused as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("Đã vào sổ %(symbol)s.") % {"symbol": stored.symbol})
            return HttpResponseRedirect(reverse("console:documents:paper", args=[stored.pk]))
    context = {"form": form, "organ": organ, "duplicate": duplicate}
    status = 422 if request.method == "POST" else 200
    return render(request, "console/documents/incoming.html", context, status=status)


def _own_organ(request: StaffRequest) -> Organ | None:
    """Return the organ whose register the person keeps, if any."""
    return next((organ for organ in organs_for(request.standing) if can_register(request.standing, organ)), None)


def _visible(request: StaffRequest, paper_id: int) -> Paper:
    found = register(request.standing).filter(pk=paper_id).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: StaffRequest, found: Paper, *, is_broken: bool = False, refused: str = "", status: int = 200
) -> HttpResponse:
    conference = found.origin.removeprefix(CONFERENCE_ORIGIN) if found.origin.startswith(CONFERENCE_ORIGIN) else ""
    context = {
        "paper": found,
        "is_broken": is_broken,
        "refused": refused,
        "may_publish": can_publish(request.standing, found.organ),
        "replaced": list(found.replaces.light()),
        "conference_url": reverse("console:conference:desk", args=[conference]) if conference.isdigit() else "",
    }
    return render(request, "console/documents/paper.html", context, status=status)
