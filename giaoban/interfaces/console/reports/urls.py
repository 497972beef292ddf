"""Addresses of the area."""

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.ui import navigation

app_name = "reports"
navigation.add(navigation.Entry("console:reports:index", _("Báo cáo"), position=20))

urlpatterns: list[URLPattern | URLResolver] = []
