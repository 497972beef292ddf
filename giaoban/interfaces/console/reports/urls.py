"""Addresses of the area."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.console.reports.views import board, entry, frozen, narrative, review, rounds, steps, workbook
from giaoban.interfaces.ui import navigation

app_name = "reports"
navigation.add(navigation.Entry("console:reports:index", _("Báo cáo"), position=20))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", rounds.index, name="index"),
    path("mo-ky/", rounds.open_, name="open"),
    path("ky/<int:pk>/", board.board, name="board"),
    path("ky/<int:pk>/nhac/", board.remind, name="remind"),
    path("ky/<int:pk>/chup/", board.snapshot, name="snapshot"),
    path("ky/<int:pk>/dong/", board.close, name="close"),
    path("ban-chup/<int:pk>/", frozen.frozen, name="frozen"),
    path("<int:pk>/", entry.entry, name="entry"),
    path("<int:pk>/o/<str:code>/", entry.cell, name="cell"),
    path("<int:pk>/muc/<str:code>/", narrative.section, name="section"),
    path("<int:pk>/mau-excel/", workbook.download, name="workbook"),
    path("<int:pk>/tep/", workbook.upload, name="upload"),
    path("<int:pk>/buoc/<str:code>/", steps.step, name="step"),
    path("<int:pk>/xem/", review.review, name="review"),
    path("<int:pk>/nhan/", review.accept, name="accept"),
    path("<int:pk>/tra-lai/", review.send_back, name="return"),
    path("<int:pk>/mo-lai/", review.reopen, name="reopen"),
]
