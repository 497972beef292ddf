"""Every component once, every error page: what pages are put together from, and what axe walks."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.errors import TROUBLES, conflict_page, trouble_page


@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "ui/gallery.html", {"troubles": [*TROUBLES, "409"]})


@staff_view()
def trouble(request: StaffRequest, name: str) -> HttpResponse:
    """Show one error page as its reader would see it, answered as a page that was found."""
    if name == "409":
        return conflict_page(
            request, what=_("Lời văn mục “Phương hướng 6 tháng cuối năm”"), back=request.path, status=200,
            mine=_("Tập trung rà soát các trường học an toàn trước năm học mới."),
            theirs=_("Tập trung rà soát trường học an toàn; chuẩn bị sách giáo khoa lớp 1."),
        )  # fmt: skip
    if name not in TROUBLES:
        raise Http404
    return trouble_page(request, name, status=200)
