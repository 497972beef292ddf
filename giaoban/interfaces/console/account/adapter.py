"""Who may have an account: nobody signs up; the administrator gives accounts. What sign-in says when it refuses."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StaffAdapter(DefaultAccountAdapter):
    """allauth's adapter for an office: closed to sign-up, and refusing in Vietnamese."""

    error_messages: dict[str, Any] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đã ngừng dùng. Hãy hỏi quản trị viên."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng. Mật khẩu chưa bị đổi."),
        "incorrect_code": _("Mã không đúng hoặc đã hết hạn."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Không đăng nhập được."),
        "too_many_login_attempts": _(
            "Đã nhập sai quá nhiều lần, tài khoản tạm khoá đăng nhập. Hãy thử lại sau 5 phút, "
            "hoặc nhờ quản trị viên đặt lại mật khẩu."
        ),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "same_as_current": _("Giá trị mới phải khác giá trị đang dùng."),
        "rate_limited": _("Quá nhiều yêu cầu. Hãy đợi một lát rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Leave out "signed in as", "signed out": the page that follows says it."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if str(template).endswith(("logged_in.txt", "logged_out.txt")):
            return
        super().add_message(request, level, *args, **kwargs)


class StaffMFAAdapter(DefaultMFAAdapter):
    """The second factor, refusing in Vietnamese."""

    error_messages: dict[str, Any] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã không đúng hoặc đã hết hạn."),
        "rate_limited": _("Nhập mã quá nhiều lần. Hãy đợi một lát rồi thử lại."),
    }
