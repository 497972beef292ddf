from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "giaoban.interfaces.backoffice"
    label = "backoffice"
    verbose_name = "Quản trị"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand in the console's menu, for administrators."""
        from giaoban.domain.accounts.models import Role
        from giaoban.interfaces.ui import navigation

        navigation.add(navigation.Entry("admin:index", _("Quản trị"), position=90, roles=(Role.ADMINISTRATOR,)))
