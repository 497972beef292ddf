"""A town with its communes, a concluded conference, published figures, articles."""

from datetime import date, datetime
from decimal import Decimal

from giaoban.domain.accounts.models import Post, Role, User
from giaoban.domain.accounts.operations import give_post
from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.indicators.models import Indicator, RollUp
from giaoban.domain.orgs.models import Bloc, BlocMembership, Level, Parentage, Sector, Unit
from giaoban.domain.orgs.operations import place_unit, set_boundary
from giaoban.domain.reports.models import Regime, Round, Submission
from giaoban.domain.reports.operations import accept_report, reopen_report, save_cell, sign_off, submit_report
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.setup import news_index
from giaoban.lib.text import collation_key, fold
from tests.factories.reports import START, Office, hand_in, make_office

SINCE = date(2015, 5, 15)
# code, kind, name, longitude, latitude: the 18 units of Phổ Yên in 2020.
COMMUNES = """
05854 phường Bãi Bông 105.8839 21.4352|05857 phường Bắc Sơn 105.7780 21.4530|05860 phường Ba Hàng 105.8649 21.4166
05863 xã Phúc Tân 105.7117 21.5394|05866 xã Phúc Thuận 105.7485 21.4581|05869 xã Hồng Tiến 105.8850 21.4531
05872 xã Minh Đức 105.8071 21.4361|05875 xã Đắc Sơn 105.8436 21.4230|05878 phường Đồng Tiến 105.8950 21.4173
05881 xã Thành Công 105.7807 21.4005|05884 xã Tiên Phong 105.9243 21.3941|05887 xã Vạn Phái 105.8310 21.3912
05890 xã Nam Tiến 105.8644 21.3959|05893 xã Tân Hương 105.8879 21.3913|05896 xã Đông Cao 105.8972 21.3764
05899 xã Trung Thành 105.8653 21.3623|05902 xã Tân Phú 105.8927 21.3552|05905 xã Thuận Thành 105.8749 21.3403
"""


def unit(code: str, name: str, kind: str, level: Level, **extra: object) -> Unit:
    """Return a unit valid since 15/5/2015."""
    short = name.removeprefix(f"{kind} ")
    fields: dict[str, object] = {
        "code": code, "valid_from": SINCE, "name": name, "short_name": short, "search_name": fold(name),
        "sort_key": collation_key(short), "kind": kind, "level": level, **extra,
    }  # fmt: skip
    return Unit.objects.create(**fields)


def town_with_communes() -> Bloc:
    """Return a bloc whose territory is a town of 18 communes with known centres."""
    town = unit("172", "thị xã Phổ Yên", "thị xã", Level.TOWN)
    organ = unit("BTG", "Ban Tuyên giáo Thị ủy", "ban", Level.BODY)
    for line in COMMUNES.replace("\n", "|").strip("|").split("|"):
        code, kind, *name, longitude, latitude = line.split()
        commune = unit(
            code, f"{kind} {' '.join(name)}", kind, Level.COMMUNE,
            centre_longitude=Decimal(longitude), centre_latitude=Decimal(latitude),
        )  # fmt: skip
        Parentage.objects.create(child=commune, parent=town, valid_from=SINCE)
    return Bloc.objects.create(code="khoa-giao", name="Khối khoa giáo", coordinator=organ, territory=town)


def person(username: str, role: Role | None, bloc: Bloc, at: datetime) -> User:
    """Return a user who holds the role in the coordinating body, or no role at all."""
    user = User.objects.create_user(username=username, password="giaoban")
    if role is not None:
        give_post(
            user=user, unit=bloc.coordinator, role=role, title=Post(role=role).get_role_display(), valid_from=SINCE,
            at=at, acting_user=None,
        )  # fmt: skip
    return user


def join_bloc(bloc: Bloc, codes: list[str]) -> None:
    """Make units of the town members of the bloc."""
    for place, code in enumerate(codes):
        BlocMembership.objects.create(bloc=bloc, unit=Unit.objects.get(code=code), valid_from=SINCE, position=place)


def concluded_conference(bloc: Bloc, at: datetime, *, state: ConferenceState = ConferenceState.CONCLUDED) -> Conference:
    """Return the conference on the first half of 2020, concluded unless said otherwise."""
    by, _ = User.objects.get_or_create(username="thu-ky-hoi-nghi")
    regime, _ = Regime.objects.get_or_create(
        code="6-thang", defaults={"name": "Báo cáo 6 tháng", "receiver": bloc.coordinator, "bloc": bloc,
                                  "frequency": "half", "valid_from": SINCE},
    )  # fmt: skip
    round_, _ = Round.objects.get_or_create(
        regime=regime, period="2020-H1", defaults={"opened_at": at, "opened_by": by}
    )
    ended = at.replace(month=7, day=10, hour=11) if state == ConferenceState.CONCLUDED else None
    return Conference.objects.create(
        title="Hội nghị giao ban công tác khoa giáo 6 tháng đầu năm 2020", bloc=bloc, round=round_, state=state,
        starts_at=at.replace(month=7, day=10, hour=8, minute=0), place="Hội trường Ban Tuyên giáo Thị ủy",
        chair_title="Trưởng Ban Tuyên giáo Thị ủy", chair=by, secretary_title="Chuyên viên khoa giáo", secretary=by,
        created_at=at, concluded_at=ended,
    )  # fmt: skip


def published_rate(
    bloc: Bloc, *, code: str = "BHYT", name: str = "Tỷ lệ bao phủ bảo hiểm y tế", on: date = date(2020, 7, 10)
) -> Indicator:
    """Return a public rate with figures of all communes but two: one had nothing, one has not reported."""
    sector, _ = Sector.objects.get_or_create(code="YT", defaults={"name": "Y tế", "name_en": "Health", "position": 2})
    indicator = Indicator.objects.create(
        code=code, name=name, name_en="Health insurance coverage", sector=sector, position=1, unit_of_measure="%",
        decimals=1, direction="up", over_units="ratio", over_time="stock", calendar="state", is_key=True,
        numerator_name="Số thẻ", denominator_name="Dân số", scale=100, valid_from=SINCE,
    )  # fmt: skip
    communes = Unit.objects.on(on).filter(level=Level.COMMUNE).order_by("code")
    for index, commune in enumerate(communes[: len(communes) - 1]):
        valued = index > 0
        RollUp.objects.create(
            indicator=indicator, unit=commune, period="2020-H1", reported=1, valued=int(valued),
            numerator=(860 + 7 * index) * valued, denominator=1000 * valued,
        )  # fmt: skip
    return indicator


def borders(at: datetime, source: str, *, side: float = 0.01) -> None:
    """Give every commune a square of so many degrees as its outline, side by side from west to east."""
    for index, commune in enumerate(Unit.objects.filter(level=Level.COMMUNE).order_by("code")):
        x, y = 105.7 + index * side, 21.4
        ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
        set_boundary(
            unit=commune, geometry={"type": "Polygon", "coordinates": [ring]}, source=source, at=at, acting_user=None
        )


def reporting_town(at: datetime) -> Office:
    """Return the office of a town whose conference has concluded: what its units' reports say is public.

    The map shows xã Đắc Sơn by the share of pupils who left school, once its report is accepted.
    """
    office = make_office(at)
    for index, name in enumerate(("dac-son", "tien-phong")):
        commune = office.units[name]
        place_unit(child=commune, parent=office.units["town"], valid_from=START, at=at, acting_user=None)
        commune.centre_longitude, commune.centre_latitude = Decimal("105.84") + index, Decimal("21.42")
        commune.save()
    concluded_conference(office.bloc, at)
    return office


def accept_first(office: Office) -> None:
    """Xã Đắc Sơn reports 6 of 1.642 pupils (0,37 %), and the office accepts."""
    submission = hand_in(office, office.submission(office.open()))
    accept_report(submission=submission, acting_user=office.people["secretary"], at=office.at)


def correct(office: Office) -> None:
    """The office gives the accepted report back; xã Đắc Sơn corrects 6 pupils to 9 (0,55 %); the office accepts."""
    submission, people, at = Submission.objects.get(accepted_at__isnull=False), office.people, office.at
    reopen_report(submission=submission, reason="Sai số học sinh", acting_user=people["secretary"], at=at)
    save_cell(submission=submission, indicator=office.indicators["GD01"], typed="9", typed_denominator="1.642",
              acting_user=people["clerk"], at=at)  # fmt: skip
    sign_off(submission=submission, acting_user=people["head"], at=at)
    submit_report(submission=submission, acting_user=people["clerk"], at=at)
    accept_report(submission=submission, acting_user=people["secretary"], at=at)


def article(title: str, at: datetime, *, live: bool = True, **fields: object) -> ArticlePage:
    """Return an article under the news list, the site set up where it was not."""
    page = ArticlePage(title=title, published_at=at, live=live, **fields)
    news_index().add_child(instance=page)
    return page
