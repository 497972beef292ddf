"""What the public types on these pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.domain.documents.rules import LONGEST_COMMENT, LONGEST_LINE
from giaoban.lib.markup import words_of


class CommentForm(forms.Form):
    """A comment on a draft. `website` is no field for people: it is hidden, and whoever fills it is a machine."""

    clause = forms.CharField(
        label=_("Về điều, khoản nào"), required=False, max_length=LONGEST_LINE,
        help_text=_("Ví dụ: Điều 2 khoản 1. Để trống nếu góp ý chung."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Góp ý của bạn"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Hãy viết góp ý rồi gửi.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Tên bạn (không bắt buộc)"), required=False, max_length=LONGEST_LINE,
        help_text=_("Hiện cùng góp ý khi cơ quan đã trả lời."), widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Điện thoại hoặc thư điện tử (không bắt buộc)"), required=False, max_length=LONGEST_LINE,
        help_text=_("Chỉ để cơ quan hỏi lại; không bao giờ công bố."),
    )  # fmt: skip
    website = forms.CharField(required=False, max_length=200)

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data["website"])

    def clean(self) -> dict[str, Any]:
        """Store words where HTML came."""
        return {name: words_of(value) for name, value in (super().clean() or {}).items()}

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of `submit_public_comment`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}
