from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "giaoban.domain.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"
