"""The kinds of pages beside news: what each shows, what it costs, what it refuses."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from pytest_django import Settings
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.forms.models import FormSubmission
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry

from giaoban.domain.accounts.models import Role
from giaoban.domain.audit.models import Entry
from giaoban.domain.orgs.models import BlocMembership, Level
from giaoban.interfaces.portal.models import (
    CollectionEntry,
    CollectionPage,
    ContactPage,
    GalleryPage,
    HomePage,
    Official,
    OrganisationPage,
    PlainPage,
    Question,
    QuestionsPage,
    ScheduleEntry,
    SchedulePage,
    SectionPage,
)
from giaoban.interfaces.portal.setup import setup_site
from tests.factories import portal as make
from tests.personas import PERSONAS, make_personas

pytestmark = pytest.mark.django_db
FIRST = ["/to-chuc/", "/lich-cong-tac/", "/hoi-dap/", "/lien-he/", "/cong-khai/"]
GOOD = {"name": "Người dân xã Đắc Sơn", "subject": "Đường vào trường", "message": "Mưa là ngập.\nXin xem giúp."}


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime, settings: Settings, tmp_path: object) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()


@pytest.fixture
def home() -> HomePage:
    return setup_site()


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def picture(title: str = "Ảnh") -> dict[str, object]:
    image = get_image_model().objects.create(title=title, file=get_test_image_file(size=(1200, 900)))
    return {"image": image, "alt": f"Lời thay {title}", "caption": "Chú thích", "credit": ""}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("address", FIRST)
def test_a_new_site_has_the_first_pages_and_everybody_may_read_them(address: str) -> None:
    personas = make_personas()
    for name in PERSONAS:
        page = text_of(personas.client(name), address)
        assert not re.search(r"<[^>]+ (style|on\w+)=|<script(?![^>]+src=)", page)
        assert 'aria-current="page"' in page
        assert f'href="{address}" aria-current="page"' in page


def test_menu_and_footer_follow_the_tree(client: Client, home: HomePage) -> None:
    home.add_child(instance=SectionPage(title="Giới thiệu", slug="gioi-thieu"))
    home.add_child(instance=PlainPage(title="Bản nháp kín", slug="kin", live=False, show_in_menus=True))
    HomePage.objects.update(responsible="Trưởng ban", licence="Số 1/GP", address="Phường Ba Hàng", email="a@b.vn")
    page = text_of(client, "/ban-do/")
    menu, footer = page.split('class="menu"')[1].split("</nav>")[0], page.split("<footer")[1]
    assert "Tổ chức bộ máy" in menu
    assert "Giới thiệu" not in menu
    assert "Bản nháp kín" not in page
    for words in ("Giới thiệu", "Trưởng ban", "Số 1/GP", "Phường Ba Hàng", "mailto:a@b.vn"):
        assert words in footer
    assert page.replace(escape("/ban-do/"), "") != text_of(client, "/lien-he/")


def test_a_section_lists_what_stands_below_and_the_path_leads_back(client: Client, home: HomePage) -> None:
    section = home.add_child(instance=SectionPage(title="Giới thiệu", slug="gioi-thieu", intro="Lời đầu"))
    section.add_child(instance=PlainPage(title="Lịch sử", slug="lich-su", body=[("paragraph", "<p>Năm 2015.</p>")]))
    section.add_child(instance=PlainPage(title="Chưa xong", slug="chua-xong", live=False))
    page = text_of(client, "/gioi-thieu/")
    assert "Lịch sử" in page
    assert "Chưa xong" not in page
    below = text_of(client, "/gioi-thieu/lich-su/")
    assert "Năm 2015." in below
    crumbs = re.findall(r'<a href="([^"]+)"', below.split('class="crumbs')[1].split("</nav>")[0])
    assert crumbs == ["/", "/gioi-thieu/"]
    assert client.get("/gioi-thieu/chua-xong/").status_code == 404
    assert client.get("/khong-co/").status_code == 404


def test_the_schedule_shows_one_week(client: Client, home: HomePage, at: datetime) -> None:
    page = SchedulePage.objects.get()
    for days, title in [(-3, "Hội nghị giao ban"), (0, "Giao ban tuần"), (5, "Việc ngày thứ Bảy"), (9, "Tuần sau")]:
        page.entries.add(
            ScheduleEntry(day=at.date() + timedelta(days=days), starts=time(8), title=title, chair="Trưởng ban")
        )
    page.save()
    shown = text_of(client, "/lich-cong-tac/")
    assert re.findall(r'entries__title">([^<]+)', shown) == ["Giao ban tuần", "Việc ngày thứ Bảy"]
    assert "day--today" in shown
    ways = re.findall(r"\?tuan=([\d-]+)", shown)
    assert ways == ["2020-07-06", "2020-07-20"]
    assert "Hội nghị giao ban" in text_of(client, "/lich-cong-tac/?tuan=2020-07-10")
    for asked in ("khong", "0001-01-01", "9999-99-99", "2020-07-13'"):
        assert "Giao ban tuần" in text_of(client, f"/lich-cong-tac/?tuan={asked}")
    calendar = client.get("/lich-cong-tac.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    told = calendar.content.decode()
    assert told.count("BEGIN:VEVENT") == 4
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20200713T080000" in told
    assert queries_of(client, "/lich-cong-tac/") == queries_of(client, "/lich-cong-tac/?tuan=2020-01-01")


def test_work_cannot_end_before_it_starts() -> None:
    entry = ScheduleEntry(day=date(2020, 7, 13), starts=time(9), ends=time(8), title="Họp")
    with pytest.raises(Exception, match="Giờ kết thúc"):
        entry.clean()


def test_the_organisation_is_as_of_today(client: Client, home: HomePage, at: datetime) -> None:
    assert "Chưa có danh mục đơn vị" in text_of(client, "/to-chuc/")
    bloc = make.town_with_communes()
    make.person("truong-ban", Role.CHAIR, bloc, at)
    gone = make.person("da-nghi", Role.SECRETARY, bloc, at)
    gone.posts.update(valid_to=at.date() - timedelta(days=1))
    few = queries_of(client, "/to-chuc/")
    make.join_bloc(bloc, ["05860", "05875"])
    page = OrganisationPage.objects.get(slug="to-chuc")
    page.officials.add(Official(title="Chuyên viên", phone="0208 000 000", duty="người phát ngôn"))
    page.save()
    shown = text_of(client, "/to-chuc/")
    for words in (
        "Ban Tuyên giáo Thị ủy",
        "Chủ trì",
        "Phường Ba Hàng",
        "Xã Đắc Sơn",
        "người phát ngôn",
        "tel:0208000000",
    ):
        assert words in shown
    assert "Thư ký" not in shown
    assert queries_of(client, "/to-chuc/") == few


def test_questions_are_found_without_marks(client: Client, home: HomePage, at: datetime) -> None:
    page = QuestionsPage.objects.get()
    for number, words in enumerate(["Thẻ bảo hiểm y tế cho hộ nghèo", "Tuyển sinh đầu cấp"]):
        question = Question(
            question=words, answer="<p>Trả lời <b>rõ</b>.</p>", asked_on=at.date() - timedelta(days=number),
            answered_on=at.date(), answered_by="Ban Tuyên giáo",
        )  # fmt: skip
        question.clean()
        page.questions.add(question)
    page.save()
    both = text_of(client, "/hoi-dap/")
    assert re.findall(r'qa__question">([^<]+)', both) == ["Thẻ bảo hiểm y tế cho hộ nghèo", "Tuyển sinh đầu cấp"]
    assert re.findall(r'qa__question">([^<]+)', text_of(client, "/hoi-dap/?q=bao+hiem+Y+TE")) == [
        "Thẻ bảo hiểm y tế cho hộ nghèo"
    ]
    assert "Không có câu hỏi nào khớp" in text_of(client, "/hoi-dap/?q=%22%3E%3Cscript%3E")
    assert "Không có câu hỏi nào khớp" in text_of(client, "/hoi-dap/?linh-vuc=GD")


def test_pictures_have_words_small_sizes_and_one_price(client: Client, home: HomePage) -> None:
    page = home.add_child(instance=GalleryPage(title="Thư viện ảnh", slug="thu-vien-anh", pictures=[]))
    page.pictures = [("picture", picture("một"))]
    page.save_revision().publish()
    shown = text_of(client, "/thu-vien-anh/")
    assert 'alt="Lời thay một"' in shown
    assert 'type="image/avif"' in shown
    assert 'type="image/webp"' in shown
    few = queries_of(client, "/thu-vien-anh/")
    page.pictures = [("picture", picture(name)) for name in ("một", "hai", "ba")]
    page.save_revision().publish()
    assert queries_of(client, "/thu-vien-anh/") == few
    avif = client.get(re.findall(r'srcset="(/media/images/\S+?\.avif)', shown)[0])
    assert avif["Content-Type"] == "image/avif"
    assert "sandbox" in avif["Content-Security-Policy"]


def test_a_picture_without_words_is_refused() -> None:
    block = GalleryPage._meta.get_field("pictures").stream_block.child_blocks["picture"]
    given = {**picture("không lời"), "alt": ""}
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(given)
    assert set(refusal.value.block_errors) == {"alt"}


def test_only_pictures_are_handed_out_and_originals_to_the_desk_only(
    client: Client, home: HomePage, tmp_path: object
) -> None:
    image = picture()["image"]
    address = image.file.url  # type: ignore[attr-defined]
    assert address.startswith("/media/original_images/")
    personas = make_personas()
    answers = {name: personas.client(name).get(address).status_code for name in PERSONAS}
    assert [name for name, status in answers.items() if status == 200] == [
        "secretary", "chair", "editor", "administrator",
    ]  # fmt: skip
    hidden = ["documents/x.pdf", "", "images/%2e%2e/%2e%2e/secret-key", "secret-key", "images/khong-co.png"]
    for bad in hidden:
        assert client.get(f"/media/{bad}").status_code in {400, 404}, bad
    original = address.removeprefix("/media/")
    for way in (
        f"images/../{original}",
        f"images/%2e%2e/{original}",
        f"images/..%2f{original}",
        f"images//../{original}",
    ):
        assert client.get(f"/media/{way}").status_code == 404, way
    assert client.get(f"/media/images/{'a' * 9000}.png").status_code == 404
    assert client.post(address).status_code == 405


def test_feedback_is_kept_for_the_editors(client: Client, home: HomePage) -> None:
    page = ContactPage.objects.get(slug="lien-he")
    form = text_of(client, "/lien-he/")
    address = re.findall(r'<form class="form" method="post" action="([^"]+)"', form)[0]
    assert "csrfmiddlewaretoken" not in form
    answer = client.post(address, GOOD)
    assert answer["Location"].startswith("/lien-he/?sent=1")
    assert "Đã nhận góp ý" in text_of(client, answer["Location"])
    stored = FormSubmission.objects.get(page=page)
    assert stored.form_data == {**GOOD, "email": ""}
    assert Entry.objects.filter(act="portal.receive_feedback").count() == 1
    assert GOOD["subject"] not in str(Entry.objects.get(act="portal.receive_feedback").detail)
    personas = make_personas()
    setup_site()
    listed = personas.client("editor").get(f"/cms/forms/submissions/{page.pk}/")
    assert GOOD["subject"] in listed.content.decode()
    assert personas.client("clerk").get(f"/cms/forms/submissions/{page.pk}/").status_code != 200


def test_what_cannot_be_taken_is_shown_again_as_typed(client: Client, home: HomePage) -> None:
    address = f"/lien-he/gui/{ContactPage.objects.get(slug='lien-he').pk}/"
    bad = {**GOOD, "email": "khong phai thu", "message": "Xin <b>xem</b> giúp"}
    page = client.post(address, bad).content.decode()
    assert "Chưa gửi được" in page
    assert escape(bad["message"]) in page
    assert "<b>xem</b>" not in page
    assert 'value="khong phai thu"' in page
    assert 'aria-invalid="true"' in page
    assert "Địa chỉ này chưa đúng" in page
    assert client.post(address, {**GOOD, "message": "x" * 4001}).status_code == 422
    assert client.post(address, {**GOOD, "website": "http://spam"}).status_code == 302
    assert not FormSubmission.objects.exists()
    assert client.get(address).status_code == 405
    ContactPage.objects.update(takes_feedback=False)
    assert client.post(address, GOOD).status_code == 404


@pytest.mark.parametrize(
    "told", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}]
)
def test_a_page_of_another_site_leaves_nothing(client: Client, home: HomePage, told: dict[str, str]) -> None:
    address = f"/lien-he/gui/{ContactPage.objects.get(slug='lien-he').pk}/"
    refused = client.post(address, GOOD, headers=told)
    assert refused.status_code == 403
    assert "phải được gửi từ trang này" in refused.content.decode()
    assert "Xin xem giúp." in refused.content.decode()
    assert not FormSubmission.objects.exists()
    for own in ({"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}):
        assert client.post(address, GOOD, headers=own).status_code == 302
    assert client.post("/lien-he/gui/99999999999999999999999/", GOOD).status_code == 404


def test_the_sixth_in_an_hour_waits_and_keeps_its_text(client: Client, home: HomePage) -> None:
    address = f"/lien-he/gui/{ContactPage.objects.get(slug='lien-he').pk}/"
    for _ in range(5):
        assert client.post(address, GOOD).status_code == 302
    refused = client.post(address, GOOD)
    assert refused.status_code == 429
    assert "Xin xem giúp." in refused.content.decode()
    assert FormSubmission.objects.count() == 5


LISTS = [
    "danh-muc", "thu-tuc-hanh-chinh", "huong-dan", "bao-cao-tai-chinh", "thoa-thuan-quoc-te", "ke-hoach",
    "dich-benh-thien-tai",
]  # fmt: skip


@pytest.mark.usefixtures("home")
def test_what_must_be_public_has_its_page_and_says_what_belongs_there(client: Client) -> None:
    section = text_of(client, "/cong-khai/")
    for slug in LISTS:
        assert f'href="/cong-khai/{slug}/"' in section
        page = CollectionPage.objects.get(slug=slug)
        shown = text_of(client, f"/cong-khai/{slug}/")
        assert page.belongs
        assert f"Trang này dành cho: {page.belongs}" in shown
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    told = "This page is for: information and guidance on epidemics"
    assert told in text_of(client, f"/cong-khai/{slug}/")


def test_a_list_shows_files_links_and_statements_newest_first(client: Client, home: HomePage) -> None:
    page = CollectionPage.objects.get(slug="bao-cao-tai-chinh")
    file = get_document_model().objects.create(title="x", file=ContentFile(b"%PDF-1.4 thu chi", "bao-cao-2019.pdf"))
    for day, title, more in [
        (date(2019, 3, 1), "Báo cáo năm 2018", {"address": "/van-ban/"}),
        (date(2020, 3, 1), "Báo cáo năm 2019", {"document": file, "note": "đã kiểm toán"}),
        (date(2018, 3, 1), "Năm 2017 không có", {}),
    ]:
        page.entries.add(CollectionEntry(day=day, title=title, **more))
    page.save_revision().publish()
    shown = text_of(client, "/cong-khai/bao-cao-tai-chinh/")
    titles = re.findall(r'<h2 class="rows__title">(.*?)</h2>', shown)
    assert re.findall(r"(Báo cáo năm \d+|Năm 2017 không có)", " ".join(titles)) == [
        "Báo cáo năm 2019", "Báo cáo năm 2018", "Năm 2017 không có",
    ]  # fmt: skip
    assert f'<a href="{file.url}"><span lang="vi">Báo cáo năm 2019</span></a>' in titles[0]
    assert "PDF" in titles[0]
    assert '<a href="/van-ban/">' in titles[1]
    assert '1/3/2020</time> · <span lang="vi">đã kiểm toán</span>' in shown
    assert "Trang này dành cho" not in shown
    assert b"".join(client.get(file.url)) == b"%PDF-1.4 thu chi"
    few = queries_of(client, "/cong-khai/bao-cao-tai-chinh/")
    for number in range(4):
        page.entries.add(CollectionEntry(day=date(2017, 1, 1), title=f"Mục {number}", document=file))
    page.save_revision().publish()
    assert queries_of(client, "/cong-khai/bao-cao-tai-chinh/") == few
    assert "Báo cáo năm 2018" in page.search_text()
    for bad in ("javascript:alert(1)", "//la.vn", "https://a b"):
        with pytest.raises(ValidationError):
            CollectionEntry(day=date(2020, 1, 1), title="x", address=bad).clean_fields(exclude=["page"])


def test_an_older_site_gets_the_lists_once_and_what_was_taken_away_stays_away(client: Client, home: HomePage) -> None:
    section = SectionPage.objects.get(slug="cong-khai")
    editor = make_personas().people["administrator"]
    section.slug = "thong-tin-cong-khai"
    section.save()
    setup_site()
    assert SectionPage.objects.count() == 1
    section.delete(user=editor)
    setup_site()
    assert not CollectionPage.objects.exists()
    assert client.get("/cong-khai/").status_code == 404
    PageLogEntry.objects.all().delete()  # as before there were such lists
    setup_site()
    assert CollectionPage.objects.count() == len(LISTS)


def test_the_organisation_is_drawn_by_kinds_of_units(client: Client) -> None:
    bloc = make.town_with_communes()
    health = make.unit("PYT", "phòng Y tế", "phòng", Level.BODY)
    setup_site()
    make.join_bloc(bloc, ["05875", health.code, "05860"])
    shown = text_of(client, "/to-chuc/")
    chart = shown.split('<figure class="chart"')[1].split("</figure>")[0]
    assert 'role="img" aria-label="Sơ đồ: cơ quan điều phối và 3 đơn vị' in chart
    assert re.findall(r"<b>([^<]+)</b>|<li>([^<]+)</li>", chart) == [
        ("Ban Tuyên giáo Thị ủy", ""), ("Phòng, ban, ngành, hội", ""), ("", "Phòng Y tế"),
        ("Xã, phường, thị trấn", ""), ("", "Xã Đắc Sơn"), ("", "Phường Ba Hàng"),
    ]  # fmt: skip
    beneath = shown.split("</figure>")[1]
    assert [name for name in ("Phòng Y tế", "Xã Đắc Sơn", "Phường Ba Hàng") if name not in beneath] == []
    BlocMembership.objects.filter(unit=health).update(valid_to=date(2020, 7, 12))
    assert "Phòng Y tế" not in text_of(client, "/to-chuc/")
