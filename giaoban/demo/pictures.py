"""Pictures of the demonstration: drawn by the portal itself from its own map, so that nobody else's are needed."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from giaoban.demo.people import Cast
from giaoban.interfaces.portal.atlas import asked, map_asked_for
from giaoban.interfaces.portal.atlas.files import drawing_of, picture_of
from giaoban.interfaces.portal.models import GalleryPage, PlainPage
from giaoban.lib import dates

CREDIT = "Cổng tự vẽ, số liệu minh hoạ"
# Before and after the boundaries of 1 July 2025.
DAYS = (date(2020, 7, 10), date(2025, 7, 1))


def load_pictures(*, about: PlainPage, cast: Cast, at: datetime) -> None:
    """Put a drawn map into the page about the portal, and a gallery of such maps beside it."""
    drawn = [_picture(day, cast, at) for day in DAYS]
    about.body.append(("picture", drawn[0]))
    about.save_revision(user=cast.editor).publish(user=cast.chair)
    gallery = GalleryPage(
        title="Thư viện ảnh", slug="thu-vien-anh", intro="Hình minh hoạ do cổng tự vẽ từ bản đồ và số liệu của mình.",
        pictures=[("picture", picture) for picture in drawn],
    )  # fmt: skip
    about.add_sibling(instance=gallery, pos="right")


def _picture(day: date, cast: Cast, at: datetime) -> dict[str, object]:
    shown = map_asked_for(at, asked({"ngay": day.isoformat()}))
    if shown is None:
        raise RuntimeError("the demonstration has no map to draw")
    name = f"Bản đồ hành chính Phổ Yên ngày {dates.short(day)}"
    file = ContentFile(picture_of(drawing_of(shown, is_made_up=True)), name=f"ban-do-{day.isoformat()}.png")
    image = get_image_model().objects.create(title=name, file=file, uploaded_by_user=cast.editor)
    return {
        "image": image,
        "alt": f"{name}: các xã, phường tô màu theo số liệu minh hoạ của kỳ báo cáo",
        "caption": name,
        "credit": CREDIT,
    }
