"""Hours, days, months, pages, hosts, devices: what they sum to, how many rows they may take, who notices a change."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import models
from django.db.models import Sum
from pytest_django import DjangoAssertNumQueries, Settings

from giaoban.domain.visits.models import DailyVisits, HourlyVisits, MonthlyVisits, ViewsBy
from giaoban.domain.visits.operations import fold_journals
from giaoban.domain.visits.queries import find_fault, report, views_of_pages
from giaoban.domain.visits.rules import (
    NEW,
    OTHER,
    REFERRERS_PER_DAY,
    SEEN,
    VISIT,
    Counts,
    Days,
    Record,
    encode,
    encode_view,
    new_journal_name,
    page_key,
)
from giaoban.lib.clock import VIETNAM

pytestmark = pytest.mark.django_db
AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
TODAY = AT.date()
LATER = AT + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """An empty journal folder that the settings point to."""
    settings.VISITS_DIR = tmp_path
    return tmp_path


def write(folder: Path, *lines: bytes, day: date = TODAY, token: int = 1) -> None:
    """Write lines as one day's journals."""
    for kind, chosen in (("views", [line for line in lines if line[:1] == b"\n"]),
                         ("journal", [line for line in lines if line[:1] != b"\n"])):  # fmt: skip
        path = folder / new_journal_name(day, "0a1b2c3d", 1, f"{token:08x}", kind)
        with path.open("ab") as handle:
            handle.write(b"".join(chosen))


def visit(who: int, kind: str = NEW, at: datetime = AT) -> bytes:
    """The line of a visit."""
    return encode(Record(kind, int(at.timestamp()), f"{who:024x}"))


def view(page: str = "/", device: str = "d", host: str = "-", at: datetime = AT) -> bytes:
    """The line of a page view."""
    return encode_view(int(at.timestamp()), device, page_key(page), host)


def two_days(folder: Path) -> None:
    """A Sunday evening and a Monday morning, in two months."""
    sunday = datetime(2020, 6, 30, 23, 59, tzinfo=VIETNAM)
    write(folder, visit(1, at=sunday), view("/tin-tuc/", at=sunday), day=sunday.date())
    write(
        folder, visit(1), visit(1, VISIT), visit(2), visit(3, SEEN), view(),
        view("/tin-tuc/đắc-sơn/", "p", "bao.example"), view("/tin-tuc/", "p", "example.vn", AT + timedelta(hours=1)),
        view("/tin-tuc/"),
    )  # fmt: skip
    fold_journals(folder=folder, at=AT)


def test_every_roll_up_says_the_same(folder: Path) -> None:
    two_days(folder)
    whole = report(Days(date(2020, 6, 1), date(2020, 7, 31)), since=date(2020, 6, 30), at=LATER)
    assert whole.total == Counts(visits=4, visitors=3, views=5)
    assert [(bar.day, bar.counts and bar.counts.views) for bar in whole.course if any(bar.counts or ())] == [
        (date(2020, 6, 30), 1), (TODAY, 4),
    ]  # fmt: skip
    day = report(Days(TODAY, TODAY), since=TODAY, at=LATER)
    assert [(bar.hour, bar.counts) for bar in day.course if any(bar.counts or ())] == [
        (8, Counts(3, 2, 3)), (9, Counts(0, 0, 1)),
    ]  # fmt: skip
    assert [(share.key, share.views) for share in day.pages] == [("/tin-tuc/", 2), ("/", 1), ("/tin-tuc/đắc-sơn/", 1)]
    assert [(share.key, share.views) for share in day.devices] == [("d", 2), ("p", 2)]
    assert ([share.key for share in day.referrers], day.direct) == (["bao.example", "example.vn"], 2)
    assert views_of_pages(["/tin-tuc/", "/khong-ai-doc/"]) == {"/tin-tuc/": 3}
    assert find_fault() is None


@pytest.mark.parametrize("days", [
    Days(TODAY, TODAY), Days(date(2020, 6, 15), TODAY), Days(date(2019, 1, 1), date(2020, 12, 31)),
    Days(date(2020, 6, 30), date(2020, 7, 31)),
])  # fmt: skip
def test_a_range_costs_at_most_five_queries_and_months_and_days_do_not_overlap(
    folder: Path, days: Days, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    two_days(folder)
    with django_assert_max_num_queries(5):
        found = report(days, since=TODAY, at=LATER)
    within = DailyVisits.objects.filter(day__range=(days.start, days.end)).aggregate(sum=Sum("views"))["sum"]
    for shares in (found.pages, found.devices):
        assert sum(share.views for share in shares) == within == found.total.views


def test_invented_hosts_fill_one_row(folder: Path) -> None:
    write(folder, *(view(host=f"so-{number}.example") for number in range(REFERRERS_PER_DAY - 20)))
    fold_journals(folder=folder, at=AT)
    write(folder, *(view(host=f"nua-{number}.example") for number in range(600)), view(host="so-7.example"))
    fold_journals(folder=folder, at=AT)
    rows = ViewsBy.objects.filter(dimension="referrer", span="d")
    assert rows.exclude(key=OTHER).count() == REFERRERS_PER_DAY
    assert rows.get(key="so-7.example").views == 2
    assert rows.aggregate(sum=Sum("views"))["sum"] == REFERRERS_PER_DAY - 20 + 601
    assert find_fault() is None


def raise_by_one(model: type[models.Model], field: str, **which: object) -> None:
    """Change one row behind the program's back."""
    assert model._default_manager.filter(**which).update(**{field: models.F(field) + 1}) == 1


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda: raise_by_one(DailyVisits, "views", day=TODAY), "2020-07-13 (views)"),
        (lambda: raise_by_one(HourlyVisits, "visitors", day=TODAY, hour=8), "theo giờ, 2020-07-13 (visitors)"),
        (lambda: raise_by_one(MonthlyVisits, "visits", month=date(2020, 6, 1)), "tháng 2020-06-01 (visits)"),
        (lambda: raise_by_one(ViewsBy, "views", span="m", dimension="device", start=date(2020, 7, 1), key="p"),
         "2020-07-01, month, device"),
        (lambda: raise_by_one(ViewsBy, "views", span="y", dimension="referrer", start=date(2020, 1, 1), key="-"),
         "2020-01-01, year, referrer"),
        (lambda: raise_by_one(ViewsBy, "views", span="d", start=TODAY, key="/"), "2020-07-13, day, page"),
        (lambda: ViewsBy.objects.filter(span="d", key="/").update(key="/khac/"), "2020-07-13, page /khac/"),
    ],
)  # fmt: skip
def test_a_changed_row_is_named(folder: Path, tamper: Callable[[], object], named: str) -> None:
    two_days(folder)
    tamper()
    fault = find_fault()
    assert fault is not None
    assert fault.where == named
