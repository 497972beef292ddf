"""Addresses of the register of papers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.console.documents import consultations, views
from giaoban.interfaces.ui import navigation

app_name = "documents"
navigation.add(navigation.Entry("console:documents:index", _("Văn bản"), position=60))

urlpatterns = [
    path("", views.index, name="index"),
    path("den/", views.incoming, name="incoming"),
    path("gop-y/", consultations.index, name="consultations"),
    path("gop-y/<int:consultation_id>/", consultations.page, name="consultation"),
    path("gop-y/<int:consultation_id>/dong/", consultations.close, name="consultation_close"),
    path("gop-y/<int:consultation_id>/<int:comment_id>/", consultations.answer, name="consultation_answer"),
    path("<int:paper_id>/", views.paper, name="paper"),
    path("<int:paper_id>/tep/", views.download, name="file"),
    path("<int:paper_id>/cong-khai/", views.publicity, name="publicity"),
]
