"""Symbols as the two systems print them, and what a file must be."""

from datetime import date

import pytest

from giaoban.domain.documents.models import PaperType
from giaoban.domain.documents.rules import (
    Effect,
    NoSuchType,
    abbreviation,
    citation,
    content_type,
    effect_on,
    file_problem,
    state_span,
    symbol,
)


@pytest.mark.parametrize(
    ("system", "paper_type", "number", "code", "printed"),
    [
        ("party", "notice", 12, "BTGThU", "Số 12-TB/BTGThU"),
        ("party", "report", 5, "BTGThU", "Số 05-BC/BTGThU"),
        ("party", "letter", 103, "BTGThU", "Số 103-CV/BTGThU"),
        ("state", "decision", 15, "UBND", "Số: 15/QĐ-UBND"),
        ("state", "report", 9, "UBND", "Số: 09/BC-UBND"),
        ("state", "letter", 12, "UBND", "Số: 12/UBND"),
    ],
)
def test_symbols_are_printed_as_each_system_prescribes(
    system: str, paper_type: str, number: int, code: str, printed: str
) -> None:
    assert symbol(system, paper_type, number, code) == printed


def test_a_state_letter_names_the_drafting_unit() -> None:
    assert symbol("state", "letter", 12, "UBND", "VX") == "Số: 12/UBND-VX"


def test_the_state_has_no_paper_called_conclusion() -> None:
    with pytest.raises(NoSuchType):
        abbreviation("state", "conclusion")
    assert abbreviation("party", "conclusion") == "KL"


def test_every_type_has_a_party_abbreviation() -> None:
    assert all(abbreviation("party", paper_type) for paper_type in PaperType)


def test_citation_drops_the_word_in_front() -> None:
    assert citation("Số 12-TB/BTGThU") == "12-TB/BTGThU"
    assert citation("Số: 15/QĐ-UBND") == "15/QĐ-UBND"
    assert citation("05-CT/TW") == "05-CT/TW"


def test_a_state_series_runs_through_the_calendar_year() -> None:
    assert state_span(date(2020, 12, 31)) != state_span(date(2021, 1, 1))


@pytest.mark.parametrize(
    ("name", "content", "sound"),
    [
        ("chi-thi.pdf", b"%PDF-1.7 ...", True),
        ("chi-thi.PDF", b"%PDF-1.7 ...", True),
        ("chi-thi.pdf", b"MZ\x90\x00", False),
        ("chi-thi.exe", b"MZ\x90\x00", False),
        ("chi-thi", b"%PDF-1.7", False),
        ("chi-thi.docx", b"PK\x03\x04...", True),
        ("chi-thi.docx", b"", False),
        ("chi-thi.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), False),
    ],
)
def test_a_file_must_be_what_its_name_says(name: str, content: bytes, sound: bool) -> None:
    assert (file_problem(name, content) == "") is sound


def test_content_type_follows_the_ending() -> None:
    assert content_type("a.pdf") == "application/pdf"
    assert content_type("a.khong-ro") == "application/octet-stream"


@pytest.mark.parametrize(
    ("in_force_on", "is_replaced", "stands"),
    [
        (None, False, Effect.NOT_STATED), (date(2020, 7, 13), False, Effect.IN_FORCE),
        (date(2020, 7, 14), False, Effect.TO_COME), (date(2020, 7, 1), True, Effect.REPLACED),
    ],
)  # fmt: skip
def test_effect_is_said_only_where_it_is_known(in_force_on: date | None, is_replaced: bool, stands: Effect) -> None:
    assert effect_on(date(2020, 7, 13), in_force_on, is_replaced=is_replaced) is stands
