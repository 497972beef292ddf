"""Small pieces every portal page uses."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from giaoban.interfaces.portal.facts import head_of
from giaoban.interfaces.portal.frame import Frame, Link, frame_of, path_to
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.search.asking import SPANS
from giaoban.interfaces.portal.search.models import Kind
from giaoban.interfaces.portal.visitors import shown_totals
from giaoban.lib import numbers

register = template.Library()


@register.simple_tag(takes_context=True)
def back_here(context: template.Context) -> str:
    """Return the address that shows this page again: the answer to a form stands at one that only takes letters."""
    request: HttpRequest = context["request"]
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = context.get("page")
    return str(page.get_url(request)) if isinstance(page, Page) else request.path


@register.simple_tag(takes_context=True)
def here(context: template.Context, address: str, *, exact: bool = False) -> SafeString:
    """Mark the menu's link to the page being read (or to the part of the site it is in)."""
    request: HttpRequest | None = context.get("request")
    if request is None or not (request.path == address if exact else request.path.startswith(address)):
        return SafeString("")
    return SafeString(' aria-current="page"' if request.path == address else ' aria-current="true"')


@register.simple_tag(takes_context=True)
def portal_frame(context: template.Context) -> Frame:
    """Return menu and footer of the site being read."""
    return frame_of(context["request"])


@register.simple_tag
def article_head(page: ArticlePage) -> SafeString:
    """Return what machines read of an article: canonical address, Open Graph, and the facts as JSON-LD.

    The facts are a data block: no browser runs it, and the policy on scripts does not concern it.
    """
    return head_of(page)


@register.inclusion_tag("portal/_crumbs.html")
def crumbs(page: Page) -> dict[str, str | list[Link]]:
    """Show the path to a page of the tree."""
    return {"above": path_to(page), "here_title": Truncator(page.title).words(9)}


@register.inclusion_tag("portal/_visits.html")
def visit_block() -> dict[str, Any]:
    """Show the visit block with the figures of this moment; a script keeps them fresh."""
    return shown_totals()


@register.filter
def kind_name(kind: str) -> str:
    """Return a kind of search result in words."""
    return str(Kind(kind).label)


@register.filter
def span_name(span: str) -> str:
    """Return a span of time that search narrows to, in words: days back, a year, or all time."""
    if not span:
        return _("Mọi lúc")
    if span not in SPANS:
        return _("Năm {year}").format(year=span)
    return _("30 ngày qua") if SPANS[span] == 30 else _("Sáu tháng qua")


@register.filter
def whole(amount: int) -> str:
    """Return a count as 892.359."""
    return numbers.shown(amount)
