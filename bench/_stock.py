"""A stock Wagtail site, made by `wagtail start`: one article as its tutorial builds it, with our article's text.

Served by Granian's WSGI with one thread, the fastest way measured for Django (two processes would not help on two
cores that the load shares). With `counted` each view inserts a row and raises a total, as counters usually do.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import _rig

MODELS = """
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    pass


class Article(Page):
    date = models.DateField()
    intro = models.CharField(max_length=250)
    body = RichTextField(blank=True)
    content_panels = Page.content_panels + ["date", "intro", "body"]

    def get_context(self, request):
        context = super().get_context(request)
        context["latest"] = Article.objects.live().exclude(pk=self.pk).order_by("-date")[:5]
        return context


class Hit(models.Model):
    at = models.DateTimeField(auto_now_add=True)
    visitor = models.CharField(max_length=300)
    path = models.CharField(max_length=300)


class Total(models.Model):
    path = models.CharField(max_length=300, unique=True)
    hits = models.PositiveBigIntegerField(default=0)
"""
TEMPLATE = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}
<nav>{% wagtail_site as current_site %}{% for one in current_site.root_page.get_children.live.in_menu %}
<a href="{% pageurl one %}">{{ one.title }}</a>{% endfor %}</nav>
<ol>{% for one in page.get_ancestors %}{% if not one.is_root %}
<li><a href="{% pageurl one %}">{{ one.title }}</a></li>{% endif %}{% endfor %}</ol>
<h1>{{ page.title }}</h1><p>{{ page.date }}</p><p>{{ page.intro }}</p>
{{ page.body|richtext }}
<ul>{% for one in latest %}<li><a href="{% pageurl one %}">{{ one.title }}</a></li>{% endfor %}</ul>
{% endblock %}"""
COUNTER = """
from django.db.models import F
from home.models import Hit, Total


class CountingMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        Hit.objects.create(visitor=request.headers.get("User-Agent", "")[:300], path=request.path)
        if not Total.objects.filter(path=request.path).update(hits=F("hits") + 1):
            Total.objects.create(path=request.path, hits=1)
        return response
"""
SETTINGS = """
from stock.settings.base import *
SECRET_KEY = "bench"
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = False
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}
"""
FILL = """
import datetime, pathlib
from wagtail.models import Page, Site
from home.models import Article, HomePage
home = HomePage.objects.get()
body = pathlib.Path("body.html").read_text()
for number in range(6):
    home.add_child(instance=Article(title=f"Article {number}", slug=f"article-{number}", show_in_menus=number < 4,
        date=datetime.date(2020, 7, 10), intro="Intro", body=body))
Site.objects.update(port=int(pathlib.Path("port").read_text()))
"""


@contextmanager
def site(folder: Path, like: bytes, *, counted: bool) -> Iterator[str]:
    """Serve the stock site; gives the address of an article with about the text of the page `like`."""
    port = _rig.free_port()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "stock.settings.bench", "PYTHONDONTWRITEBYTECODE": ""}
    wagtail = str(Path(sys.executable).parent / "wagtail")
    subprocess.run([wagtail, "start", "stock", str(folder)], check=True, stdout=subprocess.DEVNULL, env={**os.environ})
    (folder / "home/models.py").write_text(MODELS)
    (folder / "home/templates/home/article.html").write_text(TEMPLATE)
    (folder / "home/counting.py").write_text(COUNTER)
    middleware = '\nMIDDLEWARE.insert(0, "home.counting.CountingMiddleware")\n' if counted else ""
    (folder / "stock/settings/bench.py").write_text(SETTINGS + middleware)
    (folder / "body.html").write_text("".join(re.findall(r"<p[ >].*?</p>|<tr.*?</tr>", like.decode(), re.DOTALL)))
    (folder / "port").write_text(str(port))
    for verb in (["makemigrations", "home"], ["migrate"], ["shell", "-c", FILL]):
        subprocess.run([sys.executable, "manage.py", *verb], cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    # fmt: off
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", "1",
               "--blocking-threads", "1", "--port", str(port), "--working-dir", str(folder),
               "stock.wsgi:application"]
    # fmt: on
    url = f"http://127.0.0.1:{port}/article-0/"
    with _rig.process(granian, url, folder, env):
        yield url
