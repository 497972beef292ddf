"""The thin ASGI front: visit counting; everything else goes to Django."""
