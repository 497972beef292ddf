"""The ASGI entry point: the gate in front, Django's WSGI pages behind it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from asgiref.wsgi import WsgiToAsgi

from config.wsgi import application as pages

application = WsgiToAsgi(pages)  # type: ignore[no-untyped-call]
