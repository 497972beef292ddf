"""Loads the demonstration through operations only, in the order in which an office would have done it."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction

from giaoban.demo.catalogue import load_catalogue, load_targets
from giaoban.demo.conference import ConferenceLoader, load_organ, unit
from giaoban.demo.news import load_news
from giaoban.demo.people import Cast, load_people
from giaoban.demo.portal import load_portal
from giaoban.demo.registers import load_bloc, load_sectors, load_units
from giaoban.demo.rounds import RoundLoader, load_regime, moment
from giaoban.demo.visits import load_visits
from giaoban.demo.works import load_works
from giaoban.domain.accounts.models import User
from giaoban.domain.notices.operations import mark_read
from giaoban.domain.reports.operations import open_round
from giaoban.domain.tasks.operations import assign_task, report_progress
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.search.keeping import catch_up
from giaoban.lib import clock

FOUNDED = moment(2018, 1, 2, 8)
SHOWN = moment(2020, 7, 13, 8, 15)
Say = Callable[[str], None]


class AlreadyLoaded(RuntimeError):
    """The database already holds people; the demonstration is loaded into an empty one only."""


def load_demonstration(say: Say) -> None:
    """Load everything in one transaction and move the clock to Monday 13 July 2020, 8:15.

    `say` gets a line per step. Raises AlreadyLoaded where somebody already works with the database.
    """
    if User.objects.exists():
        raise AlreadyLoaded
    with transaction.atomic():
        article = _load(say)
    say("Lượt truy cập minh hoạ")
    load_visits(article=article, until=SHOWN)
    clock.set_shown(SHOWN)


def _load(say: Say) -> ArticlePage:
    say("Đơn vị, lĩnh vực, khối")
    load_units(at=FOUNDED, acting_user=None)
    load_sectors(at=FOUNDED, acting_user=None)
    bloc = load_bloc(at=FOUNDED, acting_user=None)
    cast = load_people(bloc=bloc, password=settings.DEMO_PASSWORD, at=FOUNDED)
    say("Chỉ tiêu, kế hoạch năm")
    indicators = load_catalogue(bloc=bloc, acting_user=None, at=FOUNDED)
    load_targets(bloc=bloc, indicators=indicators, acting_user=None, at=FOUNDED)
    organ = load_organ(at=FOUNDED)
    regime = load_regime(bloc=bloc, at=moment(2019, 3, 12, 8))
    rounds = RoundLoader(regime=regime, cast=cast, indicators=indicators)
    for period in ("2019-H1", "2019-H2"):
        say(f"Báo cáo kỳ {period}")
        rounds.play(period)
    for person in (cast.secretary, *cast.clerks.values(), *cast.heads.values()):
        mark_read(recipient_id=person.pk, at=moment(2020, 1, 13, 8))
    say("Báo cáo kỳ 2020-H1")
    opened = rounds.play("2020-H1")
    mark_read(recipient_id=cast.secretary.pk, at=moment(2020, 7, 9, 8))
    say("Hội nghị 10/7/2020")
    conference = ConferenceLoader(bloc=bloc, opened=opened, organ=organ, cast=cast)
    held = conference.play()
    say("Nhiệm vụ")
    load_tasks(cast=cast, earlier=conference.facts["earlier_task"])
    say("Công trình")
    load_works(cast=cast)
    open_round(regime=regime, period="2020-H2", acting_user=cast.secretary, at=moment(2020, 7, 13, 7, 45))
    say("Cổng thông tin")
    article = load_portal(conference=held, cast=cast, at=moment(2020, 7, 10, 17))
    load_news(cast=cast)
    catch_up()  # searchable from the first page on; later the server sees to it
    return article


def load_tasks(*, cast: Cast, earlier: dict[str, object]) -> None:
    """Assign a task of the winter that is overdue by now, with its progress so far."""
    lead = str(earlier["lead"])
    cooperating = [unit(str(code)) for code in earlier["with"]]  # type: ignore[attr-defined]
    task = assign_task(
        title=str(earlier["title"]), lead=unit(lead), cooperating=cooperating, responsible=cast.heads[lead],
        deliverable=str(earlier["deliverable"]), deadline=date.fromisoformat(str(earlier["deadline"])),
        origin="", origin_label="Giao ban công tác khoa giáo năm 2019", issuer=unit("BTG-PY"),
        acting_user=cast.secretary, at=moment(2020, 1, 13, 9),
    )  # fmt: skip
    report_progress(
        task=task, percent=60, text="Đã rà soát 14/18 xã, phường; còn các điểm dọc quốc lộ.",
        acting_user=cast.clerks[lead], at=moment(2020, 6, 22, 10),
    )  # fmt: skip
