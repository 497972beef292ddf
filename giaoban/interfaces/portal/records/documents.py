"""Public papers of the register: the list, one paper, its file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from giaoban.domain.conferences.queries import concluded_from
from giaoban.domain.documents.models import Paper, PaperType
from giaoban.domain.documents.queries import BrokenFile, PublicFilter, facets, file_of, public_paper, public_papers
from giaoban.domain.documents.rules import content_type

PAGE_SIZE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the public papers, narrowed by words (with or without marks), type, organ and year."""
    wanted = _wanted(request)
    page = Paginator(public_papers(wanted), PAGE_SIZE).get_page(request.GET.get("trang"))
    found = facets()
    context = {
        "wanted": wanted,
        "page": page,
        "is_narrowed": wanted != PublicFilter(),
        "facets": found,
        "types": [(kind, PaperType(kind).label) for kind in found.types],
    }
    return render(request, "portal/records/documents.html", context)


@require_safe
def document(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Show one public paper; any other number answers 404, whether or not the register has it."""
    return _page(request, _public(paper_id))


@require_safe
def download(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Hand out the file after checking it against its hash; a broken one is refused (409), never handed out."""
    paper = _public(paper_id)
    if not paper.sha256:
        raise Http404
    try:
        content = file_of(paper)
    except BrokenFile:
        return _page(request, paper, is_broken=True, status=409)
    response = HttpResponse(content, content_type=content_type(paper.file_name))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=paper.file_name) or ""
    response["ETag"] = f'"{paper.sha256}"'
    return response


def _wanted(request: HttpRequest) -> PublicFilter:
    """Return what was asked for; what is not understood narrows nothing."""
    kind, year = request.GET.get("loai", ""), request.GET.get("nam", "")
    return PublicFilter(
        text=request.GET.get("q", "")[:200],
        paper_type=kind if kind in PaperType.values else "",
        organ=request.GET.get("co-quan", "")[:200],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )


def _public(paper_id: int) -> Paper:
    paper = public_paper(paper_id)
    if paper is None:
        raise Http404
    return paper


def _page(request: HttpRequest, paper: Paper, *, is_broken: bool = False, status: int = 200) -> HttpResponse:
    conference = concluded_from(paper.origin)
    newer = paper.replaced_by if paper.replaced_by and paper.replaced_by.is_public else None
    context = {
        "paper": paper,
        "newer": newer,
        "is_broken": is_broken,
        "conference": conference,
        "conference_url": reverse("portal:briefing", args=[conference.pk]) if conference else "",
    }
    return render(request, "portal/records/document.html", context, status=status)
