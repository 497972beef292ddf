"""Who may have an account: nobody signs up; the administrator gives accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """allauth's adapter for an office: closed to sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
