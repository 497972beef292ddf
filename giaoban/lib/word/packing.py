"""Saving a Word file so that the same content is the same bytes, whenever and wherever it is made."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(document: Any, made_at: datetime) -> bytes:
    """Return a python-docx document as bytes in which `made_at` is the only time told."""
    properties = document.core_properties
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for part in parts.infolist():
            told = ZipInfo(part.filename, date_time=made_at.timetuple()[:6])
            kept.writestr(told, parts.read(part), ZIP_DEFLATED)
    return out.getvalue()
