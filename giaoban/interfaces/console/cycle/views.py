"""The cycle at a glance."""

from django.http import HttpResponse
from django.shortcuts import render

from giaoban.interfaces.ui.acting import StaffRequest, staff_view


@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """Show where the period stands, what waits for me, what is late."""
    return render(request, "console/cycle/page.html")
