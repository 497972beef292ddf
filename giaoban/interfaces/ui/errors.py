"""When something goes wrong: what happened, what was kept, what to do. One page per code, each can be visited."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from giaoban.interfaces.ui.display import display_of
from giaoban.lib import clock

Text = str | Promise


@dataclass(frozen=True)
class Trouble:
    """The words of one error page."""

    code: int
    heading: Text
    what: Text
    kept: Text
    advice: Text
    icon: str = "warn"


TROUBLES: dict[str, Trouble] = {
    "400": Trouble(
        400, _("Yêu cầu không đọc được"), _("Máy chủ nhận được một yêu cầu thiếu hoặc sai dạng."),
        _("Chưa có gì bị thay đổi."), _("Quay lại trang trước, tải lại rồi thử lần nữa."),
    ),
    "403": Trouble(
        403, _("Bạn không được làm việc này"),
        _("Trang này dành cho vai trò khác, hoặc chức vụ của bạn ở đơn vị đã hết hạn."),
        _("Chưa có gì bị thay đổi."),
        _("Nếu việc này thuộc nhiệm vụ của bạn, hãy nhờ quản trị viên kiểm tra chức vụ được giao."), "lock",
    ),
    "csrf": Trouble(
        403, _("Trang đã mở quá lâu"),
        _("Phiên làm việc đã đổi từ lúc mở trang (đăng nhập lại, hoặc trình duyệt chặn cookie), nên chưa nhận được."),
        _("Chưa có gì được ghi. Chữ đã gõ thường vẫn còn khi bấm nút Quay lại của trình duyệt."),
        _("Quay lại, chép phần đã gõ nếu cần, tải lại trang rồi gửi lần nữa."), "clock",
    ),
    "404": Trouble(
        404, _("Không có trang này"),
        _("Địa chỉ gõ sai, trang đã chuyển chỗ, hoặc thuộc về đơn vị khác."),
        _("Dữ liệu không bị ảnh hưởng."), _("Kiểm tra lại địa chỉ, hoặc bắt đầu từ trang làm việc."), "find",
    ),
    "429": Trouble(
        429, _("Quá nhiều lần trong thời gian ngắn"),
        _("Để chống dò mật khẩu, máy chủ tạm ngừng nhận yêu cầu này từ máy của bạn."),
        _("Chưa có gì bị thay đổi, tài khoản không bị xoá."), _("Đợi 5 phút rồi thử lại."), "clock",
    ),
    "500": Trouble(
        500, _("Máy chủ gặp lỗi"),
        _("Có lỗi ngoài dự tính. Lỗi đã được ghi vào nhật ký của máy chủ."),
        _("Việc đang làm dở được huỷ trọn vẹn, không có gì bị ghi một nửa. Những gì lưu trước đó vẫn còn."),
        _("Thử lại sau ít phút. Nếu còn lỗi, báo quản trị viên kèm giờ hiện ở cuối trang."), "bad",
    ),
    "503": Trouble(
        503, _("Tạm thời không lấy được dữ liệu"),
        _("Cơ sở dữ liệu đang ngừng hoặc bận. Máy chủ vẫn chạy và tự nối lại khi có thể."),
        _("Những gì lưu trước đó vẫn còn; việc vừa gửi thì chưa được ghi. Trang thông tin đã có bản lưu vẫn đọc "
          "được và ghi rõ giờ lưu."),
        _("Đợi nửa phút rồi tải lại trang này, hoặc đọc các trang thông tin khác. Nếu lâu hơn 15 phút, báo quản trị "
          "viên kèm giờ hiện ở cuối trang."), "clock",
    ),
}  # fmt: skip
RETRY_AFTER = "30"  # seconds after which the database may be back


def trouble_page(request: HttpRequest, name: str, status: int | None = None) -> HttpResponse:
    """Answer with the error page of that name."""
    trouble = TROUBLES[name]
    return render(request, "ui/error.html", {"trouble": trouble}, status=status or trouble.code)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(request, "400")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(request, "403")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(request, "404")


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer allauth's rate limits (named handler429 in the root urls)."""
    return trouble_page(request, "429")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return trouble_page(request, "csrf")


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the server failed: 503 where the database is what is away."""
    return bare_page(request, "503" if isinstance(sys.exception(), OperationalError | InterfaceError) else "500")


def bare_page(request: HttpRequest, name: str) -> HttpResponse:
    """Answer without the database, the session or a context processor: any of them may be what broke.

    A 503 says when to come again.
    """
    trouble = TROUBLES[name]
    context = {
        "trouble": trouble, "organ": settings.ORGAN, "is_demo": False, "now": clock.now(),
        "display": display_of(request), "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
    }  # fmt: skip
    response = HttpResponse(render_to_string("ui/error.html", context), status=trouble.code)
    if trouble.code == 503:
        response["Retry-After"] = RETRY_AFTER
    return response


def conflict_page(
    request: HttpRequest,
    *,
    what: Text,
    mine: str,
    theirs: str,
    back: str,
    action: str = "",
    field: str = "text",
    hidden: Mapping[str, str] | None = None,
    status: int = 409,
) -> HttpResponse:
    """Answer 409 with both texts side by side: nothing was overwritten, nothing typed is lost.

    `action` is where the reconciled text goes as `field`, with the `hidden` values (the version now in force);
    `back` leads to the page without saving.
    """
    context = {
        "what": what, "mine": mine, "theirs": theirs, "back": back,
        "action": action, "field": field, "hidden": dict(hidden or {}),
    }  # fmt: skip
    return render(request, "ui/409.html", context, status=status)
