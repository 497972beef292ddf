"""Any range of days, answered from years, months and single days, says what adding up its days says."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.visits.models import Dimension, Span, ViewsBy
from giaoban.domain.visits.operations import adding
from giaoban.domain.visits.operations.adding import add_tallied
from giaoban.domain.visits.queries import report
from giaoban.domain.visits.queries.reporting import LISTED
from giaoban.domain.visits.rules import DIRECT, OTHER, Counts, Days, Tallied
from giaoban.lib.clock import VIETNAM

FIRST, LAST = date(2016, 11, 20), date(2020, 2, 10)
LATER = datetime(2032, 1, 1, 8, 15, tzinfo=VIETNAM)
PLACES = ["/", "/tin-tuc/", "/Tin/", "/tin/", "/đắc-sơn/", "/dac-son/", "/a-b/", "/ab/", "/a_b/", OTHER]
RANGES = [
    Days(FIRST, LAST), Days(date(2017, 1, 1), date(2017, 12, 31)), Days(date(2017, 1, 1), date(2019, 12, 31)),
    Days(date(2017, 1, 2), date(2019, 12, 30)), Days(date(2016, 12, 31), date(2018, 1, 1)),
    Days(date(2018, 2, 1), date(2018, 2, 28)), Days(date(2018, 2, 3), date(2018, 2, 9)), Days(LAST, LAST),
    Days(date(2017, 6, 15), date(2019, 3, 20)), Days(date(2030, 1, 1), date(2031, 12, 31)),
]  # fmt: skip


def fill() -> dict[date, Tallied]:
    """Give every third day views, many pages as many as others; return what each day was given."""
    chance, given_days = random.Random(3), dict[date, Tallied]()
    for number in range(0, (LAST - FIRST).days + 1, 3):
        day = FIRST + timedelta(days=number)
        pages = Counter({page: chance.randrange(1, 4) for page in chance.sample([*PLACES, *_more("/bai-{}/")], 12)})
        tallied = Tallied(1, pages=pages)
        tallied.referrers = _split(pages.total(), [DIRECT, OTHER, *_more("trang-{}.vn")], chance)
        tallied.devices = _split(pages.total(), ["d", "p", "t"], chance)
        tallied.hours[8] = Counts(3, 2, pages.total())
        add_tallied(day, tallied)
        given_days[day] = tallied
    return given_days


def _more(name: str) -> list[str]:
    return [name.format(number) for number in range(40)]


def _split(amount: int, keys: list[str], chance: random.Random) -> Counter[str]:
    return Counter(chance.choice(keys) for _ in range(amount))


def most(counter: Counter[str], *left_out: str) -> list[tuple[str, int]]:
    """Return the most viewed, equals in the order of their bytes."""
    named = [(key, views) for key, views in counter.items() if key not in left_out]
    return sorted(named, key=lambda pair: (-pair[1], pair[0].encode()))[:LISTED]


@pytest.mark.django_db
def test_a_range_says_what_its_days_say_and_always_costs_as_much(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    days = fill()
    for asked in RANGES:
        within = [tallied for day, tallied in days.items() if asked.start <= day <= asked.end]
        pages, hosts, devices = (
            sum((getattr(tallied, name) for tallied in within), Counter[str]())
            for name in ("pages", "referrers", "devices")
        )
        with django_assert_num_queries(5 if (asked.end - asked.start).days < 2 else 4):
            found = report(asked, since=min(days), at=LATER)
        assert [(share.key, share.views) for share in found.pages] == most(pages, OTHER), asked
        assert [(share.key, share.views) for share in found.referrers] == most(hosts, OTHER, DIRECT), asked
        assert [(share.key, share.views) for share in found.devices] == most(devices), asked
        assert found.direct == hosts[DIRECT]
        assert found.total.views == pages.total() == found.other_pages + sum(share.views for share in found.pages)
        assert found.other_referrers == hosts.total() - hosts[DIRECT] - sum(share.views for share in found.referrers)


@given(start=st.dates(date(2015, 1, 1), date(2022, 1, 1)), length=st.integers(0, 2000))
def test_the_parts_of_a_range_are_its_days_each_once_and_years_and_months_are_whole(start: date, length: int) -> None:
    asked = Days(start, start + timedelta(days=length))
    years = asked.years()
    parts = [*asked.single_days(), *asked.single_months(), *([years] if years else [])]
    parts.sort(key=lambda part: part.start)
    assert (parts[0].start, parts[-1].end) == (asked.start, asked.end)
    assert all(one.end + timedelta(days=1) == other.start for one, other in pairwise(parts))
    assert all((part.months() or part) == part for part in asked.single_months())
    assert years is None or (years.start.day, years.start.month, years.end.day, years.end.month) == (1, 1, 31, 12)
    assert sum((part.end - part.start).days + 1 for part in asked.single_days()) <= 60


def rows_of_years() -> list[tuple[str, date, str, int]]:
    """Return the rows of whole years."""
    rows = ViewsBy.objects.filter(span=Span.YEAR).order_by("dimension", "start", "key")
    return list(rows.values_list("dimension", "start", "key", "views"))


@pytest.mark.django_db
def test_an_installation_that_kept_no_years_gets_them_from_its_months() -> None:
    fill()
    before = rows_of_years()
    ViewsBy.objects.filter(span=Span.YEAR).delete()
    import_module("giaoban.domain.visits.migrations.0003_years").sum_up_years(apps, None)
    assert rows_of_years() == before


@pytest.mark.django_db
def test_a_year_has_room_for_so_many_pages_and_keeps_those_read_most(monkeypatch: pytest.MonkeyPatch) -> None:
    migration = import_module("giaoban.domain.visits.migrations.0003_years")
    fill()
    views = ViewsBy.objects.filter(dimension=Dimension.PAGE, span=Span.MONTH, start__year=2018)
    whole = Counter[str]()
    for key, count in views.values_list("key", "views"):
        whole[key] += count
    ViewsBy.objects.filter(span=Span.YEAR).delete()
    monkeypatch.setitem(migration.ROOM, "page", 5)
    migration.sum_up_years(apps, None)
    kept = {key: count for of, start, key, count in rows_of_years() if (of, start.year) == ("page", 2018)}
    assert len(kept) == 6
    assert set(kept) - {OTHER} == {key for key, _ in most(whole, OTHER)[:5]}
    assert sum(kept.values()) == whole.total()


def test_the_migration_gives_years_the_room_that_the_folding_does() -> None:
    room = import_module("giaoban.domain.visits.migrations.0003_years").ROOM
    assert room == {of: count for (of, span), count in adding._ROOM.items() if span == Span.YEAR}
