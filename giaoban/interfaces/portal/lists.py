"""What the pages that show no single thing are called: lists, the map, the statistics."""

from django.utils.translation import gettext_lazy as _

# By the names of their addresses.
LISTS = {
    "documents": _("Văn bản"),
    "briefings": _("Hội nghị giao ban"),
    "consultations": _("Góp ý dự thảo"),
    "works": _("Công trình"),
    "figures": _("Số liệu"),
    "map": _("Bản đồ hành chính"),
    "statistics": _("Thống kê truy cập"),
}
