"""Small pieces every portal page uses."""

import re

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from giaoban.interfaces.portal.atlas import AdministrativeMap, map_of_today
from giaoban.interfaces.portal.facts import article_facts, canonical_of, head_of
from giaoban.interfaces.portal.frame import Frame, Link, Menu, frame_of, menu_at, named, path_to
from giaoban.interfaces.portal.kept import keep
from giaoban.interfaces.portal.models import ArticlePage, PublicPage
from giaoban.interfaces.portal.models.plain import prefetch_renditions
from giaoban.interfaces.portal.search.asking import SPANS
from giaoban.interfaces.portal.search.models import Kind
from giaoban.interfaces.portal.visitors import shown_totals
from giaoban.interfaces.ui.words import in_english, in_figures, said
from giaoban.lib import clock, numbers

register = template.Library()
BETWEEN = "\0"  # no character of HTML, so that no text holds it
TOGETHER = re.compile(r"((?<!\S)\d[\w.]*(?:[-–/][\w.]*\w)+|\d[\d.,]*[ \u00a0][%‰])")


@register.simple_tag(takes_context=True)
def back_here(context: template.Context) -> str:
    """Return the address that shows this page again: the answer to a form stands at one that only takes letters."""
    request: HttpRequest = context["request"]
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = context.get("page")
    return str(page.get_url(request)) if isinstance(page, Page) else request.path


@register.simple_tag(takes_context=True)
def portal_frame(context: template.Context) -> Frame:
    """Return menu and footer of the site being read."""
    return frame_of(context["request"])


@register.simple_tag(takes_context=True)
def menu_here(context: template.Context, frame: Frame) -> Menu:
    """Return the menu with its line to the page being read, or to the part of the site it is in, marked."""
    return menu_at(frame, context["request"].path)


class KeptNode(template.Node):
    """A piece of a page that is rendered once for all pages to which it is told the same."""

    def __init__(self, name: str, nodes: template.NodeList, told: dict[str, FilterExpression]) -> None:
        self.name, self.nodelist, self.told = name, nodes, told

    def render(self, context: template.Context) -> SafeString:
        """Return the piece as it is kept, else rendered from what it is told, the settings and the moment."""
        told = {name: value.resolve(context) for name, value in self.told.items()}

        def make() -> SafeString:
            shared = {"organ": settings.ORGAN, "is_demo": settings.DEMO, "now": clock.now()}
            return self.nodelist.render(context.new({**shared, **told}))

        return keep(context.get("request"), self.name, tuple(told.values()), make)


@register.tag("kept")
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands up to {% endkept %}: {% kept "bar" menu=menu %}. Inside is nothing but what it was told.

    Every piece needs a name of its own. What is told must be hashable, and is all that may differ between pages.
    """
    name, *rest = token.split_contents()[1:]
    told = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError("{% kept %} takes a name and name=value")
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, nodes, told)


@register.simple_tag
def todays_map() -> AdministrativeMap | None:
    """Return the map that stands beside articles."""
    return map_of_today(clock.now())


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
    request, page = context["request"], context.get("page")
    if context.get("twin") is not None or not isinstance(page, ArticlePage):
        return head_of(request, context, title, description)
    told = title, description, page.edition, canonical_of(request, context)
    return keep(request, "facts", told, lambda: head_of(request, context, title, description))


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context) -> SafeString:
    """Return the facts of an article for search engines; the policy on scripts does not concern a data block."""
    request, page = context["request"], context["page"]
    told = page.title, page.description, page.edition, canonical_of(request, context)
    return keep(request, "json-ld", told, lambda: article_facts(request, page))


@register.simple_tag(takes_context=True)
def own_address(context: template.Context) -> str:
    """Return the whole address of a page of the tree, for a reader to hand on."""
    return str(context["page"].get_full_url(context["request"]) or "")


@register.inclusion_tag("portal/_crumbs.html", takes_context=True)
def crumbs(context: template.Context, page: Page) -> dict[str, object]:
    """Show the path to a page of the tree."""
    request, name = context.get("request"), named(page)
    title = Truncator(name.title).words(9)
    return {"request": request, "above": path_to(page), "here_title": title, "here_language": name.language}


@register.simple_tag
def name_of(page: object) -> Link:
    """Return the title of a page of the tree and the title's language; nothing for what is no such page."""
    return named(page) if isinstance(page, Page) else Link("", "")


@register.simple_tag(takes_context=True)
def visit_block(context: template.Context, shape: str = "block") -> SafeString:
    """Show the figures of this second, kept fresh by a script: a block, or a line where no block was shown."""
    request, at = context.get("request"), clock.now().replace(microsecond=0)
    if getattr(request, "shows_visits", False):
        return SafeString()
    if request is not None:
        request.shows_visits = True
    found: SafeString = keep(
        request, f"visits-{shape}", at, lambda: render_to_string(f"portal/_visits_{shape}.html", shown_totals(at))
    )
    return found


@register.simple_tag(takes_context=True)
def body_of(context: template.Context, body: StreamValue) -> SafeString:
    """Show the blocks of a page; running text, most of them, without a template of its own for each.

    Kept for an edition of the page: reading the blocks takes longer than anything else.
    """
    page = context.get("page")
    told = {"page": page}

    def shown() -> SafeString:
        prefetch_renditions(body)
        # in one go: what the paragraphs link to is read by one query for all, not for each
        written = [block.value.source for block in body if isinstance(block.value, RichText)]
        texts = iter(expand_db_html(BETWEEN.join(written)).split(BETWEEN))
        parts = [next(texts) if isinstance(block.value, RichText) else block.render(told) for block in body]
        return mark_safe("".join(parts))

    return keep(context.get("request"), "body", page.edition, shown) if isinstance(page, PublicPage) else shown()


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
def unbroken(text: str) -> SafeString:
    """Return words of which 2019-2020, 205-KL/ThU and 99,37 % each stay in one line."""
    words, *more = TOGETHER.split(text)
    pairs = zip(more[::2], more[1::2], strict=True)
    return escape(words) + format_html_join("", '<span class="nb">{}</span>{}', pairs)


@register.filter
def vi(text: str) -> str | SafeString:
    """Return Vietnamese words as a part of a sentence: marked where the sentence is English."""
    return format_html('<span lang="vi">{}</span>', text) if in_english() else text


@register.filter(name="in_figures")
def in_figures_of_the_reader(text: str) -> str:
    """Return 1.234,5 as 1,234.5 in English."""
    return in_figures(text)


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
    """Return a count as 892.359, in English as 892,359."""
    return in_figures(numbers.shown(amount))
