"""What is searched: articles old and new, papers, a conference, a figure."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from giaoban.domain.documents.models import Direction, Organ, Paper, PaperType
from giaoban.domain.orgs.models import Bloc
from giaoban.interfaces.portal.search import hints
from giaoban.interfaces.portal.search.keeping import catch_up
from giaoban.lib.text import fold
from tests.factories import portal as make


@pytest.fixture(autouse=True)
def _of_this_test(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    hints.known_words.forget()
    hints.remembered_titles.forget()


def paper(bloc: Bloc, abstract: str, *, is_public: bool = True, content: bytes = b"", **fields: Any) -> Paper:
    """Return a paper in the register."""
    organ, _ = Organ.objects.get_or_create(
        unit=bloc.coordinator, defaults={"system": "party", "superior_line": "THỊ ỦY PHỔ YÊN", "code": "BTGThU",
                                         "name_line": "BAN TUYÊN GIÁO", "place": "Phổ Yên",
                                         "signer_title": "TRƯỞNG BAN"},
    )  # fmt: skip
    given = {
        "symbol": "12-TB/BTGThU",
        "issued_on": date(2020, 7, 10),
        "recorded_at": datetime.fromisoformat("2020-07-10T09:00+07:00"),
        **fields,
    }
    return Paper.objects.create(
        direction=Direction.OUT, organ=organ, organ_name="Ban Tuyên giáo Thị ủy", paper_type=PaperType.NOTICE,
        abstract=abstract, search_text=fold(abstract), is_public=is_public, content=content or None,
        **given,
    )  # fmt: skip


@pytest.fixture
def corpus(at: datetime) -> Bloc:
    """Articles old and new, papers public and not, a concluded conference, a figure; indexed."""
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    make.article("Xã Đắc Sơn ra quân làm sạch môi trường", at - timedelta(days=400), lead="Đoàn viên cùng tham gia.")
    make.article("Phúc Thuận hoà giải ở cơ sở", at - timedelta(days=20), lead="Tổ hòa giải của xóm.")
    make.article(
        "Tin ngắn trong tuần", at - timedelta(days=1), lead="Xã Đắc Sơn và xã Phúc Thuận phát thẻ bảo hiểm y tế."
    )
    make.article(
        "Sơn cổng trường, Đắc ý học trò", at - timedelta(days=3), lead="Y sĩ dặn: bảo quản thuốc, hiểm họa tế bào."
    )
    make.article("Bản nháp về Đắc Sơn", at, live=False)
    paper(bloc, "Kết luận giao ban, giao xã Đắc Sơn chuẩn bị năm học")
    paper(bloc, "Văn bản nội bộ về Đắc Sơn", is_public=False, symbol="13-TB/BTGThU")
    catch_up()
    return bloc


def titles(client: Client, q: str, **asked: str) -> list[str]:
    """Return the titles of the results, in order."""
    page = client.get("/tim-kiem/", {"q": q, **asked}).content.decode()
    found = re.findall(r'<li class="result">.*?<h3>(.*?)</h3>', page, re.DOTALL)
    return [re.sub("<[^>]+>", "", title).split(":")[0].strip() for title in found]
