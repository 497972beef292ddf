"""Drafts open for public comment, as the office sees them: opened, closed, every comment read and answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from giaoban.domain.accounts.models import Role
from giaoban.domain.documents.models import PublicComment
from giaoban.domain.documents.operations import (
    AnswerConflict,
    CommentRefused,
    answer_public_comment,
    close_for_comment,
    open_for_comment,
)
from giaoban.domain.documents.permissions import OFFICE
from giaoban.domain.documents.queries import Heard, consultation_for, consultations_for, drafts_to_open
from giaoban.interfaces.console.documents.forms import AnswerForm, OpeningForm
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.errors import conflict_page
from giaoban.interfaces.ui.words import said

ANSWERERS = (*OFFICE, Role.EDITOR)


@staff_view(*ANSWERERS)
def index(request: StaffRequest) -> HttpResponse:
    """List the consultations with what waits for an answer; on POST open a draft for comment."""
    drafts = drafts_to_open(request.standing)
    form = OpeningForm(request.POST or None, drafts=drafts, day=request.at.date())
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_for_comment(acting_user=request.acting, at=request.at, **form.cleaned_data)
        except CommentRefused as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("Dự thảo đã mở lấy ý kiến trên cổng thông tin."))
            return HttpResponseRedirect(reverse("console:documents:consultation", args=[opened.pk]))
    context = {"rows": consultations_for(request.standing), "form": form, "drafts": drafts}
    status = 422 if request.method == "POST" else 200
    return render(request, "console/documents/consultations.html", context, status=status)


@require_safe
@staff_view(*ANSWERERS)
def page(request: StaffRequest, consultation_id: int) -> HttpResponse:
    """Show one consultation with every comment, contacts included."""
    return _page(request, _heard(request, consultation_id))


@require_POST
@staff_view(*ANSWERERS)
def close(request: StaffRequest, consultation_id: int) -> HttpResponse:
    """Close before the last day."""
    found = _heard(request, consultation_id)
    try:
        close_for_comment(consultation=found.consultation, acting_user=request.acting, at=request.at)
        messages.success(request, _("Đã đóng lấy ý kiến; góp ý đã nhận vẫn trả lời được."))
    except CommentRefused as refused:
        messages.warning(request, said(refused))
    return HttpResponseRedirect(reverse("console:documents:consultation", args=[consultation_id]))


@require_POST
@staff_view(*ANSWERERS)
def answer(request: StaffRequest, consultation_id: int, comment_id: int) -> HttpResponse:
    """Answer one comment; what does not fit comes back with what was typed, a conflict with both answers."""
    found = _heard(request, consultation_id)
    comment = get_object_or_404(found.consultation.comments, pk=comment_id)
    form = AnswerForm(request.POST, prefix=f"g{comment.pk}")
    if not form.is_valid():
        return _page(request, found, form, status=422)
    address = reverse("console:documents:consultation", args=[consultation_id])
    try:
        answer_public_comment(comment=comment, acting_user=request.acting, at=request.at, **form.arguments())
    except AnswerConflict as conflict:
        return _conflict(request, form, conflict, address)
    except CommentRefused as refused:
        form.add_error(None, said(refused))
        return _page(request, found, form, status=422)
    messages.success(request, _("Đã lưu trả lời."))
    return HttpResponseRedirect(f"{address}#gop-y-{comment.pk}")


def _heard(request: StaffRequest, consultation_id: int) -> Heard:
    found = consultation_for(request.standing, consultation_id)
    if found is None:
        raise Http404
    return found


def _page(request: StaffRequest, found: Heard, bound: AnswerForm | None = None, *, status: int = 200) -> HttpResponse:
    rows = [(comment, _form(comment, bound)) for comment in found.consultation.comments.all()]
    return render(request, "console/documents/consultation.html", {"heard": found, "rows": rows}, status=status)


def _form(comment: PublicComment, bound: AnswerForm | None) -> AnswerForm:
    prefix = f"g{comment.pk}"
    if bound is not None and bound.prefix == prefix:
        return bound
    start = {"reply": comment.reply, "answer": comment.answer, "version": comment.version}
    return AnswerForm(initial=start, prefix=prefix)


def _conflict(request: StaffRequest, form: AnswerForm, conflict: AnswerConflict, back: str) -> HttpResponse:
    theirs, prefix = conflict.theirs, form.prefix
    hidden = {f"{prefix}-reply": form.cleaned_data["reply"], f"{prefix}-version": str(theirs.version)}
    return conflict_page(
        request, what=said(conflict), mine=conflict.yours,
        theirs=f"{said(theirs.get_reply_display())}. {theirs.answer}", back=back, action=request.path,
        field=f"{prefix}-answer", hidden=hidden,
    )  # fmt: skip
