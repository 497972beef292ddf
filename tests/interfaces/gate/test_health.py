"""Health, and the headers every page owes."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from giaoban.domain.visits.queries import Totals


@pytest.mark.django_db
def test_health_is_one_query_and_says_what_stands(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "storage": True}


@pytest.mark.django_db
def test_a_missing_storage_is_a_503_that_names_it(client: Client, settings: Settings) -> None:
    settings.DATA_DIR = settings.DATA_DIR / "absent"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["storage"] is False


@pytest.mark.django_db
def test_visit_figures_are_public_numbers_and_never_kept(client: Client, settings: Settings) -> None:
    settings.VISITS_START_OFFSET = 892_359
    answer = client.get("/thong-ke/so-lieu")
    assert set(answer.json()) == {*Totals.__dataclass_fields__, "at"}
    assert answer.json()["offset"] == 892_359
    assert answer["Cache-Control"] == "no-store"
    assert client.post("/thong-ke/so-lieu").status_code == 405


@pytest.mark.django_db
def test_a_staff_page_is_never_cached_and_every_page_keeps_scripts_its_own(client: Client) -> None:
    answer = client.get("/lam-viec/")
    assert answer["Cache-Control"] == "private, no-store"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
