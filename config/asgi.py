"""The ASGI entry point: the gate in front, Django's WSGI pages behind it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as pages
from giaoban.interfaces.gate.front import Gate

application = Gate(pages)
