from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "giaoban.interfaces.portal"
    label = "portal"
    verbose_name = "Cổng thông tin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what editors publish, so that it can be searched."""
        from giaoban.interfaces.portal.search.following import connect

        connect()
