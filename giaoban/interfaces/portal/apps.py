from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "giaoban.interfaces.portal"
    label = "portal"
    verbose_name = "Cổng thông tin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what editors publish, so that it can be searched, and who approved it."""
        from giaoban.interfaces.portal import moderation, published_at
        from giaoban.interfaces.portal.search import following

        published_at.connect()
        following.connect()
        moderation.connect()
