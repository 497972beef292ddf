"""What every desk of the back office owes: administrators only, nothing deleted, each change in the audit chain."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from giaoban.domain.audit.operations import record
from giaoban.lib import clock


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Shows rows to administrators; changes none."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators only."""
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Administrators only."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: history is ended by a date, never removed."""
        return False


class AuditedAdmin(ReadOnlyAdmin):
    """Lets administrators change rows, each change recorded in the transaction that makes it."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Administrators only."""
        return self.has_module_permission(request)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Record an addition, in the admin's own history too."""
        self._record(request, obj, "add", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Record a change with the names of the fields, in the admin's own history too."""
        self._record(request, obj, "change", message)
        return super().log_change(request, obj, message)

    def _record(self, request: HttpRequest, obj: Model, verb: str, message: Any) -> None:
        label = obj._meta
        record(
            act=f"{label.app_label}.{verb}_{label.model_name}",
            target=f"{label.label_lower}:{obj.pk}",
            acting_user=request.user,
            at=clock.now(),
            change=message,
            door="backoffice",
        )
