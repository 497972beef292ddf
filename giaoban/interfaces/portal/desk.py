"""The editor's desk: composing an article from a conference. Shown in Wagtail's own frame, under /cms/."""

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.domain.accounts.models import Role
from giaoban.interfaces.portal import compose
from giaoban.interfaces.ui.acting import StaffRequest, staff_view


@require_safe
@staff_view(Role.EDITOR)
def compose_list(request: StaffRequest) -> HttpResponseBase:
    """List the concluded conferences an article can be made of."""
    return render(request, "portal/desk/list.html", {"conferences": compose.concluded_conferences()})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Role.EDITOR)
def compose_article(request: StaffRequest, conference_id: int) -> HttpResponseBase:
    """Show what the draft will say and which drafts exist; on POST make the draft and open it in the editor."""
    conference = get_object_or_404(compose.concluded_conferences(), pk=conference_id)
    if request.method == "POST":
        try:
            page = compose.compose_article(conference=conference, acting_user=request.acting, at=request.at)
        except compose.NotConcluded as refusal:
            raise Http404 from refusal
        messages.success(request, _("Đã soạn bản nháp từ hội nghị. Hãy đọc lại, sửa rồi gửi duyệt."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    shown = {
        "conference": conference,
        "composition": compose.compose(conference),
        "drafts": compose.drafts_of(conference),
    }
    return render(request, "portal/desk/compose.html", shown)
