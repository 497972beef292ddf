"""Finding what an address names, or 404: what a person may not see does not exist for them."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from giaoban.domain.reports.models import Round, Submission
from giaoban.domain.reports.permissions import can_edit, can_run, visible_rounds, visible_submissions
from giaoban.domain.reports.queries import Grid, Row
from giaoban.interfaces.ui.acting import StaffRequest


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
