"""Playing video and sound: a file handed out in the stretches a player asks for."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model

from giaoban.interfaces.portal.blocks import PLAYED

PIECE = 64 * 1024
# One stretch, as players ask: from a byte on, up to a byte, or the last so many.
STRETCH = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))")


@require_safe
def recording(request: HttpRequest, document_id: int, name: str) -> HttpResponseBase:
    """Return a recording or the stretch asked for: 206, or 416 where the file has no such stretch."""
    document = get_object_or_404(get_document_model(), pk=document_id)
    kind = PLAYED.get(PurePath(name).suffix.lower())
    if kind is None or document.filename != name:
        raise Http404
    for guard in hooks.get_hooks("before_serve_document"):  # Wagtail's: may this reader have files of the collection?
        refused: HttpResponseBase | None = guard(document, request)
        if refused is not None:
            return refused
    try:
        file = document.file.open("rb")
    except OSError as lost:
        raise Http404 from lost
    response = _answer(file, document.file.size, request.headers.get("Range", ""), kind)
    if document.collection.get_view_restrictions():
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer(file: Any, size: int, asked: str, kind: str) -> HttpResponseBase:
    headers = {"Accept-Ranges": "bytes", "Content-Security-Policy": "default-src 'none'; sandbox"}
    stretch = stretch_of(asked, size)
    if stretch is None:
        return FileResponse(file, content_type=kind, headers=headers)
    first, last = stretch
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    file.seek(first)
    headers |= {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    return StreamingHttpResponse(_pieces(file, last - first + 1), status=206, content_type=kind, headers=headers)


def stretch_of(asked: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of a stretch of a file, first beyond last where there is none; None for all of it.

    What is not one plain stretch asks for the whole, as RFC 9110 allows.
    """
    found = STRETCH.fullmatch(asked.strip())
    if found is None:
        return None
    first, last, tail = found.groups()
    if tail is not None:
        return max(0, size - int(tail)), size - 1 if int(tail) else -1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
