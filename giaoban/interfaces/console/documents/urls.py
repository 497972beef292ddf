"""Addresses of the area."""

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.ui import navigation

app_name = "documents"
navigation.add(navigation.Entry("console:documents:index", _("Văn bản"), position=60))

urlpatterns: list[URLPattern | URLResolver] = []
