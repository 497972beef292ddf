"""Django's admin app with our desk as its site. Not in apps.py, where one config may stand."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with our desk as its site."""

    default_site = "giaoban.interfaces.backoffice.site.Desk"

    def ready(self) -> None:
        """Find the desks, then name what they show."""
        super().ready()
        from django.contrib import admin

        from giaoban.interfaces.backoffice.names import name_registers

        name_registers(admin.site)
