"""What a citizen writes to the office: asked for, checked, stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page

from giaoban.domain.audit.operations import record
from giaoban.lib import text
from giaoban.lib.markup import words_of

# Longest message; what is longer is better sent as a paper.
LONGEST = 4000


class FeedbackForm(forms.Form):
    """Name and message; a way to answer only if one is wanted. `website` is a trap: people do not see it."""

    KEPT: ClassVar = ("name", "email", "subject", "message")

    name = forms.CharField(label=_("Họ và tên"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Thư điện tử (nếu muốn được trả lời)"), required=False, max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("Địa chỉ này chưa đúng; ví dụ đúng: ten@phoyen.gov.vn.")},
    )  # fmt: skip
    subject = forms.CharField(label=_("Tiêu đề"), max_length=200)
    message = forms.CharField(
        label=_("Nội dung"), max_length=LONGEST, widget=forms.Textarea({"rows": 8}),
        help_text=_("Không gửi thông tin thuộc bí mật nhà nước qua mẫu này."),
    )  # fmt: skip
    website = forms.CharField(label=_("Để trống ô này"), required=False, max_length=200)

    template_name = "portal/_form.html"

    def clean(self) -> dict[str, Any]:
        """Store composed letters, one line where one was asked for, words where HTML came."""
        given = super().clean() or {}
        given |= {name: words_of(given[name]) for name in self.KEPT if given.get(name)}
        one_line = {name: text.clean(given[name]) for name in ("name", "subject") if given.get(name)}
        return {**given, **one_line, "message": text.clean_block(given.get("message", ""))}

    @property
    def is_trapped(self) -> bool:
        """Return whether a machine filled the field that people do not see."""
        return bool(self.data.get("website"))


@transaction.atomic
def receive_feedback(*, page: Page, form: FeedbackForm, at: datetime) -> FormSubmission:
    """Store a checked form for the editors. The text is only ever shown escaped."""
    stored = FormSubmission.objects.create(page=page, form_data={name: form.cleaned_data[name] for name in form.KEPT})
    record(act="portal.receive_feedback", target=f"wagtailforms.formsubmission:{stored.pk}", acting_user=None, at=at,
           page=page.pk)  # fmt: skip
    return stored
