"""Video and sound: a file of the office's own, and the words for whoever cannot hear or see it."""

from pathlib import PurePath
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

# What browsers play without help, by the ends of file names.
VIDEO = {".mp4": "video/mp4", ".webm": "video/webm"}
AUDIO = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg"}
PLAYED = {**VIDEO, **AUDIO}


class Recording(blocks.StructBlock):
    """A recording with what is said and seen in it, in words; there is none without them."""

    kinds: ClassVar[dict[str, str]] = PLAYED
    title = blocks.CharBlock(label=_("Tên"), max_length=200)
    file = DocumentChooserBlock(label=_("Tệp"))
    transcript = blocks.TextBlock(
        label=_("Lời văn bản"), rows=8,
        help_text=_("Lời nói và những gì diễn ra, cho người không nghe hoặc không nhìn được"),
    )  # fmt: skip
    credit = blocks.CharBlock(label=_("Nguồn"), max_length=150, required=False)

    def clean(self, value: Any) -> Any:
        """Refuse a file that no browser plays."""
        cleaned = super().clean(value)
        if PurePath(cleaned["file"].filename).suffix.lower() not in self.kinds:
            ends = ", ".join(self.kinds)
            message = _("Trình duyệt không phát được tệp này. Dùng tệp %(ends)s.") % {"ends": ends}
            raise StructBlockValidationError(block_errors={"file": ValidationError(message)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add where the file is played from; None where it was deleted."""
        document = value["file"]
        played = reverse("portal:recording", args=[document.pk, document.filename]) if document else None
        return {**super().get_context(value, parent_context), "played": played}


class Video(Recording):
    kinds = VIDEO

    class Meta:
        icon = "media"
        label = _("Video")
        template = "portal/blocks/video.html"


class Audio(Recording):
    kinds = AUDIO

    class Meta:
        icon = "media"
        label = _("Âm thanh")
        template = "portal/blocks/audio.html"
