"""Finding what an address names, or 404: what a person may not see does not exist for them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from giaoban.domain.reports.models import Round, Snapshot, Submission
from giaoban.domain.reports.operations import ReportRefused, RoundClosed, WrongState
from giaoban.domain.reports.permissions import can_edit, can_run, visible_rounds, visible_submissions
from giaoban.domain.reports.queries import Grid, Row
from giaoban.interfaces.ui.acting import StaffRequest
from giaoban.interfaces.ui.words import said


def find_submission(request: StaffRequest, pk: int) -> Submission:
    """Return a submission the person may see (1 query)."""
    return get_object_or_404(visible_submissions(request.standing), pk=pk)


def find_own(request: StaffRequest, pk: int) -> Submission:
    """Return a submission of the person's own unit."""
    submission = find_submission(request, pk)
    if not can_edit(request.standing, submission):
        raise Http404
    return submission


def find_to_decide(request: StaffRequest, pk: int) -> Submission:
    """Return a submission on which the person decides for the receiving body."""
    submission = find_submission(request, pk)
    if not can_run(request.standing, submission.round.regime):
        raise Http404
    return submission


def find_round(request: StaffRequest, pk: int) -> Round:
    """Return a round whose board the person may see (1 query)."""
    return get_object_or_404(visible_rounds(request.standing), pk=pk)


def find_snapshot(request: StaffRequest, pk: int) -> Snapshot:
    """Return a snapshot of a round whose board the person may see (1 query)."""
    visible = Snapshot.objects.filter(round__in=visible_rounds(request.standing))
    return get_object_or_404(visible.select_related("round__regime", "unit", "taken_by"), pk=pk)


def find_round_to_run(request: StaffRequest, pk: int) -> Round:
    """Return a round the person runs."""
    round = find_round(request, pk)
    if not can_run(request.standing, round.regime):
        raise Http404
    return round


def find_row(grid: Grid, code: str) -> Row:
    """Return the row of an indicator the unit owes."""
    row = grid.row(code)
    if row is None:
        raise Http404
    return row


def is_script(request: StaffRequest) -> bool:
    """Return whether a script of the page asks, for a fragment instead of the page."""
    return "HX-Request" in request.headers


def refuse_script(refused: ReportRefused) -> HttpResponse:
    """Answer a page's script with the reason in plain words."""
    return HttpResponse(said(refused), status=status_of(refused), content_type="text/plain; charset=utf-8")


def status_of(refused: ReportRefused) -> int:
    """Return 409 where the report's state forbids the act, else 422."""
    return 409 if isinstance(refused, WrongState | RoundClosed) else 422
