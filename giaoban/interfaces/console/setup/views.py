"""The list of steps, and the form of each step that has no other screen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.domain.accounts.queries import has_left_the_desk
from giaoban.domain.documents.operations import PaperRefused
from giaoban.domain.indicators.operations import CatalogueRefused
from giaoban.domain.orgs.operations import UnitRefused
from giaoban.domain.reports.operations import ReportRefused
from giaoban.interfaces.console.setup.steps import bloc_of_setup, steps_for
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.registers import FileRefused
from giaoban.interfaces.ui.words import said

REFUSALS = (UnitRefused, CatalogueRefused, ReportRefused, PaperRefused, FileRefused)


def administrator_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let in who may use the back office: the installation's own administrator holds no post yet."""

    @staff_view()
    @wraps(view)
    def wrapped(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.acting.is_superuser or has_left_the_desk(request.acting, request.at.date()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@require_safe
@administrator_view
def index(request: StaffRequest) -> HttpResponse:
    """Show what is there and what comes next."""
    steps = steps_for(request, bloc_of_setup())
    following = next((step for step in steps if step.is_open and not step.is_done and not step.is_optional), None)
    return render(request, "console/setup/index.html", {"steps": steps, "following": following})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def step(request: StaffRequest, key: str) -> HttpResponse:
    """Show a step's form and do what it says; what is refused comes back as typed."""
    bloc = bloc_of_setup()
    found = next((one for one in steps_for(request, bloc) if one.key == key and one.form), None)
    if found is None or found.form is None:
        raise Http404
    if not found.is_open:
        return redirect("console:setup:index")
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = found.form(*data, day=request.at.date(), bloc=bloc)
    if form.is_bound and form.is_valid():
        try:
            form.act(acting_user=request.acting, at=request.at)
        except REFUSALS as refused:
            for line in said(refused).splitlines():
                form.add_error(None, line)
        else:
            messages.success(request, form.done or _("Đã xong: %(step)s.") % {"step": found.title})
            for line in form.told:
                messages.info(request, line)
            return redirect(found.address) if form.again else redirect("console:setup:index")
    status = 422 if form.is_bound else 200
    return render(request, "console/setup/step.html", {"step": found, "form": form}, status=status)
