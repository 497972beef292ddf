"""The back office itself: our own registers only."""

from typing import Any

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    """Takes what this project registers. Libraries bring desks of their own that would leave no audit line."""

    site_header = _("Giao Ban: quản trị")
    site_title = _("Quản trị")
    index_title = _("Sổ gốc và tài khoản")
    site_url = "/lam-viec/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take a desk of ours, pass over any other."""
        if admin_class is not None and admin_class.__module__.startswith("giaoban."):
            super().register(model_or_iterable, admin_class, **options)
