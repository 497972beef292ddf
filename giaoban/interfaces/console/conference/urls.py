"""Addresses of the area."""

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.ui import navigation

app_name = "conference"
navigation.add(navigation.Entry("console:conference:index", _("Hội nghị"), position=40))

urlpatterns: list[URLPattern | URLResolver] = []
