from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "giaoban.interfaces.console"
    label = "console"
    verbose_name = "Làm việc"
    default_auto_field = "django.db.models.BigAutoField"
