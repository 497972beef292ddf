"""Addresses of the consolidated figures."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.console.figures import views
from giaoban.interfaces.ui import navigation

app_name = "figures"
navigation.add(navigation.Entry("console:figures:table", _("Tổng hợp"), position=30))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.table, name="table"),
    path("loi-van/", views.narrative, name="narrative"),
    path("tai/<slug:form>/", views.download, name="download"),
    path("chi-tieu/<slug:code>/", views.indicator, name="indicator"),
]
