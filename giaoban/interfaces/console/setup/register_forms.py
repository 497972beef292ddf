"""Registers from files: units and their outlines, all of a file or nothing, every fault told with its line."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.domain.accounts.models import User
from giaoban.interfaces.console.setup.forms import DayField, SetupForm
from giaoban.interfaces.ui.registers import load_boundaries, load_units, told

TOLD = 20  # lines of what checking found


class RegisterForm(SetupForm):
    """A register's `file`, read whole."""

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > settings.MAX_UPLOAD_BYTES:
            room = settings.MAX_UPLOAD_BYTES // 1024**2
            raise forms.ValidationError(gettext("Tệp quá lớn: không quá %d MB.") % room)
        return given


class UnitsForm(RegisterForm):
    """The register of units."""

    file = forms.FileField(
        label=_("Tệp danh mục đơn vị (CSV, UTF-8)"),
        help_text=_("Mẫu: giaoban/demo/data/units.csv. Sai một dòng thì không nạp gì, và mọi dòng sai được kể ra."),
    )

    def act(self, *, acting_user: User, at: datetime) -> object:
        given = self.cleaned_data["file"]
        units = load_units(given.read(), given.name, at=at, acting_user=acting_user)
        self.done = gettext("Đã nạp %d đơn vị.") % len(units)
        return units


class BoundariesForm(RegisterForm):
    """The outlines of the units of a day."""

    file = forms.FileField(
        label=_("Tệp địa giới (GeoJSON)"),
        help_text=_("Mỗi hình mang mã đơn vị trong properties.code. Sai một hình thì không nạp gì."),
    )
    source = forms.CharField(
        label=_("Nguồn"), max_length=200,
        help_text=_("Ghi như sẽ đọc trên bản đồ, ví dụ: Quyết định số …, ngày …"),
    )  # fmt: skip
    on = DayField(label=_("Ngày mà các mã có nghĩa"))
    strict = forms.BooleanField(label=_("Không nạp nếu có chỗ hở hoặc chồng lấn"), required=False)
    is_trial = forms.BooleanField(label=_("Chỉ kiểm, chưa nạp"), required=False)

    def prepare(self) -> None:
        self.fields["on"].initial = self.day

    def act(self, *, acting_user: User, at: datetime) -> object:
        data, is_trial = self.cleaned_data, self.cleaned_data["is_trial"]
        found = load_boundaries(
            data["file"].read(), data["file"].name, source=data["source"], on=data["on"], at=at,
            acting_user=acting_user, strict=data["strict"], dry_run=is_trial,
        )  # fmt: skip
        done = gettext("Đã kiểm, chưa nạp: %d đơn vị.") if is_trial else gettext("Đã nạp địa giới của %d đơn vị.")
        self.done = done % len(found.units)
        lines = told(found) or [gettext("Các đơn vị giáp nhau khít: không hở, không chồng lấn.")]
        left = len(lines) - TOLD
        self.told = lines[:TOLD] + ([gettext("… và %d điều nữa.") % left] if left > 0 else [])
        self.again = is_trial
        return found
