"""What people type on a task's page. Each form carries the version its reader saw."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from giaoban.domain.tasks.rules import FILE_TYPES, Evidence

ACCEPT = ",".join(f".{kind}" for kind in FILE_TYPES)


class StepForm(forms.Form):
    """A step on a task; `arguments` are the operation's own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the operation the form stands for."""
        given = dict(self.cleaned_data)
        given["expected_version"] = given.pop("version")
        sent = given.pop("file", None)
        if isinstance(sent, UploadedFile):
            given["evidence"] = Evidence(sent.name or "", sent.read())
        return given


class ReportForm(StepForm):
    percent = forms.IntegerField(
        label=_("Đã làm được (%)"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Hãy nhập một số nguyên từ 0 đến 100.")),
    )
    text = forms.CharField(
        label=_("Đã làm gì, còn vướng gì"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(
        label=_("Tệp minh chứng (không bắt buộc)"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )


class DeliverForm(StepForm):
    text = forms.CharField(
        label=_("Sản phẩm là gì, ở đâu"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(label=_("Tệp sản phẩm"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}))


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("Lý do"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class AcceptForm(StepForm):
    text = forms.CharField(
        label=_("Nhận xét (không bắt buộc)"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class VisibilityForm(StepForm):
    """Nothing is typed: the task is opened to the public, or closed. It does not move, so no version is asked."""

    version = None  # type: ignore[assignment]

    def arguments(self) -> dict[str, Any]:
        return {}
