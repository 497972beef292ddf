"""The public addresses that are not Wagtail pages."""

from django.urls import URLPattern, URLResolver, path

from giaoban.interfaces.portal import views

app_name = "portal"

urlpatterns: list[URLPattern | URLResolver] = [
    path("ban-do/", views.administrative_map, name="map"),
    path("thong-ke/", views.statistics, name="statistics"),
    path("thong-ke/so-lieu", views.visit_figures, name="visit_figures"),
]
