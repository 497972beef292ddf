"""What people type at the conference's desk."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import holders_anywhere
from giaoban.domain.conferences.models import Basis, DelegateGroup, Disposition, ItemKind
from giaoban.domain.documents.models import Draft, Paper, PaperType
from giaoban.domain.orgs.models import Unit
from giaoban.domain.reports.models import Round, Snapshot
from giaoban.interfaces.ui.words import choices_of, period_name
from giaoban.lib.clock import VIETNAM

# value -> (numerator, denominator, strictly more)
MAJORITIES = {
    "1/2": ((1, 2, True), _("quá một phần hai (1/2)")),
    "2/3": ((2, 3, False), _("từ hai phần ba (2/3) trở lên")),
    "3/4": ((3, 4, False), _("từ ba phần tư (3/4) trở lên")),
    "1/1": ((1, 1, False), _("toàn bộ")),
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
UNIT_NONE = Unit.objects.none()


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Empty(forms.Form):
    """A button: nothing is typed."""


class PlanForm(forms.Form):
    round = forms.ModelChoiceField(Round.objects.none(), label=_("Kỳ báo cáo"), empty_label=None)
    title = forms.CharField(label=_("Tên hội nghị"), max_length=300)
    held_on = forms.DateField(label=_("Ngày họp"), widget=DAY)
    starts = forms.TimeField(label=_("Giờ bắt đầu"), widget=HOUR)
    place = forms.CharField(label=_("Địa điểm"), max_length=200)
    chair = forms.ModelChoiceField(User.objects.none(), label=_("Chủ trì"), empty_label=None)
    chair_title = forms.CharField(label=_("Chức danh chủ trì, như in trên văn bản"), max_length=200)
    secretary = forms.ModelChoiceField(User.objects.none(), label=_("Thư ký"), empty_label=None)
    secretary_title = forms.CharField(label=_("Chức danh thư ký, như in trên văn bản"), max_length=200)

    def __init__(self, *args: Any, rounds: list[Round], day: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["round"], self.fields["chair"], self.fields["secretary"]
        chosen[0].queryset = Round.objects.filter(pk__in=[r.pk for r in rounds]).select_related("regime__bloc")  # type: ignore[attr-defined]
        chosen[0].label_from_instance = _round_label  # type: ignore[attr-defined]
        chosen[1].queryset = holders_anywhere(day.date(), Role.CHAIR)  # type: ignore[attr-defined]
        chosen[2].queryset = holders_anywhere(day.date(), Role.SECRETARY)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("held_on") and given.get("starts") is not None:
            moment: time = given["starts"]
            given["starts_at"] = datetime.combine(given["held_on"], moment, tzinfo=VIETNAM)
        return given


def _round_label(round: Round) -> str:
    return f"{round.regime.name}: {period_name(round.period)}"


class InviteForm(forms.Form):
    body = forms.CharField(
        label=_("Lời mời (để trống thì ghi ngày giờ, địa điểm)"), required=False, max_length=2000, widget=lines(2)
    )


class SnapshotForm(forms.Form):
    snapshot = forms.ModelChoiceField(Snapshot.objects.none(), label=_("Số liệu đã chốt"), empty_label=None)

    def __init__(self, *args: Any, snapshots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["snapshot"].queryset = snapshots  # type: ignore[attr-defined]
        self.fields["snapshot"].label_from_instance = lambda row: row.label  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại mục"), choices=choices_of(ItemKind), initial=ItemKind.THEMATIC)
    title = forms.CharField(label=_("Tên mục"), max_length=300)
    minutes_planned = forms.IntegerField(label=_("Số phút"), min_value=1, max_value=240, initial=10)
    position = forms.IntegerField(label=_("Vị trí (để trống: cuối)"), min_value=1, max_value=99, required=False)


class SeatForm(forms.Form):
    unit = forms.ModelChoiceField(UNIT_NONE, label=_("Đơn vị"))
    group = forms.ChoiceField(label=_("Nhóm"), choices=choices_of(DelegateGroup), initial=DelegateGroup.DEPARTMENT)
    post = forms.CharField(label=_("Chức vụ"), max_length=150)
    may_vote = forms.BooleanField(label=_("Có quyền biểu quyết"), required=False, initial=True)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class DelegateForm(forms.Form):
    """One act on one seat: `text` is the substitute's post or the reason of absence."""

    delegate = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=150)


class AttachForm(forms.Form):
    paper = forms.ModelChoiceField(
        Paper.objects.none(), label=_("Văn bản trong sổ"), required=False, empty_label=_("(không đổi)")
    )
    draft = forms.ModelChoiceField(
        Draft.objects.none(), label=_("Dự thảo"), required=False, empty_label=_("(không đổi)")
    )
    presenter = forms.ModelChoiceField(
        UNIT_NONE, label=_("Đơn vị trình bày"), required=False, empty_label=_("(không đổi)")
    )

    def __init__(self, *args: Any, papers: Any, drafts: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]
        self.fields["draft"].queryset = drafts  # type: ignore[attr-defined]
        self.fields["presenter"].queryset = units  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    unit = forms.ModelChoiceField(UNIT_NONE, label=_("Đơn vị trình bày"))
    paper_type = forms.ChoiceField(label=_("Loại"), choices=choices_of(PaperType), initial=PaperType.REPORT)
    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    abstract = forms.CharField(label=_("Trích yếu"), max_length=400)
    issued_on = forms.DateField(label=_("Ngày ban hành"), widget=DAY)
    file = forms.FileField(label=_("Tệp"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    paper_type = forms.ChoiceField(label=_("Loại"), choices=choices_of(PaperType), initial=PaperType.REGULATION)
    title = forms.CharField(label=_("Tên dự thảo"), max_length=400)
    text = forms.CharField(label=_("Toàn văn"), widget=lines(8))


class SummaryForm(forms.Form):
    expected_summary = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    summary = forms.CharField(label=_("Nội dung đã nghe, để ghi vào biên bản"), required=False, widget=lines(5))


class OpinionForm(forms.Form):
    unit = forms.ModelChoiceField(UNIT_NONE, label=_("Đơn vị nêu"))
    text = forms.CharField(label=_("Ý kiến"), widget=lines(2))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    opinion = forms.IntegerField(widget=forms.HiddenInput)
    disposition = forms.ChoiceField(label=_("Cách trả lời"), choices=choices_of(Disposition)[1:])
    answer = forms.CharField(label=_("Nội dung trả lời"), required=False, widget=lines(2))
    answered_by = forms.ModelChoiceField(UNIT_NONE, label=_("Nơi trả lời"), empty_label=None)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].queryset = units  # type: ignore[attr-defined]


class BallotForm(forms.Form):
    question = forms.CharField(label=_("Nội dung biểu quyết"), max_length=400)
    majority = forms.ChoiceField(
        label=_("Tỷ lệ cần đạt"), choices=[(key, word) for key, (_r, word) in MAJORITIES.items()]
    )
    basis = forms.ChoiceField(label=_("Tính trên"), choices=choices_of(Basis))


class ConclusionForm(forms.Form):
    text = forms.CharField(label=_("Kết luận"), widget=lines(3))


class ReviseForm(forms.Form):
    expected_text = forms.CharField(widget=forms.HiddenInput, strip=False)
    text = forms.CharField(label=_("Kết luận"), widget=lines(4))


class TaskForm(forms.Form):
    title = forms.CharField(label=_("Tên nhiệm vụ"), max_length=400, widget=lines(2))
    lead = forms.ModelChoiceField(UNIT_NONE, label=_("Đơn vị chủ trì"))
    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Người phụ trách"), required=False, empty_label=_("(thủ trưởng đơn vị phân công)")
    )
    deliverable = forms.CharField(label=_("Sản phẩm"), max_length=300)
    deadline = forms.DateField(label=_("Hạn"), widget=DAY)
    cooperating = forms.ModelMultipleChoiceField(
        UNIT_NONE, label=_("Đơn vị phối hợp"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: Any, people: Any, names: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = units  # type: ignore[attr-defined]
        self.fields["cooperating"].queryset = units  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = people  # type: ignore[attr-defined]
        self.fields["responsible"].label_from_instance = lambda row: names.get(row.pk, str(row))  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    ended = forms.TimeField(label=_("Giờ kết thúc"), widget=HOUR)
    understood = forms.BooleanField(label=_("Tôi hiểu: sau khi kết luận, hồ sơ hội nghị không sửa được nữa"))


class IssueForm(forms.Form):
    issued_on = forms.DateField(label=_("Ngày ban hành"), widget=DAY)
