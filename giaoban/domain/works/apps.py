from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "giaoban.domain.works"
    label = "works"
    verbose_name = "Công trình"
    default_auto_field = "django.db.models.BigAutoField"
