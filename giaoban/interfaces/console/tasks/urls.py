"""Addresses of the tasks."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.console.tasks import views
from giaoban.interfaces.ui import navigation

app_name = "tasks"
navigation.add(navigation.Entry("console:tasks:index", _("Nhiệm vụ"), position=50))

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:task_id>/", views.page, name="page"),
    path("<int:task_id>/tep/<int:step_id>/", views.evidence, name="evidence"),
    path("<int:task_id>/<slug:verb>/", views.act, name="act"),
]
