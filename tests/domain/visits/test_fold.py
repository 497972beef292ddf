"""Each line of a journal counts once, however it is split, torn, folded again or interrupted."""

import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as rounds
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from giaoban.domain.visits.models import DailyVisits, HourlyVisits, JournalOffset, MonthlyVisits
from giaoban.domain.visits.operations import NotAJournal, fold_journal, fold_journals
from giaoban.domain.visits.queries import find_fault, totals
from giaoban.domain.visits.rules import SEEN, VISIT, Counts, Record, decode, encode, new_journal_name
from giaoban.lib.clock import VIETNAM

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
NAME = new_journal_name(AT.date(), "0a1b2c3d", 1, "00000001")
EARLIER = new_journal_name(date(2020, 7, 12), "0a1b2c3d", 1, "00000003")
VIEWS = new_journal_name(AT.date(), "0a1b2c3d", 1, "00000002", kind="views")


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """An empty journal folder that the settings point to."""
    settings.VISITS_DIR = tmp_path
    return tmp_path


def line(number: int, kind: str = VISIT, back: int = 0) -> bytes:
    """One journal line of visitor `number`, `back` seconds before AT."""
    return encode(Record(kind, int(AT.timestamp()) - back, f"{number:024x}"))


def stored() -> int:
    """Return the day's visits in the database."""
    return DailyVisits.objects.filter(day=AT.date()).values_list("visits", flat=True).first() or 0


@pytest.mark.django_db(transaction=True)
@rounds(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.sampled_from([VISIT, SEEN]), max_size=20), data=st.data())
def test_any_split_and_any_repetition_is_exact(kinds: list[str], data: st.DataObject) -> None:
    for model in (DailyVisits, HourlyVisits, MonthlyVisits):
        model.objects.all().delete()
    JournalOffset.objects.all().delete()
    whole = b"".join(line(number, kind) for number, kind in enumerate(kinds))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / NAME
        added = 0
        for cut in [*cuts, len(whole)]:
            path.write_bytes(whole[:cut])
            for _ in range(data.draw(st.integers(1, 2))):
                added += fold_journal(path=path, at=AT).visits
            finished = whole[:cut].count(b"\n")
            assert stored() == added == kinds[:finished].count(VISIT)


@pytest.mark.django_db
def test_a_torn_line_is_left_out_and_the_next_one_counts(folder: Path) -> None:
    (folder / NAME).write_bytes(line(1) + line(2)[:20] + b"\n" + line(3))
    assert fold_journals(folder=folder, at=AT).visits == 2
    assert find_fault() is None


@pytest.mark.django_db
def test_a_changed_letter_makes_a_line_unsound() -> None:
    sound = line(7)[:-1]
    assert decode(sound) is not None
    for place in range(len(sound)):
        changed = sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :]
        assert decode(changed) is None, place


@transaction.atomic
def fold_and_die(path: Path) -> None:
    """Fold, and be interrupted before the commit."""
    fold_journal(path=path, at=AT)
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_a_fold_that_dies_before_its_commit_counts_nothing_and_the_next_counts_all(folder: Path) -> None:
    path = folder / NAME
    path.write_bytes(line(1) + line(2))
    with pytest.raises(KeyboardInterrupt):
        fold_and_die(path)
    assert stored() == 0
    assert fold_journal(path=path, at=AT).visits == 2
    assert fold_journal(path=path, at=AT) == Counts()
    assert stored() == 2


@pytest.mark.django_db
def test_a_file_of_another_name_is_refused(folder: Path) -> None:
    with pytest.raises(NotAJournal):
        fold_journal(path=folder / "salt-2020-07-13", at=AT)


@pytest.mark.django_db
def test_old_journals_go_once_folded_and_the_check_still_holds(folder: Path) -> None:
    (folder / NAME).write_bytes(line(1))
    later = datetime(2020, 7, 20, 23, 59, tzinfo=VIETNAM)
    fold_journals(folder=folder, at=later)
    assert (folder / NAME).exists()
    fold_journals(folder=folder, at=datetime(2020, 7, 21, 0, 0, tzinfo=VIETNAM))
    assert not (folder / NAME).exists()
    assert find_fault() is None
    DailyVisits.objects.update(visits=900)
    fault = find_fault()
    assert fault is not None
    assert (fault.where, fault.stored, fault.found) == ("2020-07-13 (visits)", 900, 1)


@pytest.mark.django_db
def test_what_a_dead_process_left_unfinished_goes_with_its_old_journal(folder: Path) -> None:
    (folder / NAME).write_bytes(line(1) + b"v 5f")
    fold_journals(folder=folder, at=AT)
    assert (folder / NAME).exists()
    fold_journals(folder=folder, at=datetime(2020, 9, 1, tzinfo=VIETNAM))
    assert not (folder / NAME).exists()
    assert stored() == 1
    assert find_fault() is None


@pytest.mark.django_db
def test_a_shortened_or_changed_journal_is_found(folder: Path) -> None:
    (folder / NAME).write_bytes(line(1) + line(2))
    fold_journals(folder=folder, at=AT)
    (folder / NAME).write_bytes(line(1) + line(2, SEEN))
    changed = find_fault()
    assert changed is not None
    assert (changed.where, changed.stored, changed.found) == (f"{NAME}, 2020-07-13 (visits)", 2, 1)
    (folder / NAME).write_bytes(line(1))
    shortened = find_fault()
    assert shortened is not None
    assert shortened.where == f"{NAME} (bytes)"


@pytest.mark.django_db
def test_totals_keep_the_start_offset_apart(folder: Path, settings: Settings) -> None:
    settings.VISITS_START_OFFSET = 892_359
    (folder / NAME).write_bytes(line(1) + line(2) + line(2, SEEN))
    (folder / EARLIER).write_bytes(b"".join(line(number, back=86_400) for number in range(5)))
    fold_journals(folder=folder, at=AT)
    figures = totals(AT)
    assert (figures.online, figures.today, figures.total, figures.offset) == (2, 2, 892_366, 892_359)


@pytest.mark.django_db
def test_totals_take_one_query(folder: Path, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        totals(AT)
