from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "giaoban.domain.tasks"
    label = "tasks"
    verbose_name = "Nhiệm vụ"
    default_auto_field = "django.db.models.BigAutoField"
