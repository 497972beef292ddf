"""Saving one section of the narrative."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.operations import EditConflict, ReportRefused, save_narrative
from giaoban.domain.reports.queries import SectionPage, section_pages
from giaoban.interfaces.console.reports.finding import find_own, is_script, refuse_script
from giaoban.interfaces.console.reports.texts import Section, section_of
from giaoban.interfaces.console.reports.views.entry import page_of, refused_page
from giaoban.interfaces.ui.acting import StaffRequest, staff_view


@staff_view()
@require_http_methods(["GET", "POST"])
def section(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Save a section; a script gets its state and last period's side back, a plain form the page.

    Where somebody else saved in between, the answer is 409 with both texts and three ways on.
    """
    submission = find_own(request, pk)
    page = find_section(submission, code)
    here = f"{reverse('console:reports:entry', args=[pk])}#{page.anchor}"
    if request.method != "POST" or request.POST.get("keep") == "theirs":
        return redirect(here)
    clash: EditConflict | None = None
    text = text_of(request, page)
    try:
        save_narrative(submission=submission, section=page.section, text=text,
                       expected_version=version_of(request), acting_user=request.acting, at=request.at)  # fmt: skip
    except EditConflict as conflict:
        clash = conflict
    except ReportRefused as refused:
        if is_script(request):
            return refuse_script(refused)
        return refused_page(request, submission, refused, [(page.section.title, text)])
    if clash is None and not is_script(request):
        messages.success(request, _("Đã lưu mục “%s”.") % page.section.title)
        return redirect(here)
    template = "console/reports/_section_reply.html" if is_script(request) else "console/reports/entry.html"
    return render(request, template, reply(request, submission, code, clash), status=409 if clash else 200)


def find_section(submission: Submission, code: str) -> SectionPage:
    """Return a section of the outline, or 404."""
    for page in section_pages(submission):
        if page.section.code == code:
            return page
    raise Http404


def version_of(request: StaffRequest) -> int:
    """Return the version the writer saw."""
    version = request.POST.get("version", "0")
    return int(version) if version.isdecimal() else 0


def text_of(request: StaffRequest, page: SectionPage) -> str:
    """Return the text sent, with last period's below it where "Lấy lời kỳ trước" was pressed."""
    text = request.POST.get("text", "")
    if "take" not in request.POST:
        return text
    return f"{text.rstrip()}\n{page.before}" if text.strip() else page.before


def reply(request: StaffRequest, submission: Submission, code: str, clash: EditConflict | None) -> dict[str, Any]:
    """Return the entry page's context with the section as it now is; after a clash it holds both texts."""
    context = page_of(request, submission)
    sections: list[Section] = context["sections"]
    changed = [section_of(one.page, one.number, clash) if clash and one.code == code else one for one in sections]
    return context | {"sections": changed, "section": next(one for one in changed if one.code == code)}
