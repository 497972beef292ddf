"""My posts, my notices."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from giaoban.domain.notices import operations as notice_operations
from giaoban.domain.notices.queries import notices_of
from giaoban.interfaces.ui.acting import StaffRequest, staff_view

PER_PAGE = 30
# What a notice speaks of -> the page that shows it. A report leads the unit's own people on to where they enter it.
PAGES = {
    "reports.submission": "console:reports:review",
    "conferences.conference": "console:conference:desk",
    "tasks.task": "console:tasks:page",
    "works.work": "console:works:page",
    "documents.consultation": "console:documents:consultation",
    "wagtailcore.page": "wagtailadmin_pages:edit",
}


@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """Show who I am here: posts, sign-in, language."""
    return render(request, "console/account/page.html", {"posts": request.standing.posts})


@staff_view()
def notices(request: StaffRequest) -> HttpResponse:
    """List my notices, newest first."""
    page = Paginator(notices_of(request.acting.pk), PER_PAGE).get_page(request.GET.get("trang"))
    rows = [(notice, address_of(notice.target)) for notice in page]
    return render(request, "console/account/notices.html", {"page": page, "rows": rows})


def address_of(target: str) -> str:
    """Return where a notice leads, "" where what it speaks of has no page."""
    model, _, key = target.partition(":")
    return reverse(PAGES[model], args=[key]) if model in PAGES and key.isdecimal() else ""


@staff_view()
@require_POST
def mark_read(request: StaffRequest) -> HttpResponse:
    """Mark one of my notices as read, or all of them."""
    chosen = request.POST.get("notice", "")
    notice_operations.mark_read(
        recipient_id=request.acting.pk, at=request.at, notice_id=int(chosen) if chosen.isdecimal() else None
    )
    return HttpResponseRedirect(reverse("console:account:notices"))
