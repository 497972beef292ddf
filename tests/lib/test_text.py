"""Vietnamese text, straight from the table of what goes wrong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.lib import text

COMMUNES = [
    "Ba Hàng", "Bãi Bông", "Bắc Sơn", "Đắc Sơn", "Đông Cao", "Đồng Tiến", "Hồng Tiến", "Minh Đức", "Nam Tiến",
    "Phúc Tân", "Phúc Thuận", "Tân Hương", "Tân Phú", "Thành Công", "Thuận Thành", "Tiên Phong", "Trung Thành",
    "Vạn Phái",
]  # fmt: skip


def test_nfd_text_becomes_nfc() -> None:
    decomposed = unicodedata.normalize("NFD", "Đắc Sơn")
    assert len(decomposed) == 10
    assert text.nfc(decomposed) == "Đắc Sơn"
    assert len(text.nfc(decomposed)) == 7


@pytest.mark.parametrize("look_alike", ["Đ", "Ð", "Ɖ"])
def test_look_alikes_of_d_are_folded_and_composed(look_alike: str) -> None:
    assert text.fold(f"{look_alike}ắc Sơn") == "dac son"
    assert text.nfc(f"{look_alike}ắc Sơn") == "Đắc Sơn"


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa", "Hoà"), ("thủy", "thuỷ"), ("PHƯỜNG", "phuong"), ("Đắc  Sơn", "dac son")]
)
def test_search_folds_styles_and_marks(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


def test_communes_sort_in_vietnamese_order() -> None:
    shuffled = sorted(COMMUNES)
    assert shuffled != COMMUNES
    assert sorted(shuffled, key=text.collation_key) == COMMUNES


def test_letters_decide_before_tones() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mă", "mâ"]
    assert sorted(words, key=text.collation_key) == words


def test_people_sort_by_given_name_then_family_then_middle() -> None:
    people = ["Trần Văn An", "Lê Thị Bình", "Nguyễn Văn Đạt", "Nguyễn Anh Đức", "Nguyễn Văn Đức", "Phạm Thị Hà"]
    assert sorted(people, key=text.person_sort_key) == people


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Đảng bộ thị xã", "dang-bo-thi-xa"), ("6 tháng đầu năm 2020", "6-thang-dau-nam-2020"), ("ắ" * 3, "aaa")],
)
def test_slugs_keep_d(title: str, expected: str) -> None:
    assert text.slug(title) == expected


def test_slug_is_cut_at_a_word() -> None:
    assert text.slug("một hai ba bốn", longest=8) == "mot-hai"


def test_clean_drops_control_characters_and_keeps_lines_where_asked() -> None:
    assert text.clean(" Đắc\x00\u00a0Sơn \n") == "Đắc Sơn"
    assert text.clean_block("một \r\nhai\n\n") == "một\nhai"


@given(st.text())
def test_folding_is_stable_under_normal_forms(sample: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", sample), unicodedata.normalize("NFD", sample)
    assert text.fold(composed) == text.fold(decomposed)


@given(st.text(alphabet="aăâbcdđeêghikoôơuưáàảãạ ", max_size=20))
def test_cleaning_twice_changes_nothing(sample: str) -> None:
    assert text.clean(text.clean(sample)) == text.clean(sample)
