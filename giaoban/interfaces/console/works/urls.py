"""Addresses of the public works."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.console.works import views
from giaoban.interfaces.ui import navigation

app_name = "works"
navigation.add(navigation.Entry("console:works:index", _("Công trình"), position=55))

urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.register, name="register"),
    path("<int:work_id>/", views.page, name="page"),
    path("<int:work_id>/moc/<int:milestone_id>/<slug:verb>/", views.milestone, name="milestone"),
    path("<int:work_id>/<slug:verb>/", views.act, name="act"),
]
