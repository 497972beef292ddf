"""The first page's address."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.console.cycle import views
from giaoban.interfaces.ui import navigation

app_name = "cycle"
navigation.add(navigation.Entry("console:cycle:index", _("Kỳ giao ban"), position=10))

urlpatterns = [
    path("", views.index, name="index"),
]
