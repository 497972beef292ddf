"""The gallery of components and the error pages, to be visited."""

from django.urls import path

from giaoban.interfaces.ui import gallery_views

app_name = "gallery"

urlpatterns = [
    path("", gallery_views.index, name="index"),
    path("loi/<str:name>/", gallery_views.trouble, name="trouble"),
]
