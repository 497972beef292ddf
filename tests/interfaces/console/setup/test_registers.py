"""Units and outlines from files, by the administrator's own forms."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.models import Entry
from giaoban.domain.orgs.models import Boundary, Unit
from giaoban.lib import clock
from tests.interfaces.console.setup.test_pages import DATA, address

pytestmark = pytest.mark.django_db
UNITS = (DATA / "units.csv").read_bytes()


@pytest.fixture(autouse=True)
def july(at: datetime) -> Iterator[None]:
    with clock.held(at):
        yield


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quan-tri", password="mat-khau-thu"))
    return client


def square(west: float, east: float) -> dict[str, Any]:
    ring = [[west, 21.4], [east, 21.4], [east, 21.41], [west, 21.41], [west, 21.4]]
    return {"type": "Polygon", "coordinates": [ring]}


def outlines(**by_code: dict[str, Any]) -> SimpleUploadedFile:
    features = [
        {"type": "Feature", "properties": {"code": code.removeprefix("u")}, "geometry": geometry}
        for code, geometry in by_code.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile("dia-gioi.geojson", text.encode())


def send(client: Client, key: str, **given: Any) -> tuple[int, str]:
    """Post a step's form and return the status with the page that follows."""
    answer = client.post(address(key), given)
    status = answer.status_code
    if status == 302:
        answer = client.get(answer["Location"])
    return status, answer.content.decode()


def test_the_register_of_units_comes_from_a_file(administrator: Client) -> None:
    status, page = send(administrator, "don-vi-hanh-chinh", file=SimpleUploadedFile("units.csv", UNITS))
    assert status == 302
    assert "Đã nạp 37 đơn vị" in page
    assert Unit.objects.count() == 37
    assert set(Entry.objects.values_list("actor", flat=True)) == {"quan-tri"}


def test_every_unsound_line_is_told_and_nothing_taken(administrator: Client) -> None:
    head, first, *rest = UNITS.decode().splitlines()
    bad = "\n".join([head, first.replace("province", "tinh"), *rest[:-1], ",".join(["x"] * 20)])
    status, page = send(administrator, "don-vi-hanh-chinh", file=SimpleUploadedFile("units.csv", bad.encode()))
    assert status == 422
    assert "không nạp gì" in page
    assert "dòng 2 (" in page
    assert not Unit.objects.exists()
    for content, words in ((b"\xff\xfe\x00", "cần tệp chữ UTF-8"), (b"code\n1\n", "thiếu cột kind")):
        status, page = send(administrator, "don-vi-hanh-chinh", file=SimpleUploadedFile("units.csv", content))
        assert (status, words in page) == (422, True)


def test_outlines_are_tried_then_taken_and_misfits_told_in_square_metres(administrator: Client) -> None:
    send(administrator, "don-vi-hanh-chinh", file=SimpleUploadedFile("units.csv", UNITS))
    told = {"source": "Quyết định thử", "on": "2020-07-13"}
    both = {"u05860": square(105.86, 105.87), "u05863": square(105.8699, 105.88)}
    status, page = send(administrator, "dia-gioi", file=outlines(**both), is_trial="on", **told)
    assert status == 302
    assert "Đã kiểm, chưa nạp: 2 đơn vị" in page
    assert "chồng lấn 11.5" in page  # 0,0001 by 0,01 degrees
    assert "m²: " in page
    assert not Boundary.objects.exists()
    status, page = send(administrator, "dia-gioi", file=outlines(**both), strict="on", **told)
    assert (status, "1 chỗ hở hoặc chồng lấn" in page) == (422, True)
    assert not Boundary.objects.exists()
    status, page = send(administrator, "dia-gioi", file=outlines(**both), **told)
    assert status == 302
    assert "Đã nạp địa giới của 2 đơn vị" in page
    assert set(Boundary.objects.values_list("unit__code", "source")) == {
        ("05860", "Quyết định thử"), ("05863", "Quyết định thử"),
    }  # fmt: skip
    assert Entry.objects.filter(act="orgs.set_boundary", actor="quan-tri").count() == 2


def test_outlines_of_units_that_are_not_there_that_day_are_refused(administrator: Client) -> None:
    send(administrator, "don-vi-hanh-chinh", file=SimpleUploadedFile("units.csv", UNITS))
    told = {"source": "thử", "on": date(2020, 7, 13).isoformat()}
    status, page = send(administrator, "dia-gioi", file=outlines(u99999=square(105.8, 105.9)), **told)
    assert (status, "không có đơn vị mã 99999" in page) == (422, True)
    status, page = send(administrator, "dia-gioi", file=SimpleUploadedFile("x.geojson", b"{}"), **told)
    assert (status, "không phải FeatureCollection" in page) == (422, True)
    assert send(administrator, "dia-gioi", **told)[0] == 422
    assert "Địa giới" in administrator.get(reverse("console:setup:index")).content.decode()
