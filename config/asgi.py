"""The ASGI entry point: the gate in front, Django's WSGI pages behind it, searching and publishing kept beside."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as pages
from giaoban.interfaces.gate.front import Gate
from giaoban.interfaces.portal.scheduling import Scheduling
from giaoban.interfaces.portal.search.keeping import Keeping

application = Gate(pages, beside=[Keeping, Scheduling])
