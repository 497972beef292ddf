"""Small pieces every portal page uses."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from giaoban.interfaces.portal.facts import article_facts, head_of
from giaoban.interfaces.portal.frame import Frame, Link, frame_of, path_to
from giaoban.interfaces.portal.models import language_of
from giaoban.interfaces.portal.search.asking import SPANS
from giaoban.interfaces.portal.search.models import Kind
from giaoban.interfaces.portal.visitors import shown_totals
from giaoban.interfaces.ui.words import in_english, said
from giaoban.lib import numbers

register = template.Library()

# Reading aids by their names in the address (ui/js/display.js knows the same); the first of each is the default.
AIDS = {"size": ("medium", "small", "large"), "contrast": ("normal", "high")}


def _chosen(context: template.Context, name: str) -> str:
    request: HttpRequest | None = context.get("request")
    value = request.GET.get(name, "") if request else ""
    return value if value in AIDS[name] else AIDS[name][0]


@register.simple_tag(takes_context=True)
def reading_aids(context: template.Context) -> SafeString:
    """Return the attributes of <html> for a reader without script who chose a size or contrast."""
    chosen = {name: _chosen(context, name) for name in AIDS}
    return format_html_join("", ' data-{}="{}"', [pair for pair in chosen.items() if pair[1] != AIDS[pair[0]][0]])


@register.simple_tag(takes_context=True)
def aid_pressed(context: template.Context, name: str, value: str) -> str:
    """Return "true" for the choice in force."""
    return "true" if _chosen(context, name) == value else "false"


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


class CapturedNode(template.Node):
    """Writes nothing, and keeps what stands inside under a name: a block is said once and used in several places."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        """Keep what stands inside."""
        context[self.name] = self.nodelist.render(context)
        return SafeString("")


@register.tag
def captured(parser: Parser, token: Token) -> CapturedNode:
    """{% captured NAME %}…{% endcaptured %}"""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return CapturedNode(nodelist, name)


@register.simple_tag(takes_context=True)
def head_facts(context: template.Context, title: str, description: str) -> SafeString:
    """Return what machines read of the page: canonical address, Open Graph, the same in the other language."""
    return head_of(context["request"], context, title, description)


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context) -> SafeString:
    """Return the facts of an article for search engines; the policy on scripts does not concern a data block."""
    return article_facts(context["request"], context["page"])


@register.simple_tag(takes_context=True)
def own_address(context: template.Context) -> str:
    """Return the whole address of a page of the tree, for a reader to hand on."""
    return str(context["page"].get_full_url(context["request"]) or "")


@register.inclusion_tag("portal/_crumbs.html")
def crumbs(page: Page) -> dict[str, str | list[Link]]:
    """Show the path to a page of the tree."""
    here_title = Truncator(page.title).words(9)
    return {"above": path_to(page), "here_title": here_title, "here_language": language_of(page)}


@register.inclusion_tag("portal/_visits.html")
def visit_block() -> dict[str, Any]:
    """Show the visit block with the figures of this moment; a script keeps them fresh."""
    return shown_totals()


@register.simple_tag
def lang_attribute(language: str) -> SafeString:
    """Return the attribute of words that are in another language than those around them, nothing for any other."""
    other = language and language != (get_language() or "")
    return format_html(' lang="{}"', language) if other else SafeString("")


@register.filter
def in_words(words: object) -> SafeString:
    """Return words of the records in the reader's language; what has no English is marked as Vietnamese."""
    shown = said(words)
    has_english = not in_english() or shown != str(words)
    return format_html("{}", shown) if has_english else format_html('<span lang="vi">{}</span>', shown)


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
