"""Pictures: their sizes for everybody, the files as uploaded for the editors' desk only."""

import posixpath

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# The folders Wagtail stores in. An uploaded file may tell where and by whom it was taken; its sizes tell nothing.
SIZES, ORIGINALS = "images/", "original_images/"
KEPT_FOR = "public, max-age=86400"
TYPES = {"image/avif", "image/webp", "image/jpeg", "image/png", "image/gif"}


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a picture's file; nothing else under the media folder is handed out here."""
    if posixpath.normpath(name) != name:
        raise Http404  # "images/../original_images/" is no picture's size, wherever it leads
    if name.startswith(ORIGINALS):
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
    elif not name.startswith(SIZES):
        raise Http404
    try:
        response = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    except OSError as no_such_name:  # longer than the file system takes
        raise Http404 from no_such_name
    if response.headers.get("Content-Type", "image/png") not in TYPES:
        raise Http404
    if isinstance(response, FileResponse):
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = KEPT_FOR if name.startswith(SIZES) else "private, no-store"
    return response
