"""Drafts open for comment by anybody: the list, the text with its comments and answers, and the form.

Nobody signs in, so a forged request could say nothing in anybody's name: the form carries no token, and the page stays
cacheable. Requests that another site makes a browser send are turned away by what the browser says of them.
"""

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.domain.documents.operations import CommentRefused, submit_public_comment
from giaoban.domain.documents.queries import Heard, answered_comments, public_consultation, public_consultations
from giaoban.interfaces.portal.addresses import is_sent_from_elsewhere
from giaoban.interfaces.portal.records.forms import CommentForm
from giaoban.interfaces.ui.words import said
from giaoban.lib import clock


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the drafts open for comment, then those whose time is over with what was answered."""
    day = clock.today()
    rows = list(public_consultations(day))
    context = {
        "open": [row for row in rows if row.is_open_on(day)],
        "over": [row for row in rows if not row.is_open_on(day)],
    }
    return render(request, "portal/records/consultations.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Show the draft with comments answered so far; on POST take a comment, or give back what was typed and why not."""
    found = _begun(consultation_id)
    form = CommentForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _take(request, found, form)
        if status == 302:
            return HttpResponseRedirect(reverse("portal:consultation_sent", args=[consultation_id]))
    context = {"heard": found, "form": form, "comments": answered_comments(found.consultation)}
    return render(request, "portal/records/consultation.html", context, status=status)


@require_safe
def sent(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Say that the comment came and what happens with it."""
    return render(request, "portal/records/consultation_sent.html", {"heard": _begun(consultation_id)})


def _begun(consultation_id: int) -> Heard:
    found = public_consultation(consultation_id, clock.today())
    if found is None:
        raise Http404
    return found


def _take(request: HttpRequest, found: Heard, form: CommentForm) -> int:
    """Store the comment and return 302, or say on the form why not and return the status."""
    if is_sent_from_elsewhere(request):
        form.add_error(None, _("Góp ý phải được gửi từ trang này"))
        return 403
    if not form.is_valid():
        return 422
    if form.is_from_a_machine:
        return 302  # told nothing, stored nothing
    if not ratelimit.consume(request, action="public_comment", key=str(found.consultation.pk)):
        form.add_error(None, _("Máy của bạn vừa gửi nhiều góp ý. Hãy đợi 10 phút rồi gửi lại; chữ đã gõ còn nguyên"))
        return 429
    try:
        submit_public_comment(consultation=found.consultation, at=clock.now(), **form.arguments())
    except CommentRefused as refused:
        form.add_error(None, said(refused))
        return 422
    return 302
