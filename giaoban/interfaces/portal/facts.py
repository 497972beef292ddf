"""What machines read of a public page: its canonical address, Open Graph, its other language, schema.org."""

import json
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page as PageOfList
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from giaoban.interfaces.portal.addresses import origin_of
from giaoban.interfaces.portal.models import ArticlePage, HomePage, PublicPage
from giaoban.interfaces.portal.sharing import picture_address
from giaoban.lib import clock

# As in django.utils.html.json_script: nothing inside can end the element or begin a comment.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
LOCALES = {"vi": "vi_VN", "en": "en_GB"}
# What the query of a page fed from the records says about what is shown; anything else in it (size of letters, a
# message sent, a week) makes no page of its own.
SHOWN = {
    "portal:documents": ("loai", "co-quan", "nam"),
    "portal:figures": ("ky", "linh-vuc"),
    "portal:map": ("chi-tieu", "cach", "ky", "ngay"),
    "portal:unit": ("ngay", "ky"),
}
LISTS = ("articles", "questions", "page")  # names under which a template gets one page of a list
# What is read aloud of an article: headline, then lead and body; not its tables of figures, pictures and buttons.
SPOKEN = [
    ".article__head h1", ".article__body > .lead", ".article__body > p:not(.lead, .byline)", ".article__body > h2",
    ".article__body > ul", ".article__body > ol", ".article__body > .quote",
]  # fmt: skip
Context = Any  # a template's, or a plain dict


def told_at(moment: datetime | None) -> str | None:
    """Return a moment as schema.org writes it, in Vietnam's time."""
    return moment.astimezone(clock.VIETNAM).isoformat() if moment else None


def organ_name() -> str:
    """Return the organ with the one above it."""
    return f"{settings.ORGAN['name']} {settings.ORGAN['superior']}"


def canonical_of(request: HttpRequest, context: Context) -> str:
    """Return the one address of what is shown: the path, and of the query only what chose it; no query is made."""
    match = request.resolver_match
    names = SHOWN.get(match.view_name, ()) if match else ()
    told = {name: request.GET[name] for name in names if request.GET.get(name)}
    if tag := context.get("tag"):
        told["the"] = tag.slug
    lists = (context.get(name) for name in LISTS)
    number = next((one.number for one in lists if isinstance(one, PageOfList)), 1)
    if number > 1:
        told["trang"] = str(number)
    page = context.get("page")
    path = (page.get_url(request) or request.path) if isinstance(page, Page) else request.path
    return f"{origin_of(request)}{path}{f'?{urlencode(told)}' if told else ''}"


def head_of(request: HttpRequest, context: Context, title: str, description: str) -> SafeString:
    """Return the elements for <head> of any public page; `title` and `description` as the template wrote them."""
    page = context.get("page")
    language = page.language if isinstance(page, PublicPage) else (get_language() or settings.LANGUAGE_CODE)
    address = canonical_of(request, context)
    title = page.title if isinstance(page, HomePage) else _plain(title)  # “home page” says nothing elsewhere
    is_article = isinstance(page, ArticlePage)
    graph = [
        ("og:type", "article" if is_article else "website"), ("og:title", title),
        ("og:description", _plain(description)), ("og:url", address), ("og:site_name", organ_name()),
        ("og:locale", LOCALES[language]),
    ]  # fmt: skip
    if picture := _picture_of(request, page):
        graph += [("og:image", picture), ("og:image:width", "1200"), ("og:image:height", "630")]
        graph += [("og:image:alt", title)]
    if is_article and page.published_at:
        graph += [("article:published_time", told_at(page.published_at) or "")]
    return format_html(
        '<link rel="canonical" href="{}">\n{}{}',
        address,
        format_html_join("\n", '<meta property="{}" content="{}">', graph),
        _alternates(request, page, context.get("twin")),
    )


def article_facts(request: HttpRequest, page: ArticlePage) -> SafeString:
    """Return an article's facts as JSON-LD: a data block, which no browser runs."""
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title[:110],
        "description": page.description,
        "datePublished": told_at(page.published_at),
        "dateModified": told_at(page.last_published_at),
        "inLanguage": page.language,
        "mainEntityOfPage": canonical_of(request, {"page": page}),
        "image": [_picture_of(request, page)],
        "author": {"@type": "Organization", "name": page.byline or organ_name()},
        "speakable": {"@type": "SpeakableSpecification", "cssSelector": SPOKEN},
        "publisher": {"@type": "Organization", "name": organ_name()},
    }
    told = json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(told.translate(_ESCAPES)))


def _plain(words: str) -> str:
    """Return what a template wrote, its escapes undone, on one line."""
    return " ".join(unescape(words).split())


def _picture_of(request: HttpRequest, page: object) -> str:
    """Return the address of the picture drawn for a page; none for a draft that has no number yet."""
    if isinstance(page, PublicPage):
        path = reverse("portal:share_picture", args=[page.pk]) if page.pk else ""
    else:
        path = picture_address(request)
    return f"{origin_of(request)}{path}" if path else ""


def _alternates(request: HttpRequest, page: object, twin: Page | None) -> SafeString:
    """Return the links between a page and the same in the other language; Vietnamese is for everybody else."""
    if not isinstance(page, PublicPage) or twin is None:
        return SafeString("")
    by_language = {one.language: f"{origin_of(request)}{one.get_url(request)}" for one in (page, twin)}
    default = settings.LANGUAGE_CODE
    rows = [*sorted(by_language.items()), ("x-default", by_language.get(default, ""))]
    return format_html_join("", '\n<link rel="alternate" hreflang="{}" href="{}">', rows)
