"""Is the house standing: database and storage."""

import os

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and storage answer, 503 naming what does not (1 query)."""
    checks = {"database": True, "storage": os.access(settings.DATA_DIR, os.W_OK)}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        checks["database"] = False
    sound = all(checks.values())
    return JsonResponse({"status": "ok" if sound else "failing", **checks}, status=200 if sound else 503)
