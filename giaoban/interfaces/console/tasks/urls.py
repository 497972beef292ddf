"""Addresses of the area."""

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.ui import navigation

app_name = "tasks"
navigation.add(navigation.Entry("console:tasks:index", _("Nhiệm vụ"), position=50))

urlpatterns: list[URLPattern | URLResolver] = []
