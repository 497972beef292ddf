"""Addresses of the area."""

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.ui import navigation

app_name = "figures"
navigation.add(navigation.Entry("console:figures:index", _("Tổng hợp"), position=30))

urlpatterns: list[URLPattern | URLResolver] = []
