"""What the back office calls registers and their columns; Django would make English of the names in the code."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

REGISTERS = {
    "orgs.Unit": _("Đơn vị"), "orgs.Bloc": _("Khối"), "orgs.BlocMembership": _("Thành viên của khối"),
    "orgs.Sector": _("Lĩnh vực"), "orgs.Parentage": _("Trực thuộc"), "orgs.Succession": _("Sáp nhập, chia tách"),
    "orgs.Boundary": _("Địa giới"), "reports.Regime": _("Chế độ báo cáo"), "audit.Entry": _("Nhật ký kiểm toán"),
    "accounts.User": _("Tài khoản"), "accounts.Post": _("Chức vụ"),
}  # fmt: skip
COLUMNS = {
    "code": _("Mã"), "name": _("Tên"), "name_en": _("Tên tiếng Anh"), "short_name": _("Tên riêng"), "kind": _("Loại"),
    "level": _("Cấp"), "valid_from": _("Từ ngày"), "valid_to": _("Đến hết ngày"), "legal_basis": _("Căn cứ"),
    "position": _("Thứ tự"), "centre_longitude": _("Kinh độ điểm giữa"), "centre_latitude": _("Vĩ độ điểm giữa"),
    "coordinator": _("Cơ quan điều phối"), "territory": _("Địa bàn"), "bloc": _("Khối"), "unit": _("Đơn vị"),
    "child": _("Đơn vị trực thuộc"), "parent": _("Đơn vị cấp trên"), "predecessor": _("Đơn vị cũ"),
    "successor": _("Đơn vị mới"), "on": _("Ngày"), "share": _("Phần"), "decree": _("Văn bản"), "source": _("Nguồn"),
    "geometry": _("Hình"), "confidence": _("Độ tin cậy"), "imported_at": _("Nạp lúc"), "number": _("Số"),
    "at": _("Lúc"), "actor": _("Người làm"), "actor_id": _("Mã người làm"), "act": _("Việc"), "target": _("Đối tượng"),
    "detail": _("Chi tiết"), "previous_hash": _("Mã băm trước"), "hash": _("Mã băm"), "user": _("Tài khoản"),
    "role": _("Vai trò"), "title": _("Chức danh"), "display_name": _("Tên hiển thị"), "sort_key": _("Khoá xếp"),
    "search_name": _("Tên để tìm"), "content_required": _("Nội dung yêu cầu"), "reporters": _("Đối tượng báo cáo"),
    "receiver": _("Nơi nhận"), "delivery": _("Cách gửi"), "frequency": _("Kỳ báo cáo"), "cut_off": _("Chốt số liệu"),
    "outline": _("Đề cương"), "figure_form": _("Biểu số liệu"), "procedure": _("Quy trình"),
    "deadline_text": _("Thời hạn"), "checks": _("Phép kiểm"),
}  # fmt: skip


def name_registers(site: AdminSite) -> None:
    """Give each register and column its name; stored state and migrations do not know of it."""
    for model in site._registry:
        meta = model._meta
        if meta.label in REGISTERS:
            meta.verbose_name = meta.verbose_name_plural = REGISTERS[meta.label]
        for field in meta.concrete_fields:
            if field.model._meta.label in REGISTERS and field.name in COLUMNS:
                field.verbose_name = COLUMNS[field.name]
