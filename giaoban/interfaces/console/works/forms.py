"""What people type about works. `arguments` are the operation's own."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.domain.orgs.models import Sector, Unit
from giaoban.domain.works.models import WorkKind
from giaoban.domain.works.operations import HEAVIEST, Planned, Spot
from giaoban.interfaces.ui.words import choices_of, local_name, said
from giaoban.lib import numbers

MILESTONES_OFFERED = 6


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DongField(forms.CharField):
    """A sum in đồng as people write it: 4.000.000.000."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "4.000.000.000"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = numbers.parse(text).amount
        except numbers.NotANumber as not_one:
            raise forms.ValidationError(said(not_one)) from not_one
        if amount != int(amount):
            raise forms.ValidationError(gettext("Số tiền tính bằng đồng, không có phần lẻ."))
        return int(amount)


class WorkForm(forms.Form):
    """A work entered into the register; its milestones are a form set beside it."""

    name = forms.CharField(label=_("Tên công trình"), max_length=300)
    kind = forms.ChoiceField(label=_("Loại công trình"), choices=choices_of(WorkKind))
    keeper = forms.ModelChoiceField(Unit.objects.none(), label=_("Cơ quan theo dõi"), empty_label=None)
    owner = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị chủ quản"))
    sector = forms.ModelChoiceField(Sector.objects.all(), label=_("Lĩnh vực (không bắt buộc)"), required=False)
    place = forms.CharField(label=_("Địa điểm, bằng chữ"), max_length=200)
    longitude = forms.DecimalField(
        label=_("Kinh độ"), min_value=-180, max_value=180, max_digits=8, decimal_places=5, required=False,
        help_text=_("Ví dụ 105.86490; để trống thì không ghim."),
    )  # fmt: skip
    latitude = forms.DecimalField(
        label=_("Vĩ độ"), min_value=-90, max_value=90, max_digits=8, decimal_places=5, required=False,
        help_text=_("Ví dụ 21.41660"),
    )  # fmt: skip
    budget_dong = DongField(label=_("Tổng mức đầu tư, đồng (không bắt buộc)"), required=False)

    def __init__(self, *args: Any, keepers: QuerySet[Unit], owners: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].queryset = keepers  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["sector"].label_from_instance = local_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("longitude") is None) != (given.get("latitude") is None):
            self.add_error("latitude", gettext("Hãy nhập cả kinh độ và vĩ độ, hoặc để trống cả hai."))
        return given

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of `register_work` but for the plan."""
        given = dict(self.cleaned_data)
        longitude, latitude = given.pop("longitude"), given.pop("latitude")
        spot = Spot(longitude, latitude) if longitude is not None else None
        return {**given, "kind": WorkKind(given["kind"]), "spot": spot}


class MilestoneForm(forms.Form):
    """A milestone of the plan; a line left empty is none."""

    name = forms.CharField(label=_("Mốc"), max_length=200)
    weight = forms.IntegerField(
        label=_("Tỷ trọng"), min_value=0, max_value=HEAVIEST, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    on = forms.DateField(label=_("Ngày kế hoạch"), widget=_day())


PlanForms = forms.formset_factory(MilestoneForm, extra=MILESTONES_OFFERED, max_num=30)


def planned(plan: forms.BaseFormSet[MilestoneForm]) -> list[Planned]:
    """Return the milestones typed."""
    return [Planned(**form.cleaned_data) for form in plan.forms if form.has_changed()]


class ActForm(forms.Form):
    """One act on a work's page; without fields it is a button."""

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the act's operation."""
        return dict(self.cleaned_data)


class FinishForm(ActForm):
    finished_on = forms.DateField(label=_("Xong ngày"), widget=_day())
    text = forms.CharField(label=_("Ghi chú (không bắt buộc)"), max_length=2000, required=False)


class ReopenForm(ActForm):
    reason = forms.CharField(label=_("Lý do mở lại"), max_length=2000)


class PaymentForm(ActForm):
    paid_on = forms.DateField(label=_("Ngày giải ngân"), widget=_day())
    amount_dong = DongField(label=_("Số tiền, đồng"), help_text=_("Số thu hồi ghi dấu trừ."))
    text = forms.CharField(label=_("Ghi chú (không bắt buộc)"), max_length=200, required=False)


def started_today(day: date) -> dict[str, Any]:
    """Return what these forms begin with."""
    return {"finished_on": day, "paid_on": day}
