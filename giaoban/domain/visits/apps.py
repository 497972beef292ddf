from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "giaoban.domain.visits"
    label = "visits"
    verbose_name = "Lượt truy cập"
    default_auto_field = "django.db.models.BigAutoField"
