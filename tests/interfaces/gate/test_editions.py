"""Each act that changes a public page is noticed from the records alone; what nobody sees outside is not."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Picture
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, PageLogEntry, Site

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.operations import record
from giaoban.interfaces.gate.editions import TAIL, Change, Editions, Records
from giaoban.interfaces.gate.saved import SavedPages
from giaoban.interfaces.portal.models import ArticlePage
from tests.factories import portal as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(at: datetime) -> ArticlePage:
    """A live article on a set-up site."""
    return make.article("Hội nghị giao ban", at)


@pytest.fixture
def desk(client: Client) -> Client:
    """The editor's desk, open to an administrator."""
    client.force_login(User.objects.create_superuser("quan-tri", password="giaoban"))
    return client


def noticed(act: Callable[[], object]) -> tuple[bool, bool]:
    """Return whether an act was noticed, and as one that may have withdrawn something."""
    records = Records()
    records.look()
    act()
    change = records.look()
    assert records.look() == Change.NONE
    return change != Change.NONE, change == Change.WITHDREW


def picture() -> SimpleUploadedFile:
    """Return a small picture."""
    data = BytesIO()
    Picture.new("RGB", (20, 20)).save(data, "PNG")
    return SimpleUploadedFile("anh.png", data.getvalue(), "image/png")


def test_a_look_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    records = Records()
    records.look()
    with django_assert_num_queries(1):
        assert records.look() == Change.NONE


def test_a_look_reads_what_is_new_however_many_quiet_acts_came_before(at: datetime) -> None:
    """A year of typing clerks: what a look reads from the database does not grow with it."""
    draft = {"target": "reports.submission:1", "acting_user": None, "at": at}
    for _ in range(300):
        record(act="reports.save_cell", **draft)  # type: ignore[arg-type]
    records = Records()
    records.look()
    record(act="reports.save_cell", **draft)  # type: ignore[arg-type]
    assert records.look() == Change.NONE
    with CaptureQueriesContext(connection) as queries:
        assert records.look() == Change.NONE
    with connection.cursor() as cursor:
        cursor.execute(queries[0]["sql"])
        assert len(cursor.fetchall()) <= 2 * TAIL
        since = Entry.objects.order_by("-number").values_list("number", flat=True)[0]
        assert f"number > {since}\n" in queries[0]["sql"]
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
            assert not any("SCAN" in row[-1] for row in cursor.fetchall())


def test_a_log_row_that_becomes_visible_late_is_noticed(article: ArticlePage, at: datetime) -> None:
    late, other = make.article("Bài chậm", at), make.article("Bài khác", at)
    late.unpublish()
    row = PageLogEntry.objects.filter(page=late.pk, action="wagtail.unpublish").get()
    PageLogEntry.objects.filter(pk=row.pk).delete()
    records = Records()
    other.unpublish()
    records.look()
    row.save(force_insert=True)
    assert records.look() == Change.WITHDREW
    assert records.look() == Change.NONE


def test_a_first_publish_only_adds_and_what_takes_away_is_told_apart(article: ArticlePage, at: datetime) -> None:
    draft = make.article("Bài mới", at, live=False)
    assert noticed(lambda: draft.save_revision().publish()) == (True, False)
    assert noticed(lambda: draft.save_revision().publish()) == (True, True)  # it may take text out
    assert noticed(lambda: (draft.save_revision().publish(), make.article("Bài khác", at))) == (True, True)
    assert noticed(lambda: article.unpublish()) == (True, True)
    article.save_revision().publish()
    assert noticed(lambda: article.delete()) == (True, True)


def test_a_move_and_a_new_order_are_noticed(article: ArticlePage, desk: Client, at: datetime) -> None:
    other = make.article("Bài thứ hai", at)
    place = reverse("wagtailadmin_pages:set_page_position", args=[other.pk])
    assert noticed(lambda: desk.post(f"{place}?position=0"))[0]
    home = Site.objects.get().root_page.specific
    aside = Page(title="Lưu", slug="luu")
    home.get_parent().add_child(instance=aside)
    assert noticed(lambda: article.move(aside, pos="last-child")) == (True, True)


def test_what_units_write_before_it_is_accepted_and_editors_drafts_are_not_noticed(
    article: ArticlePage, at: datetime
) -> None:
    draft = {"target": "reports.submission:1", "acting_user": None, "at": at}
    assert noticed(lambda: record(act="reports.save_cell", **draft)) == (False, False)  # type: ignore[arg-type]
    assert noticed(lambda: record(act="reports.accept_report", **draft)) == (True, True)  # type: ignore[arg-type]
    assert noticed(lambda: article.save_revision(log_action=True)) == (False, False)


def test_a_comment_on_a_draft_is_noticed_for_its_page_says_how_many_came(at: datetime) -> None:
    comment = {"target": "documents.draft:1", "acting_user": None, "at": at}
    told = noticed(lambda: record(act="documents.submit_public_comment", **comment))  # type: ignore[arg-type]
    assert told == (True, False)  # it withdraws nothing: who comments anonymously empties no saved page


def test_redirects_sites_pictures_and_files_are_noticed(desk: Client, article: ArticlePage) -> None:
    fields = {"old_path": "/cu/", "is_permanent": "on", "redirect_link": "http://giaoban.vn/a/", "site": ""}
    assert noticed(lambda: desk.post(reverse("wagtailredirects:add"), fields))[0]
    redirect = Redirect.objects.get()
    assert noticed(
        lambda: desk.post(
            reverse("wagtailredirects:edit", args=[redirect.pk]), {**fields, "redirect_link": "http://giaoban.vn/b/"}
        )
    )[0]
    assert noticed(lambda: desk.post(reverse("wagtailredirects:delete", args=[redirect.pk])))[0]
    site = Site.objects.get()
    facts = {"hostname": "giaoban.vn", "port": 80, "root_page": site.root_page_id, "is_default_site": "on"}
    assert noticed(lambda: desk.post(reverse("wagtailsites:edit", args=[site.pk]), facts))[0]
    desk.post(reverse("wagtailimages:add"), {"title": "Ảnh", "file": picture(), "collection": 1})
    image = Image.objects.get()
    edit = {"title": "Ảnh hội nghị", "collection": 1, "description": "", "tags": ""}
    assert noticed(lambda: desk.post(reverse("wagtailimages:edit", args=[image.pk]), edit))[0]
    assert noticed(lambda: desk.post(reverse("wagtailimages:delete", args=[image.pk])))[0]
    file = SimpleUploadedFile("van-ban.txt", b"noi dung")
    desk.post(reverse("wagtaildocs:add"), {"title": "Văn bản", "file": file, "collection": 1})
    document = Document.objects.get()
    assert noticed(lambda: desk.post(reverse("wagtaildocs:delete", args=[document.pk])))[0]


def test_an_edition_turns_with_what_changed_and_with_the_day(
    article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("giaoban.interfaces.gate.editions.close_old_connections", lambda: None)  # it is the test's
    editions = Editions()
    editions.look()
    first = editions.number
    editions.look()
    assert editions.number == first
    article.save_revision().publish()
    editions.look()
    assert (editions.number, editions.floor) == (first + 1, 0)
    article.unpublish()
    editions.look()
    assert (editions.number, editions.floor) == (first + 2, first + 2)
    monkeypatch.setattr("giaoban.lib.clock.today", lambda: "tomorrow")
    editions.look()
    assert (editions.number, editions.floor) == (first + 3, first + 2)
    monkeypatch.setattr("giaoban.interfaces.gate.editions.Records.look", lambda _: 1 / 0)
    editions.look()
    assert editions.away


def test_in_an_outage_a_withdrawal_another_process_saw_is_learnt_from_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("giaoban.interfaces.gate.editions.close_old_connections", lambda: None)  # it is the test's
    ours, theirs = (Editions(SavedPages(tmp_path, 1_000_000)) for _ in range(2))
    for each in (ours, theirs):
        each.look()
    assert ours.mark == theirs.mark != ""
    number, floor = ours.number, ours.floor

    def gone() -> None:
        raise OperationalError("away")

    monkeypatch.setattr("giaoban.interfaces.gate.editions.close_old_connections", gone)
    ours.look()
    assert (ours.away, ours.number, ours.floor) == (True, number, floor)
    theirs._turn(withdrew=True)
    ours.look()
    assert (ours.number, ours.floor, ours.mark) == (number + 1, number + 1, "")
    ours.look()
    assert ours.number == number + 1
