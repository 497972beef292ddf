"""The administrator's desk. Read-mostly: acts of the cycle belong to the console, registers to the command line."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from giaoban.domain.accounts.models import Post, Role, User
from giaoban.domain.accounts.operations import give_post
from giaoban.domain.audit.models import Entry
from giaoban.domain.orgs.models import Bloc, BlocMembership, Boundary, Parentage, Sector, Succession, Unit
from giaoban.domain.reports.models import Regime
from giaoban.interfaces.backoffice.audited import AuditedAdmin, ReadOnlyAdmin
from giaoban.lib import clock


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    """Units: what names and dates a unit is fixed; its legal basis, place and order may be put right."""

    list_display = ["code", "name", "level", "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["code", "name", "search_name"]
    fields = ["code", "name", "kind", "level", "valid_from", "valid_to", "legal_basis", "position",
              "centre_longitude", "centre_latitude"]  # fmt: skip
    readonly_fields = ["code", "name", "kind", "level", "valid_from", "valid_to"]


@admin.register(Bloc)
class BlocAdmin(AuditedAdmin):
    """Blocs, formed at the set-up: the name may be put right; who leads it and where, until somebody reports to it."""

    fields = ["code", "name", "coordinator", "territory"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The code; what reports were made under, once a regime stands on it."""
        return ["code", "coordinator", "territory"] if obj and obj.regimes.exists() else ["code"]


@admin.register(BlocMembership)
class MembershipAdmin(AuditedAdmin):
    """Members of a bloc, joined at the set-up: a membership may be ended, its place in the order changed."""

    list_display = ["unit", "bloc", "valid_from", "valid_to", "position"]
    list_select_related = ["unit", "bloc"]
    fields = ["bloc", "unit", "valid_from", "valid_to", "position"]
    readonly_fields = ["bloc", "unit", "valid_from"]


@admin.register(Sector)
class SectorAdmin(AuditedAdmin):
    """Fields of work, defined at the set-up: names and order may be put right."""

    list_display = ["code", "name", "name_en", "position"]
    fields = ["code", "name", "name_en", "position"]
    readonly_fields = ["code"]


@admin.register(Parentage, Succession, Boundary)
class RegisterAdmin(ReadOnlyAdmin):
    """Registers that operations and imports write."""

    list_per_page = 50


@admin.register(Regime)
class RegimeAdmin(ReadOnlyAdmin):
    """Report regimes, as issued."""


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """The audit chain."""

    list_display = ["number", "at", "actor", "act", "target", "unit"]
    search_fields = ["act", "target", "actor"]
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(User)
class PersonAdmin(AuditedAdmin, UserAdmin[User]):
    """People who sign in. Roles come from posts, so no permission is given here."""

    list_display = ["username", "display_name", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "display_name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "is_superuser"]
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "is_active"]}),
        (_("Ghi nhận"), {"fields": ["is_superuser", "last_login", "date_joined"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators only."""
        return self.has_module_permission(request)


@admin.register(Post)
class PostAdmin(AuditedAdmin):
    """Posts: given here; one that was given may only be ended."""

    list_display = ["user", "unit", "role", "title", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "unit"]
    autocomplete_fields = ["user", "unit"]
    fields = ["user", "unit", "role", "title", "valid_from", "valid_to"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators only."""
        return self.has_module_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Everything but the last day, once the post exists."""
        return ["user", "unit", "role", "title", "valid_from"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new post by the operation, which also gives what the role needs elsewhere."""
        if change:
            super().save_model(request, obj, form, change)
            return
        post = give_post(
            user=obj.user, unit=obj.unit, role=Role(obj.role), title=obj.title, valid_from=obj.valid_from,
            valid_to=obj.valid_to, at=clock.now(), acting_user=request.user,
        )  # fmt: skip
        obj.pk, obj._state.adding = post.pk, False
