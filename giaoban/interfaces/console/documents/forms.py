"""What people type: the register's filter, a paper that came in, a draft opened for comment, an answer."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from giaoban.domain.documents.models import Direction, Draft, PaperType, Reply
from giaoban.domain.documents.queries import PaperFilter
from giaoban.domain.documents.rules import SIGNATURES
from giaoban.interfaces.ui.words import choices_of

# How long a draft is offered for comment unless somebody says otherwise: no law sets it for an internal paper.
OPEN_FOR = timedelta(days=14)
DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day typed the Vietnamese way: 10/7/2020."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "10/7/2020"}),
            error_messages={
                "invalid": _("Không đọc được ngày; hãy nhập như 10/7/2020"),
                "required": _("Hãy nhập ngày, như 10/7/2020"),
            },
            **kwargs,
        )


class FilterForm(forms.Form):
    """What narrows the register; a part that is not understood is left out, and said."""

    q = forms.CharField(label=_("Tìm trong văn bản"), required=False, max_length=200)
    huong = forms.ChoiceField(
        label=_("Đi, đến"), required=False, choices=[("", _("Đi và đến")), *choices_of(Direction)]
    )
    loai = forms.ChoiceField(
        label=_("Thể loại"), required=False, choices=[("", _("Mọi thể loại")), *choices_of(PaperType)]
    )
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)

    def wanted(self) -> PaperFilter:
        """Return what was understood."""
        self.is_valid()
        typed = self.cleaned_data
        return PaperFilter(
            text=typed.get("q", ""), direction=typed.get("huong", ""), paper_type=typed.get("loai", ""),
            first_day=typed.get("tu"), last_day=typed.get("den"),
        )  # fmt: skip


class IncomingForm(forms.Form):
    """A paper that came in, with its file where there is one."""

    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=60, help_text=_("Ghi như trên văn bản, ví dụ 05-CT/TW"))
    organ_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    paper_type = forms.ChoiceField(label=_("Thể loại"), choices=choices_of(PaperType))
    abstract = forms.CharField(label=_("Trích yếu"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    issued_on = DayField(label=_("Ngày ban hành"))
    in_force_on = DayField(label=_("Ngày có hiệu lực (nếu khác)"), required=False)
    signer = forms.CharField(label=_("Chức vụ người ký"), max_length=150, required=False)
    file = forms.FileField(
        label=_("Tệp văn bản"), required=False, help_text=_("PDF, Word, Excel, ODF hoặc ảnh quét; tối đa 10 MB"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in SIGNATURES)}),
    )  # fmt: skip
    allow_duplicate = forms.BooleanField(label=_("Vẫn vào sổ: đây là văn bản khác, trùng số ký hiệu"), required=False)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of `register_incoming`."""
        given = dict(self.cleaned_data)
        sent = given.pop("file", None)
        if isinstance(sent, UploadedFile):
            given["content"], given["file_name"] = sent.read(), sent.name or ""
        given["paper_type"] = PaperType(given["paper_type"])
        return given


class OpeningForm(forms.Form):
    """Which draft is opened for public comment, from which day to which."""

    draft = forms.ModelChoiceField(label=_("Dự thảo"), queryset=Draft.objects.none(), empty_label=None)
    opens_on = DayField(label=_("Mở từ ngày"))
    closes_on = DayField(label=_("Đến hết ngày"))

    def __init__(self, *args: Any, drafts: QuerySet[Draft], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_on"].initial, self.fields["closes_on"].initial = day, day + OPEN_FOR
        self.fields["draft"].queryset = drafts  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer to a public comment. Carries the version its reader saw."""

    reply = forms.ChoiceField(
        label=_("Trả lời"), choices=[one for one in choices_of(Reply) if one[0] != Reply.OPEN],
        widget=forms.RadioSelect, error_messages={"required": _("Hãy chọn cách trả lời.")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Lời trả lời, đăng cùng góp ý"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of `answer_public_comment`."""
        given = self.cleaned_data
        return {"reply": Reply(given["reply"]), "answer": given["answer"], "expected_version": given["version"]}
