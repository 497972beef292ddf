"""The register's screens: found without marks, downloaded whole, entered without loss."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.audit.models import Entry
from giaoban.domain.documents.models import Paper, PaperType
from giaoban.domain.documents.operations import replace_paper
from tests.factories.documents import MOMENT, Office, make_office, make_paper
from tests.showing import showing

pytestmark = pytest.mark.django_db
TYPED = {
    "symbol": "05-CT/TW", "organ_name": "Bộ Chính trị", "paper_type": "directive", "abstract": "đẩy mạnh học tập",
    "issued_on": "15/5/2016",
}  # fmt: skip
QUERIES = 7  # session, user, posts, count, papers, organs; and the notices of the masthead


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path, at: datetime) -> Iterator[None]:
    with showing(at, tmp_path):
        yield


@pytest.fixture
def office() -> Office:
    return make_office()


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def test_words_find_papers_with_or_without_marks(office: Office) -> None:
    make_paper(office, abstract="kết luận hội nghị giao ban")
    client = signed_in(office, "clerk")
    url = reverse("console:documents:index")
    assert "Số 01-TB/BTGThU" in client.get(url, {"q": "ket luan HOI NGHI"}).content.decode()
    empty = client.get(url, {"q": "khong co van ban nay"}).content.decode()
    assert "Không có văn bản nào khớp" in empty
    assert "Bỏ các điều kiện lọc" in empty
    wrong = client.get(url, {"tu": "31/2/2020"}).content.decode()
    assert "Không đọc được ngày" in wrong
    assert "31/2/2020" in wrong


def test_the_list_takes_the_same_queries_for_one_paper_or_many(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(office, "secretary")
    old = make_paper(office)
    for _ in range(9):
        new = make_paper(office)
    replace_paper(paper=old, by=new, reason="x", acting_user=office.people["chair"], at=MOMENT)
    with django_assert_max_num_queries(QUERIES):
        assert client.get(reverse("console:documents:index")).status_code == 200


def test_the_register_is_read_by_pages(office: Office) -> None:
    for _ in range(51):
        make_paper(office)
    client = signed_in(office, "clerk")
    url = reverse("console:documents:index")
    first, second = (client.get(url, {"q": "ket luan", "trang": page}).content.decode() for page in (1, 2))
    assert first.count('role="rowheader"') == 50
    assert second.count('role="rowheader"') == 1
    assert "?q=ket+luan&amp;trang=2" in first


def test_a_file_comes_whole_under_its_vietnamese_name(office: Office) -> None:
    paper = make_paper(office, content=b"PK\x03\x04 that")
    response = signed_in(office, "clerk").get(reverse("console:documents:file", args=[paper.pk]))
    assert response.content == b"PK\x03\x04 that"
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"] == f'attachment; filename="{paper.file_name}"'
    client = signed_in(office, "secretary")
    sent = SimpleUploadedFile("Chỉ thị 05 đầy đủ.pdf", b"%PDF-1.7 minh hoa")
    client.post(reverse("console:documents:incoming"), {**TYPED, "file": sent})
    stored = Paper.objects.get(direction="in")
    header = client.get(reverse("console:documents:file", args=[stored.pk]))["Content-Disposition"]
    assert unquote(header) == "attachment; filename*=utf-8''Chỉ thị 05 đầy đủ.pdf"


def test_a_broken_file_is_refused_and_the_page_says_what_to_do(office: Office) -> None:
    paper = make_paper(office)
    broken = Paper.objects.get(pk=paper.pk)
    broken.pk, broken.series, broken.number, broken.sha256 = None, None, None, "0" * 64
    broken.save(force_insert=True)
    response = signed_in(office, "clerk").get(reverse("console:documents:file", args=[broken.pk]))
    assert response.status_code == 409
    assert "không còn khớp mã băm" in response.content.decode()


def test_a_duplicate_is_announced_keeps_what_was_typed_and_can_be_entered_knowingly(office: Office) -> None:
    client = signed_in(office, "secretary")
    url = reverse("console:documents:incoming")
    first = client.post(url, TYPED)
    stored = Paper.objects.get()
    assert first["Location"] == reverse("console:documents:paper", args=[stored.pk])
    assert (stored.issued_on, stored.paper_type) == (date(2016, 5, 15), PaperType.DIRECTIVE)
    again = client.post(url, TYPED)
    assert again.status_code == 422
    shown = again.content.decode()
    assert "Sổ đã có văn bản cùng số ký hiệu" in shown
    assert "đẩy mạnh học tập" in shown
    assert 'name="allow_duplicate"' in shown
    assert client.post(url, {**TYPED, "allow_duplicate": "on"}).status_code == 302
    assert Paper.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issued_on": "hôm qua"}, "Không đọc được ngày"),
        ({"issued_on": "14/7/2020"}, "Ngày ban hành chưa đến"),
        ({"file": "a.pdf"}, "nội dung không phải loại đó"),
        ({"file": "a.exe"}, "không thuộc loại nhận được"),
    ],
)
def test_wrong_input_says_what_was_found_and_keeps_the_rest(office: Office, change: dict[str, str], said: str) -> None:
    data: dict[str, object] = {**TYPED, **change}
    if "file" in change:
        data["file"] = SimpleUploadedFile(change["file"], b"MZ khong phai pdf")
    response = signed_in(office, "secretary").post(reverse("console:documents:incoming"), data)
    assert response.status_code == 422
    shown = response.content.decode()
    assert said in shown
    assert "đẩy mạnh học tập" in shown
    assert not Paper.objects.exists()


def test_a_replaced_paper_points_to_the_new_one_and_back(office: Office) -> None:
    old, new = make_paper(office), make_paper(office)
    replace_paper(paper=old, by=new, reason="x", acting_user=office.people["chair"], at=MOMENT)
    client = signed_in(office, "clerk")
    assert "Số 02-TB/BTGThU" in client.get(reverse("console:documents:paper", args=[old.pk])).content.decode()
    assert "Số 01-TB/BTGThU" in client.get(reverse("console:documents:paper", args=[new.pk])).content.decode()


def test_a_paper_one_may_not_see_does_not_exist(office: Office) -> None:
    paper = make_paper(office)
    for name in ("paper", "file"):
        url = reverse(f"console:documents:{name}", args=[paper.pk])
        assert signed_in(office, "stranger").get(url).status_code == 404


def test_the_office_opens_a_paper_to_the_public_and_closes_it_with_a_reason(office: Office) -> None:
    paper = make_paper(office)
    client, address = signed_in(office, "secretary"), reverse("console:documents:publicity", args=[paper.pk])
    assert "Công khai văn bản này" in client.get(reverse("console:documents:paper", args=[paper.pk])).content.decode()
    assert client.post(address, {"publish": ""}).status_code == 302
    paper.refresh_from_db()
    assert paper.is_public
    page = client.get(reverse("console:documents:paper", args=[paper.pk])).content.decode()
    assert reverse("portal:document", args=[paper.pk]) in page
    refused = client.post(address, {"hide": "", "reason": " "})
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in refused.content.decode()
    assert client.post(address, {"hide": "", "reason": "Đính chính"}).status_code == 302
    assert not Paper.objects.get(pk=paper.pk).is_public
    told = list(Entry.objects.filter(act__endswith="_paper").order_by("number").values_list("act", flat=True))
    assert told == ["documents.issue_paper", "documents.publish_paper", "documents.hide_paper"]
    for name, answer in (("clerk", 403), ("stranger", 404)):
        assert signed_in(office, name).post(address, {"publish": ""}).status_code == answer
