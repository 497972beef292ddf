"""The picture shown where a page is shared: drawn by the server, kept in a file until the title changes."""

from pathlib import Path

from django.conf import settings

from giaoban.interfaces.portal.models import PublicPage
from giaoban.lib import clock, dates
from giaoban.lib.typesetting import kept, key_of, set_sheet

SHEET = Path(__file__).parent / "typst" / "share.typ"
PIXELS_PER_INCH = 144.0  # 600 × 315 pt make 1200 × 630 pixels


def share_picture(page: PublicPage) -> Path:
    """Return the file of the picture, drawn where it does not stand yet; older ones of the page are removed.

    Raises TooBusy while another is drawn.
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

    def draw() -> bytes:
        return set_sheet(SHEET, told, form="png", pixels_per_inch=PIXELS_PER_INCH)

    return kept(Path(settings.DATA_DIR, "share"), str(page.pk), key_of(SHEET, told), ".png", draw)
