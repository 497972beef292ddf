"""Addresses of the person's own pages."""

from django.urls import path

from giaoban.interfaces.console.account import views

app_name = "account"

urlpatterns = [
    path("", views.index, name="index"),
    path("thong-bao/", views.notices, name="notices"),
    path("thong-bao/da-doc/", views.mark_read, name="mark_read"),
]
