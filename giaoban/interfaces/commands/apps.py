from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "giaoban.interfaces.commands"
    label = "commands"
    verbose_name = "Lệnh"
    default_auto_field = "django.db.models.BigAutoField"
