"""A page at its dearest: nothing kept in the process, and everything on it that an article can have."""

from datetime import datetime

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Site

from giaoban.interfaces.portal import kept
from giaoban.interfaces.portal.cartography import forget_drawings
from giaoban.interfaces.portal.models import ArticlePage
from tests.factories import portal as make

PARTS = ('rel="prev"', 'id="h-related"', 'class="tags"', "vẽ giản lược", 'href="/tai-lieu/')


def cold_cost(client: Client, address: str) -> int:
    """Return how many queries a page asks with nothing kept: our pieces, the drawn map, Wagtail's roots, the cache."""
    kept.forget()
    forget_drawings()
    Site.clear_site_root_paths_cache()
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def dressed(page: ArticlePage, at: datetime) -> ArticlePage:
    """Give an article tags, files in two paragraphs, neighbours, one of its like, and borders to the map beside it."""
    make.borders(at, "thử")
    older, newer = make.article("Tin trước", at.replace(year=2019)), make.article("Tin sau", at.replace(year=2021))
    for one in (older, page):
        one.tags.add("Khoa giáo", "Giao ban")
        one.save()
    files = [get_document_model().objects.create(title=n, file=ContentFile(b"x", f"{n}.txt")) for n in ("mot", "hai")]
    links = [("paragraph", f'<p><a linktype="document" id="{file.pk}">{file.title}</a></p>') for file in files]
    page.body = [*((block.block_type, block.value) for block in page.body), *links]
    page.save_revision().publish()
    assert newer.published_at > page.published_at
    found: ArticlePage = ArticlePage.objects.get(pk=page.pk)
    return found
