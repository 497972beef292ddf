"""What a new office needs before its first briefing, in order, and which of it is there."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.domain.accounts.models import Post, Role
from giaoban.domain.documents.models import Organ, System
from giaoban.domain.indicators.models import Duty, Indicator
from giaoban.domain.orgs.models import Bloc, Level, Sector, Unit, valid_on
from giaoban.domain.orgs.queries import members_of
from giaoban.domain.reports.models import Regime, Round
from giaoban.interfaces.console.setup import forms
from giaoban.interfaces.console.setup.register_forms import BoundariesForm, UnitsForm
from giaoban.interfaces.ui.acting import StaffRequest


@dataclass(frozen=True)
class Step:
    """One line of the list: what it is for, whether it is done and what was found; where it is done.

    `form` is the page's own; without one, `href` leads to where it is done. `waits_for` is the title of the step that
    comes first. A step that may be repeated stays open when it is done; an optional one is not told as what comes next.
    """

    key: str
    title: str | Promise
    purpose: str | Promise
    is_done: bool
    found: str = ""
    form: type[forms.SetupForm] | None = None
    href: str = ""
    word: str | Promise = ""
    waits_for: str | Promise = ""
    is_repeated: bool = False
    is_optional: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it can be done now."""
        return not self.waits_for and (self.is_repeated or not self.is_done)

    @property
    def address(self) -> str:
        """Where it is done."""
        return self.href or (reverse("console:setup:step", args=[self.key]) if self.form else "")


UNITS, OFFICE, POST = _("Danh mục đơn vị"), _("Cơ quan của bạn"), _("Chức vụ quản trị viên")
BLOC, MEMBERS, SECTORS, REGIME = _("Khối"), _("Đơn vị thành viên"), _("Lĩnh vực"), _("Chế độ báo cáo")


def bloc_of_setup() -> Bloc | None:
    """Return the bloc that is set up: the first one, which the portal shows too (1 query)."""
    return Bloc.objects.select_related("coordinator", "territory").order_by("pk").first()


def steps_for(request: StaffRequest, bloc: Bloc | None) -> list[Step]:
    """Return the steps as they stand today (14 queries at most, whatever the number of units)."""
    return [*_ground(request, bloc), *_people(request, bloc), *_reporting(request, bloc), *_papers(bloc)]


def _ground(request: StaffRequest, bloc: Bloc | None) -> list[Step]:
    """Units, the office, its administrator, the bloc, its members: what map and organisation page are made from."""
    day = request.at.date()
    levels: dict[str, int] = dict(
        Unit.objects.on(day).order_by().values("level").annotate(n=Count("pk")).values_list("level", "n")
    )
    communes, bodies = levels.get(Level.COMMUNE, 0), levels.get(Level.BODY, 0)
    outlined = Unit.objects.on(day).filter(level=Level.COMMUNE, boundaries__isnull=False).count()
    is_post_held = request.standing.has(Role.ADMINISTRATOR)
    members = members_of(bloc, day).count() if bloc else 0
    count = gettext("%(n)d đơn vị")
    return [
        Step("don-vi-hanh-chinh", UNITS, _("Tỉnh, huyện, xã có hiệu lực hôm nay, nạp từ một tệp."),
             communes > 0, count % {"n": sum(levels.values()) - bodies}, UnitsForm, word=_("Nạp từ tệp"),
             is_repeated=True),
        Step("dia-gioi", _("Địa giới"), _("Không có thì bản đồ là sơ đồ minh hoạ. Hở và chồng lấn được báo bằng m²."),
             0 < communes <= outlined, count % {"n": outlined}, BoundariesForm, word=_("Nạp địa giới"),
             waits_for="" if communes else UNITS, is_repeated=True, is_optional=True),
        Step("don-vi", OFFICE, _("Cơ quan điều phối; các phòng, ban, ngành, hội không có trong danh mục hành chính."),
             bodies > 0, count % {"n": bodies}, forms.UnitForm, word=_("Thêm đơn vị"), is_repeated=True),
        Step("chuc-vu", POST, _("Trao cho chính bạn: quyền làm các bước sau đi theo chức vụ."), is_post_held,
             href=_new_post(user=request.acting.pk, role=Role.ADMINISTRATOR), word=_("Trao chức vụ"),
             waits_for="" if bodies else OFFICE),
        Step("khoi", BLOC, _("Các đơn vị cùng giao ban: cơ quan điều phối và địa bàn. Bản đồ vẽ theo khối."),
             bloc is not None, bloc.name if bloc else "", forms.BlocForm, word=_("Lập khối"),
             waits_for="" if communes else UNITS),
        Step("thanh-vien", MEMBERS, _("Đơn vị báo cáo và dự họp; trang Tổ chức bộ máy kể các đơn vị này."),
             members > 0, count % {"n": members}, forms.MembersForm, word=_("Thêm thành viên"), is_repeated=True,
             waits_for="" if bloc else BLOC),
    ]  # fmt: skip


def _people(request: StaffRequest, bloc: Bloc | None) -> list[Step]:
    """Who runs the cycle, and who reports."""
    day = request.at.date()
    held = Post.objects.filter(valid_on(day), user__is_active=True)
    office = bloc.coordinator_id if bloc else None
    counts = held.order_by().aggregate(
        leading=Count("role", distinct=True, filter=Q(role__in=[Role.SECRETARY, Role.CHAIR], unit=office)),
        reporting=Count("unit", distinct=True, filter=Q(
            valid_on(day, "unit__bloc_memberships__"), role=Role.HEAD, unit__bloc_memberships__bloc=bloc
        )),
    )  # fmt: skip
    members = members_of(bloc, day).count() if bloc else 0
    return [
        Step("thu-ky", _("Thư ký và chủ trì"), _("Lập tài khoản, rồi trao chức vụ ở cơ quan điều phối."),
             counts["leading"] == 2, href=_new_post(unit=office, role=Role.SECRETARY), word=_("Trao chức vụ"),
             waits_for="" if bloc else BLOC, is_repeated=True),
        Step("nguoi-bao-cao", _("Người của các đơn vị"),
             _("Mỗi đơn vị thành viên: thủ trưởng duyệt, cán bộ tổng hợp nhập."),
             0 < members <= counts["reporting"],
             gettext("%(n)d/%(members)d đơn vị có thủ trưởng") % {"n": counts["reporting"], "members": members},
             href=_new_post(role=Role.HEAD), word=_("Trao chức vụ"), waits_for="" if members else MEMBERS,
             is_repeated=True),
    ]  # fmt: skip


def _reporting(request: StaffRequest, bloc: Bloc | None) -> list[Step]:
    """What is reported, by which regime, and the first period."""
    sectors, indicators = Sector.objects.count(), Indicator.objects.count()
    has_duties, regime = Duty.objects.exists(), Regime.objects.order_by("pk").first()
    waits = ("" if request.standing.has(Role.ADMINISTRATOR) else POST) or ("" if bloc else BLOC)
    has_members = bool(bloc and bloc.memberships.exists())
    catalogue_waits = waits or ("" if has_members else MEMBERS) or ("" if sectors else SECTORS)
    return [
        Step("linh-vuc", SECTORS, _("Các lĩnh vực của khối, để xếp chỉ tiêu."), sectors > 0,
             gettext("%(n)d lĩnh vực") % {"n": sectors}, forms.SectorsForm, word=_("Thêm lĩnh vực"), is_repeated=True),
        Step("chi-tieu", _("Danh mục chỉ tiêu"), _("Đo gì, và đơn vị nào báo cáo chỉ tiêu nào."), has_duties,
             gettext("%(n)d chỉ tiêu") % {"n": indicators}, forms.CatalogueForm, word=_("Nạp danh mục"),
             is_repeated=True, waits_for=catalogue_waits),
        Step("che-do", REGIME, _("Báo cáo gồm gì, hạn nào, theo Điều 8 Nghị định 09/2019."),
             regime is not None, regime.name if regime else "", forms.RegimeForm, word=_("Đặt chế độ"),
             waits_for=waits, is_repeated=True),
        Step("mo-ky", _("Kỳ báo cáo đầu tiên"), _("Thư ký mở ở mục Báo cáo, khi các bước trên đã xong."),
             Round.objects.exists(), waits_for="" if regime else REGIME),
    ]  # fmt: skip


def _papers(bloc: Bloc | None) -> list[Step]:
    """What the first paper that is issued needs."""
    organ = Organ.objects.filter(unit=bloc.coordinator_id).first() if bloc else None
    steps = [
        Step("co-quan-ban-hanh", _("Cơ quan ban hành văn bản"), _("Dòng tên, ký hiệu, người ký trên văn bản."),
             organ is not None, str(organ) if organ else "", forms.OrganForm, word=_("Khai báo"),
             waits_for="" if bloc else BLOC),
    ]  # fmt: skip
    if organ and organ.system == System.PARTY:
        term = organ.terms.order_by("-starts_on").first()
        steps.append(
            Step("nhiem-ky", _("Nhiệm kỳ"), _("Số văn bản của Đảng chạy theo nhiệm kỳ."), term is not None,
                 term.name if term else "", forms.TermForm, word=_("Mở nhiệm kỳ"), is_repeated=True)
        )  # fmt: skip
    return steps


def _new_post(**given: int | str | None) -> str:
    known = {name: value for name, value in given.items() if value is not None}
    return f"{reverse('admin:accounts_post_add')}?{urlencode(known)}"
