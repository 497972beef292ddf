"""When an address names nothing: a citizen's page for the portal's addresses, the staff's own behind their doors."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.interfaces.ui import errors

STAFF_DOORS = ("/lam-viec/", "/cms/", "/quan-tri/", "/dang-nhap/", "/tai-khoan/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the frame of the side the address is on; without one where the database is away."""
    if request.path.startswith(STAFF_DOORS):
        return errors.not_found(request, exception)
    try:
        return render(request, "portal/404.html", status=404)
    except DatabaseError:
        return errors.bare_page(request, "404")
