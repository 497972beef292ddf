"""The pages that no editor writes, as lines of the public menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# By the names of their addresses. Their words are those of the menu; what is not chosen stands in the footer.
OURS = {
    "briefings": _("Giao ban"),
    "figures": _("Số liệu"),
    "documents": _("Văn bản"),
    "consultations": _("Góp ý"),
    "map": _("Bản đồ"),
    "works": _("Công trình"),
    "statistics": _("Thống kê"),
}
FIRST = ("briefings", "figures", "documents", "consultations", "map")


class MenuLines(blocks.StreamBlock):
    """Lines of the menu, each page once, in the editor's order."""

    page = blocks.ChoiceBlock(label=_("Trang"), choices=list(OURS.items()), icon="link")


def first_menu() -> list[tuple[str, str]]:
    """Return the lines as a new portal has them."""
    return [("page", name) for name in FIRST]
