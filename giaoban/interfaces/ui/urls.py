"""Addresses every door shares."""

from django.urls import path

from giaoban.interfaces.ui import views

app_name = "ui"

urlpatterns = [
    path("hien-thi/", views.set_display, name="display"),
]
