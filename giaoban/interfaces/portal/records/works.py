"""Public works: the list, and one work with its milestones. Notes and who reported stay inside."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from giaoban.domain.works.queries import public_work, public_works
from giaoban.interfaces.portal.published import published
from giaoban.lib import clock


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the public works of today: what is planned, under way, or was finished this year."""
    day, found = clock.today(), published(latest_only=True)
    rows = public_works(found.bloc.coordinator_id, day) if found else []
    return render(request, "portal/records/works.html", {"rows": rows, "day": day})


@require_safe
def work(request: HttpRequest, work_id: int, slug: str) -> HttpResponse:
    """Show one public work as it stands today; an old name in the address leads to the present one."""
    row = public_work(work_id, clock.today())
    if row is None:
        raise Http404
    if slug != row.work.slug:
        return HttpResponsePermanentRedirect(reverse("portal:work", args=[work_id, row.work.slug]))
    return render(request, "portal/records/work.html", {"row": row, "work": row.work})
