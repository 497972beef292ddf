"""What we add to Wagtail's own desk. Wagtail looks for this file by its name."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import standing
from giaoban.lib import clock

LABEL: str | Promise = _("Soạn tin từ hội nghị")
READS: str | Promise = _("Lượt xem từng bài")


class ComposeMenuItem(MenuItem):
    """The way to the list of conferences; only editors see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person is an editor today."""
        return standing(request.user, clock.today()).has(Role.EDITOR)


@hooks.register("register_admin_menu_item")
def compose_menu_item() -> MenuItem:
    """Put the item near the top of the editor's menu."""
    return ComposeMenuItem(LABEL, reverse("portal:compose_list"), name="soan-tin", icon_name="doc-full", order=150)


class ReadsMenuItem(MenuItem):
    """The way to what each article was read; for editors and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person is one of them today."""
        return standing(request.user, clock.today()).has(Role.EDITOR, Role.ADMINISTRATOR)


@hooks.register("register_reports_menu_item")
def reads_menu_item() -> MenuItem:
    """Put the item first among Wagtail's reports."""
    return ReadsMenuItem(READS, reverse("portal:article_reads"), name="luot-xem", icon_name="view", order=100)


@hooks.register("insert_global_admin_js")
def desk_script() -> str:
    """Keep what is typed into a date."""
    return format_html('<script src="{}"></script>', static("portal/desk.js"))
