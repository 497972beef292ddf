"""Addresses of the first set-up."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from giaoban.domain.accounts.models import Role
from giaoban.interfaces.console.setup import views
from giaoban.interfaces.ui import navigation

app_name = "setup"
navigation.add(navigation.Entry("console:setup:index", _("Thiết lập"), position=95, roles=(Role.ADMINISTRATOR,)))

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.step, name="step"),
]
