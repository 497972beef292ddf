"""The picture shown where a page is shared: drawn by the server, kept in a file until the title changes."""

import json
from hashlib import blake2b
from pathlib import Path

import typst
from django.conf import settings

from giaoban.interfaces.portal.models import PublicPage
from giaoban.lib import clock, dates

SHEET = Path(__file__).parent / "typst" / "share.typ"
PIXELS_PER_INCH = 144.0  # 600 × 315 pt make 1200 × 630 pixels


def share_picture(page: PublicPage) -> Path:
    """Return the file of the picture, drawn where it does not stand yet; older ones of the page are removed.

    What is written on it is handed over as data, never as part of the sheet's own text.
    """
    published = getattr(page, "published_at", None)
    told = {
        "title": page.title,
        "language": page.language,
        "time": dates.stamp(published.astimezone(clock.VIETNAM)) if published else "",
        "superior": settings.ORGAN["superior"],
        "organ": settings.ORGAN["name"],
        "bloc": settings.ORGAN["bloc"],
    }
    data = json.dumps(told, ensure_ascii=False)
    key = blake2b(data.encode() + SHEET.read_bytes(), digest_size=10).hexdigest()
    folder = Path(settings.DATA_DIR, "share")
    path = folder / f"{page.pk}-{key}.png"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    drawn = typst.compile(
        str(SHEET), format="png", ppi=PIXELS_PER_INCH, sys_inputs={"data": data}, ignore_system_fonts=True
    )
    for old in folder.glob(f"{page.pk}-*.png"):
        old.unlink(missing_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(drawn)
    fresh.replace(path)
    return path
