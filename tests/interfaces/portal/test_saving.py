"""“Lưu bài”: the article as a PDF, with all it says, drawn once, for what is public only."""

import io
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from giaoban.interfaces.gate.countable import is_page, may_count
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.lib import lettering
from tests.factories import portal as make

pytestmark = pytest.mark.django_db
MARKS = "ắ ằ ẵ ộ ỗ ữ ự ễ ỹ Ệ Ẫ Ở đ Đ"
ROWS = [
    {"name": f"Chỉ tiêu {n}", "measure": "%", "plan": "98,2", "actual": f"91,{n}", "percent": "–"} for n in range(60)
]


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.DATA_DIR = tmp_path


@pytest.fixture
def article(at: datetime) -> ArticlePage:
    """An article with a block of every kind."""
    image = get_image_model().objects.create(title="Ảnh", file=get_test_image_file(size=(1200, 900)))
    other = make.article("Tin khác", at)
    text = (
        f'<p>Đoạn <b>đậm</b> và <i>nghiêng</i>: {MARKS}, xem <a linktype="page" id="{other.pk}">tin khác</a>, '
        '<a href="javascript:alert(1)">xấu</a>, <a href="https://chinhphu.vn/">Chính phủ</a>.</p>'
        "<ol><li>Việc thứ nhất<ul><li>Ý nhỏ</li></ul></li><li>Việc thứ hai</li></ol>"
    )
    return make.article(
        "Hội nghị giao ban #1: “*khối khoa giáo*”", at.replace(day=10, hour=17, minute=0), lead="Đoạn dẫn $x$.",
        byline="Ban biên tập", has_made_up_figures=True,
        body=[("paragraph", text), ("heading", "Kết quả đạt được"),
              ("figures", {"title": "Một số chỉ tiêu", "rows": ROWS, "note": "Tính đến 14/6/2020"}),
              ("quote", {"text": "Lời nói.\nDòng hai.", "source": "Trưởng ban"}),
              ("picture", {"image": image, "alt": "Các đại biểu", "caption": "Toàn cảnh", "credit": "Văn phòng"})],
    )  # fmt: skip


def read(client: Client, article: ArticlePage) -> PdfReader:
    answer = client.get(f"/tin-tuc/{article.slug}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.getvalue()))


def words_of(paper: PdfReader) -> str:
    return unicodedata.normalize("NFC", " ".join(" ".join(page.extract_text().split()) for page in paper.pages))


def test_the_paper_says_all_the_article_says(client: Client, article: ArticlePage) -> None:
    paper = read(client, article)
    words = words_of(paper)
    for part in (article.title, "10-07-2020 17:00", "số liệu minh hoạ", "Đoạn dẫn $x$.", MARKS, "đậm và nghiêng",
                 "1. Việc thứ nhất", "Ý nhỏ", "2. Việc thứ hai", "Kết quả đạt được", "Một số chỉ tiêu", "Chỉ tiêu 59",
                 "91,59", "Tính đến 14/6/2020", "Lời nói. Dòng hai.", "Trưởng ban", "Toàn cảnh Ảnh: Văn phòng",
                 "Ban biên tập", "BAN TUYÊN GIÁO", "Nguồn"):  # fmt: skip
        assert part in words, part
    pages = len(paper.pages)
    assert pages > 1
    for number, page in enumerate(paper.pages, 1):
        text = unicodedata.normalize("NFC", page.extract_text())
        assert f"Trang {number} / {pages}" in " ".join(text.split())
        assert f"/tin-tuc/{article.slug}/" in text.replace("\n", "")
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert sum(len(page.images) for page in paper.pages) == 1
    assert sum("Thực hiện" in page.extract_text() for page in paper.pages) >= 2  # the head of a long table is repeated
    ArticlePage.objects.filter(pk=article.pk).update(has_made_up_figures=False)
    assert "minh hoạ" not in words_of(read(client, article))


def test_machines_are_told_what_it_is(client: Client, article: ArticlePage) -> None:
    paper = read(client, article)
    told = paper.metadata
    assert told is not None
    assert (told.title, told.author) == (article.title, "Ban biên tập")
    assert (told.creation_date_raw or "").startswith("D:20200710")
    root = paper.root_object
    assert str(root["/Lang"]) == "vi"
    assert "/StructTreeRoot" in root  # headings, lists and tables are told as such
    followed = {
        str(note.get_object()["/A"]["/URI"])
        for page in paper.pages for note in page.get("/Annots", [])
    }  # fmt: skip
    other = ArticlePage.objects.get(title="Tin khác")
    assert followed == {f"http://testserver{other.url}", "https://chinhphu.vn/", f"http://testserver{article.url}"}
    answer = client.get(f"/tin-tuc/{article.slug}.pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{article.slug}.pdf"'
    assert answer["Link"] == f'<http://testserver{article.url}>; rel="canonical"'


def test_it_is_drawn_once_for_each_language_until_the_words_change(
    client: Client, article: ArticlePage, tmp_path: Path
) -> None:
    english = Client()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    read(client, article)
    assert "Page 1 /" in words_of(read(english, article))
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "articles").iterdir()}
    assert len(files) == 2
    read(client, article)
    read(english, article)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "articles").iterdir()} == files
    ArticlePage.objects.filter(pk=article.pk).update(lead="Đoạn dẫn mới")
    assert "Đoạn dẫn mới" in words_of(read(client, article))
    assert len(list((tmp_path / "articles").iterdir())) == 2


def test_only_what_is_public_is_given(client: Client, article: ArticlePage) -> None:
    address = f"/tin-tuc/{article.slug}.pdf"
    assert client.post(address).status_code == 405
    assert client.get("/tin-tuc/khong-co.pdf").status_code == 404
    ArticlePage.objects.filter(pk=article.pk).update(live=False)
    assert client.get(address).status_code == 404
    assert ".pdf" not in client.get(f"/tin-tuc/{article.slug}/").content.decode()


def test_the_article_leads_to_it_without_script_in_both_languages(client: Client, article: ArticlePage) -> None:
    link = f'href="/tin-tuc/{article.slug}.pdf" rel="nofollow">'
    assert f"{link}Lưu bài (PDF)</a>" in client.get(article.url).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert f"{link}Save as PDF</a>" in client.get(article.url).content.decode()


def test_a_picture_whose_file_is_lost_leaves_its_words(client: Client, article: ArticlePage) -> None:
    image = get_image_model().objects.get()
    client.get(article.url)
    for rendition in image.renditions.all():
        Path(rendition.file.path).unlink()
    assert "[Các đại biểu]" in words_of(read(client, article))
    image.delete()
    assert "Các đại biểu" not in words_of(read(client, article))


def test_while_another_is_drawn_the_reader_is_told_when_to_come_back(
    client: Client, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lettering, "PATIENCE_SECONDS", 0)
    with lettering.one_at_a_time():
        for address in (f"/tin-tuc/{article.slug}.pdf", f"/tin-tuc/anh/{article.pk}.png"):
            answer = client.get(address)
            assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_a_paper_is_no_visit(client: Client, article: ArticlePage) -> None:
    address = f"/tin-tuc/{article.slug}.pdf"
    answer = client.get(address)
    assert may_count("GET", address, {b"user-agent": b"Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"})
    assert not is_page(answer.status_code, answer.items())
