"""allauth's forms with the office's words."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AskCodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def reword(form: forms.Form, labels: "dict[str, str | _StrPromise]") -> None:
    """Give the fields their labels; placeholders and help that repeat a label or lead nowhere go."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].help_text = ""
            form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(
            self, {"login": _("Tên đăng nhập"), "password": _("Mật khẩu"), "remember": _("Giữ đăng nhập trên máy này")}
        )
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(
            self,
            {
                "oldpassword": _("Mật khẩu hiện tại"),
                "password1": _("Mật khẩu mới"),
                "password2": _("Nhập lại mật khẩu mới"),
            },
        )
        self.fields["password1"].help_text = password_validators_help_text_html()


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"password": _("Mật khẩu")})


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": _("Mã xác thực")})


class CodeAgainForm(AskCodeAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": _("Mã xác thực")})


class TurnOnCodesForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": _("Mã đang hiện trên ứng dụng")})
