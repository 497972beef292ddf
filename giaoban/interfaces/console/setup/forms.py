"""What the administrator types to set an office up. Each form does its own act: `act` is one operation of the domain.

What is offered at first are Vietnamese texts of the papers, whatever language the page speaks: first_texts.json.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import InvalidOperation
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.domain.accounts.models import User
from giaoban.domain.documents.models import Organ, System
from giaoban.domain.documents.operations import open_term, register_organ
from giaoban.domain.indicators.operations import adopt_catalogue
from giaoban.domain.indicators.rules import CatalogueRow, read_catalogue
from giaoban.domain.orgs.models import Bloc, Level, Unit
from giaoban.domain.orgs.operations import UnitRow, define_sectors, form_bloc, import_units, join_members
from giaoban.domain.orgs.queries import children_on, members_of
from giaoban.domain.periods.rules import Kind
from giaoban.domain.reports.operations import define_regime
from giaoban.domain.reports.rules import RegimeFacts, SectionFacts
from giaoban.interfaces.ui.words import choices_of
from giaoban.lib.text import slug

FIRST = json.loads((Path(__file__).parent / "first_texts.json").read_text(encoding="utf-8"))
LARGEST_FILE = 2 * 1024 * 1024
FREQUENCIES = [
    (Kind.MONTH.value, _("hằng tháng")), (Kind.QUARTER.value, _("hằng quý")), (Kind.HALF.value, _("6 tháng")),
    (Kind.NINE_MONTHS.value, _("9 tháng")), (Kind.YEAR.value, _("hằng năm")),
    (Kind.SCHOOL_YEAR.value, _("theo năm học")),
]  # fmt: skip


class SetupForm(forms.Form):
    """A form of one step; what it offers is of the day and, once there is one, of the bloc.

    An act may leave its own words: `done` instead of the step's, `told` for what it found; `again` keeps the page open.
    """

    done = ""
    told: Sequence[str] = ()
    again = False

    def __init__(self, *args: Any, day: date, bloc: Bloc | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self._bloc = day, bloc
        self.prepare()

    @property
    def bloc(self) -> Bloc:
        """The bloc that is set up; the steps that ask for it wait until it is formed."""
        assert self._bloc is not None  # noqa: S101 - see steps.py
        return self._bloc

    def prepare(self) -> None:
        """Fill in what can be chosen, and first answers."""

    def act(self, *, acting_user: User, at: datetime) -> object:
        """Do what the form says. Raises the domain's refusal."""
        raise NotImplementedError

    def since(self, name: str) -> None:
        """Let a field of a first day begin with the year's."""
        self.fields[name].initial = self.day.replace(month=1, day=1)


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class LinesField(forms.CharField):
    """Lines of text; blank ones do not count."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class UnitForm(SetupForm):
    """One unit, for what no register of administrative units has: the office itself, departments, associations."""

    kind = forms.CharField(label=_("Loại"), max_length=40, initial="ban", help_text=_("Ví dụ: ban, phòng, hội, xã"))
    short_name = forms.CharField(label=_("Tên, không kèm loại"), max_length=80)
    name = forms.CharField(
        label=_("Tên đầy đủ (không bắt buộc)"), max_length=150, required=False,
        help_text=_("Để trống thì là loại và tên."),
    )  # fmt: skip
    code = forms.CharField(label=_("Mã"), max_length=20, help_text=_("Ngắn và không trùng, ví dụ BTG-PY"))
    level = forms.ChoiceField(label=_("Cấp"), choices=choices_of(Level), initial=Level.BODY)
    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Trực thuộc"), required=False)
    valid_from = DayField(
        label=_("Từ ngày"), help_text=_("Ngày thành lập, hoặc một ngày trước mọi số liệu sẽ nhập.")
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["parent"].queryset = Unit.objects.on(self.day)  # type: ignore[attr-defined]
        self.since("valid_from")

    def act(self, *, acting_user: User, at: datetime) -> object:
        given = {**self.cleaned_data, "level": Level(self.cleaned_data["level"])}
        row = UnitRow(**{**given, "parent": given["parent"].code if given["parent"] else ""})
        return import_units(rows=[row], acting_user=acting_user, at=at)


class BlocForm(SetupForm):
    """The bloc: who leads it, and on whose ground."""

    name = forms.CharField(label=_("Tên khối"), max_length=150)
    coordinator = forms.ModelChoiceField(Unit.objects.none(), label=_("Cơ quan điều phối"))
    territory = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Địa bàn"), help_text=_("Bản đồ vẽ các xã, phường trực thuộc địa bàn này.")
    )

    def prepare(self) -> None:
        today = Unit.objects.on(self.day)
        self.fields["name"].initial = settings.ORGAN["bloc"]
        self.fields["coordinator"].queryset = today.exclude(level=Level.COMMUNE)  # type: ignore[attr-defined]
        self.fields["territory"].queryset = today.filter(  # type: ignore[attr-defined]
            level__in=[Level.PROVINCE, Level.TOWN]
        )

    def act(self, *, acting_user: User, at: datetime) -> object:
        code = slug(self.cleaned_data["name"], longest=30)
        return form_bloc(code=code, acting_user=acting_user, at=at, **self.cleaned_data)


class MembersForm(SetupForm):
    """Who reports and is invited: bodies, and what is directly under the territory, which is ticked at first."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Đơn vị thành viên"), widget=forms.CheckboxSelectMultiple
    )
    valid_from = DayField(
        label=_("Từ ngày"), help_text=_("Kỳ chốt số trước ngày này không tính các đơn vị được thêm.")
    )  # fmt: skip

    def prepare(self) -> None:
        members = members_of(self.bloc, self.day).values("pk")
        below = children_on(self.bloc.territory, self.day).exclude(level=Level.TOWN).values("pk")
        offered = (
            Unit.objects.on(self.day)
            .filter(Q(pk__in=below) | Q(level=Level.BODY))
            .exclude(Q(pk__in=members) | Q(pk=self.bloc.coordinator_id))
        )
        self.fields["units"].queryset = offered  # type: ignore[attr-defined]
        self.fields["units"].initial = offered.filter(pk__in=below)
        self.since("valid_from")

    def act(self, *, acting_user: User, at: datetime) -> object:
        return join_members(bloc=self.bloc, acting_user=acting_user, at=at, **self.cleaned_data)


class SectorsForm(SetupForm):
    """The bloc's fields of work, a line each."""

    lines = LinesField(
        label=_("Lĩnh vực"), rows=8, initial="\n".join(FIRST["sectors"]),
        help_text=_("Mỗi dòng một lĩnh vực: mã; tên; tên tiếng Anh."),
    )  # fmt: skip

    def clean_lines(self) -> list[tuple[str, ...]]:
        rows = [tuple(part.strip() for part in line.split(";")) for line in self.cleaned_data["lines"]]
        for number, row in enumerate(rows, start=1):
            if len(row) != 3 or not all(row) or len(row[0]) > 10 or max(map(len, row)) > 100:
                raise forms.ValidationError(
                    gettext("Dòng %(number)d: cần mã (tối đa 10 chữ); tên; tên tiếng Anh."), params={"number": number}
                )
        return rows

    def act(self, *, acting_user: User, at: datetime) -> object:
        return define_sectors(rows=self.cleaned_data["lines"], acting_user=acting_user, at=at)


class CatalogueForm(SetupForm):
    """What is measured, and by whom it is reported, from a file."""

    file = forms.FileField(
        label=_("Tệp danh mục chỉ tiêu (CSV, UTF-8)"),
        help_text=_("Mẫu: giaoban/demo/data/indicators.csv. Cột reporter là commune (mọi xã, phường) hoặc mã đơn vị."),
    )  # fmt: skip
    valid_from = DayField(label=_("Đơn vị báo cáo từ ngày"))

    def prepare(self) -> None:
        self.since("valid_from")

    def clean_file(self) -> list[CatalogueRow]:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(gettext("Tệp quá lớn: danh mục chỉ tiêu không quá 2 MB."))
        try:
            rows = read_catalogue(given.read().decode("utf-8-sig").splitlines())
        except KeyError as missing:
            raise forms.ValidationError(
                gettext("Tệp thiếu cột %(column)s."), params={"column": missing.args[0]}
            ) from missing
        except (ValueError, TypeError, AttributeError, InvalidOperation) as unsound:
            raise forms.ValidationError(
                gettext("Không đọc được tệp: %(why)s"), params={"why": str(unsound)}
            ) from unsound
        if not rows:
            raise forms.ValidationError(gettext("Tệp không có chỉ tiêu nào."))
        return rows

    def act(self, *, acting_user: User, at: datetime) -> object:
        return adopt_catalogue(
            rows=self.cleaned_data["file"], units=members_of(self.bloc, self.day),
            valid_from=self.cleaned_data["valid_from"], acting_user=acting_user, at=at,
        )  # fmt: skip


class RegimeForm(SetupForm):
    """The report regime with what Điều 8 of Nghị định 09/2019 asks it to define."""

    name = forms.CharField(label=_("Tên chế độ báo cáo"), max_length=250)
    frequency = forms.ChoiceField(label=_("Kỳ báo cáo"), choices=FREQUENCIES)
    sections = LinesField(label=_("Đề cương"), rows=7)
    commune_days = forms.IntegerField(
        label=_("Xã, phường: số ngày làm việc sau ngày chốt"), min_value=1, max_value=60, initial=2
    )
    body_days = forms.IntegerField(
        label=_("Phòng, ban, ngành, hội: số ngày làm việc sau ngày chốt"), min_value=1, max_value=60, initial=4
    )
    content_required = forms.CharField(label=_("Nội dung yêu cầu"), widget=forms.Textarea(attrs={"rows": 3}))
    reporters = forms.CharField(label=_("Đối tượng báo cáo"), max_length=300)
    delivery = forms.CharField(label=_("Phương thức gửi"), max_length=200)
    cut_off = forms.CharField(label=_("Thời gian chốt số liệu"), max_length=200)
    figure_form = forms.CharField(label=_("Biểu mẫu số liệu"), max_length=200)
    procedure = forms.CharField(label=_("Quy trình"), widget=forms.Textarea(attrs={"rows": 3}))
    legal_basis = forms.CharField(label=_("Căn cứ"), max_length=250)
    valid_from = DayField(label=_("Có hiệu lực từ ngày"))

    def prepare(self) -> None:
        self.initial = FIRST["regime"] | {"sections": "\n".join(FIRST["regime"]["sections"]), **self.initial}
        self.fields["sections"].help_text = gettext("Mỗi dòng một mục; mục không bắt buộc ghi thêm %(words)s.") % {
            "words": FIRST["optional"]
        }
        self.since("valid_from")

    def act(self, *, acting_user: User, at: datetime) -> object:
        given = self.cleaned_data
        commune, body = given.pop("commune_days"), given.pop("body_days")
        titles = given.pop("sections")
        facts = RegimeFacts(
            **given, code=slug(given["name"], longest=30),
            outline="; ".join(titles), sections=tuple(map(_section, range(1, len(titles) + 1), titles)),
            deadlines={Level.COMMUNE.value: commune, Level.BODY.value: body},
            deadline_text=FIRST["deadline_text"].format(commune=commune, body=body),
        )  # fmt: skip
        return define_regime(
            facts=facts, receiver=self.bloc.coordinator, bloc=self.bloc, acting_user=acting_user, at=at
        )


def _section(number: int, line: str) -> SectionFacts:
    title = line.removesuffix(FIRST["optional"]).strip()
    return SectionFacts(code=f"muc-{number}", title=title, is_required=title == line)


class OrganForm(SetupForm):
    """How the coordinating body's papers look."""

    system = forms.ChoiceField(label=_("Thể thức"), choices=choices_of(System), initial=System.PARTY)
    superior_line = forms.CharField(label=_("Cơ quan cấp trên, dòng trên"), max_length=150)
    name_line = forms.CharField(label=_("Tên cơ quan, dòng dưới"), max_length=150)
    code = forms.CharField(label=_("Chữ viết tắt trong ký hiệu"), max_length=30)
    place = forms.CharField(label=_("Nơi ban hành"), max_length=80)
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=80)

    def prepare(self) -> None:
        organ = settings.ORGAN
        given = {"superior_line": organ["superior"], "name_line": organ["name"]}
        self.initial = given | {"code": organ["code"], "place": organ["place"], **self.initial}

    def act(self, *, acting_user: User, at: datetime) -> object:
        given = {**self.cleaned_data, "system": System(self.cleaned_data["system"])}
        return register_organ(unit=self.bloc.coordinator, acting_user=acting_user, at=at, **given)


class TermForm(SetupForm):
    """The congress term through which the Party's papers are numbered."""

    name = forms.CharField(label=_("Tên nhiệm kỳ"), max_length=80, help_text=_("Ví dụ: Nhiệm kỳ 2025-2030"))
    starts_on = DayField(label=_("Bắt đầu từ ngày"), help_text=_("Ngày sau khi đại hội bế mạc."))

    def act(self, *, acting_user: User, at: datetime) -> object:
        organ = Organ.objects.get(unit=self.bloc.coordinator_id)
        return open_term(organ=organ, acting_user=acting_user, at=at, **self.cleaned_data)
