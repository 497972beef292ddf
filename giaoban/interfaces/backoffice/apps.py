from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "giaoban.interfaces.backoffice"
    label = "backoffice"
    verbose_name = "Quản trị"
    default_auto_field = "django.db.models.BigAutoField"
