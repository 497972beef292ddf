"""Readers of the demonstration's portal: two weeks of made-up visits, counted by the counter that counts real ones."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings

from giaoban.domain.visits.operations import fold_journals
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.lib.clock import VIETNAM

FIRST = date(2020, 6, 29)
SEED = 20200710
# Not the names of real browsers' versions, but words the counter tells devices by.
BROWSERS = [("Firefox Desktop", 55), ("Chrome Mobile", 38), ("Safari iPad", 7)]
HOSTS = [("-", 80), ("timkiem.example", 12), ("mangxahoi.example", 6), ("cong-tinh.example", 2)]
PAGES = [("/", 40), ("/tin-tuc/", 22), ("/ban-do/", 18), ("/thong-ke/", 5)]
HOURS = [1, 0, 0, 0, 0, 1, 4, 12, 16, 15, 12, 8, 5, 9, 14, 13, 11, 8, 6, 8, 10, 8, 5, 2]


def load_visits(*, article: ArticlePage, until: datetime) -> None:
    """Let made-up readers come from the end of June until now, and fold what was counted."""
    chance = random.Random(SEED)
    counter = Counter(settings.VISITS_DIR)
    for at, reader in sorted(_moments(chance, until)):
        pages = PAGES if at < article.published_at else [*PAGES, (_path(article), 60)]
        browser = _one_of(chance, BROWSERS)
        for step in range(chance.choice([1, 1, 2, 3])):
            counter.read(
                address=f"203.0.113.{reader % 200}",
                agent=f"{browser} {reader}",
                path=_one_of(chance, pages),
                referrer=_one_of(chance, HOSTS) if step == 0 else "-",
                at=at + timedelta(seconds=40 * step),
            )
    counter.close()
    fold_journals(folder=settings.VISITS_DIR, at=until)


def _moments(chance: random.Random, until: datetime) -> Iterator[tuple[datetime, int]]:
    """Yield when whom: fewer on Saturday and Sunday, more once the conference is in the news."""
    for number in range((until.date() - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        readers = (60 if day.weekday() >= 5 else 110) + (80 if day >= date(2020, 7, 10) else 0)
        for _ in range(readers + chance.randrange(25)):
            hour = chance.choices(range(24), HOURS)[0]
            at = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), VIETNAM)
            if at < until - timedelta(minutes=5):
                yield at, chance.randrange(4000)


def _one_of(chance: random.Random, weighted: list[tuple[str, int]]) -> str:
    return chance.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]


def _path(article: ArticlePage) -> str:
    return str(article.get_url_parts()[2])
