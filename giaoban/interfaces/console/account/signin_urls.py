"""allauth's pages that an office uses; sign-up, e-mail and reset by e-mail are not among them, and so not there."""

from allauth.account.views import account_inactive, password_change, reauthenticate
from django.urls import include, path

urlpatterns = [
    path("ngung-dung/", account_inactive, name="account_inactive"),
    path("xac-nhan/", reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", password_change, name="account_change_password"),
    path("hai-buoc/", include("allauth.mfa.urls")),
    path("phien/", include("allauth.usersessions.urls")),
]
