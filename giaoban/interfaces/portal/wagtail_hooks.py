"""What we add to Wagtail's own desk. Wagtail looks for this file by its name."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import standing
from giaoban.interfaces.portal.models import ContactPage, NewsIndexPage
from giaoban.lib import clock

LABEL: str | Promise = _("Tin từ hội nghị")  # the desk's side bar cuts what is longer
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


@hooks.register("register_admin_menu_item")
def console_menu_item() -> MenuItem:
    """Lead back to the console, where the cycle is worked on."""
    return MenuItem(
        _("Trang làm việc"), reverse("console:cycle:index"), name="lam-viec", icon_name="arrow-left", order=50
    )


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


SHORTCUTS = "keyboard-shortcuts-trigger"


@hooks.register("construct_help_menu")
def our_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave the shortcuts only: the rest is about Wagtail, in English, on a site of others."""
    items[:] = [item for item in items if item.name == SHORTCUTS]


class FirstSteps(Component):
    """What an editor comes to do, one click away, above what waits."""

    name, order = "first-steps", 10
    template_name = "portal/desk/first_steps.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return where an article is begun, whether to compose one, whose letters there are (2 queries)."""
        return {
            "news": NewsIndexPage.objects.first(),
            "contact": ContactPage.objects.first(),
            "composes": standing(parent_context["request"].user, clock.today()).has(Role.EDITOR),
        }


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Component]) -> None:
    """Put the steps on top of the desk's first page."""
    panels.append(FirstSteps())
