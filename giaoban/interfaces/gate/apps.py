from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "giaoban.interfaces.gate"
    label = "gate"
    verbose_name = "Cổng vào"
    default_auto_field = "django.db.models.BigAutoField"
