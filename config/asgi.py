"""The ASGI entry point: the gate in front, the search index kept beside it, Django's WSGI pages behind it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as pages
from giaoban.interfaces.gate.front import Gate
from giaoban.interfaces.portal.search.keeping import Keeping

application = Gate(pages, beside=[Keeping])
