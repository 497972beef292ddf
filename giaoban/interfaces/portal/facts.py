"""What machines read of an article: canonical address, Open Graph, schema.org."""

import json
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from giaoban.interfaces.portal.models import ArticlePage
from giaoban.lib import clock

# As in django.utils.html.json_script: nothing inside can end the element or begin a comment.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def told_at(moment: datetime | None) -> str | None:
    """Return a moment as schema.org writes it, in Vietnam's time."""
    return moment.astimezone(clock.VIETNAM).isoformat() if moment else None


def head_of(page: ArticlePage) -> SafeString:
    """Return the elements for <head>; nothing is asked of the database."""
    address = page.full_url or ""
    origin = address.removesuffix(page.url or "") if page.url else ""
    picture = f"{origin}{reverse('portal:share_picture', args=[page.pk or 0])}"
    description = page.description
    organ = f"{settings.ORGAN['name']} {settings.ORGAN['superior']}"
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title[:110],
        "description": description,
        "datePublished": told_at(page.published_at),
        "dateModified": page.last_published_at.astimezone(clock.VIETNAM).isoformat()
        if page.last_published_at
        else None,
        "inLanguage": "vi",
        "mainEntityOfPage": address,
        "image": [picture],
        "author": {"@type": "Organization", "name": page.byline or organ},
        "publisher": {"@type": "Organization", "name": organ},
    }
    graph = [
        ("og:type", "article"), ("og:title", page.title), ("og:description", description), ("og:url", address),
        ("og:site_name", organ), ("og:locale", "vi_VN"), ("og:image", picture), ("og:image:width", "1200"),
        ("og:image:height", "630"), ("og:image:alt", page.title),
    ]  # fmt: skip
    told = json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False)
    return format_html(
        '<link rel="canonical" href="{}">\n{}\n<script type="application/ld+json">{}</script>',
        address,
        format_html_join("\n", '<meta property="{}" content="{}">', graph),
        mark_safe(told.translate(_ESCAPES)),
    )
