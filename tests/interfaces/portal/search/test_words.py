"""Words: cut, folded, found again."""

import unicodedata

import pytest

from giaoban.interfaces.portal.search.asking import read_question
from giaoban.interfaces.portal.search.marking import Marker, as_written
from giaoban.interfaces.portal.search.words import plain, spoken, words_written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đắc Sơn", "dac son"), ("hoà", "hòa"), ("thuỷ", "THỦY"), ("kỹ thuật", "kĩ thuật"),
        ("Phúc Thuận", "phuc thuan"),
        ("quý", "quí"), ("ÐẮC", "đac"), (unicodedata.normalize("NFD", "phường Đồng Tiến"), "phuong dong tien"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert read_question(one).phrases == read_question(other).phrases


def test_marks_are_kept_apart_from_their_place() -> None:
    assert spoken("hoà") == spoken("hòa") != spoken("hoa")
    assert spoken("kỹ") == spoken("kĩ")
    assert spoken(unicodedata.normalize("NFD", "Đắc")) == spoken("ĐẮC") != spoken("đặc")
    assert plain("y") == "y"


def test_words_are_letters_and_digits_only() -> None:
    assert [plain(word) for word in words_written("Số 42/NQ-CP: 231.363 km², “ở” Ya'u – ٣ 北京")] == [
        "so", "42", "nq", "cp", "231", "363", "km", "o", "ya", "u",
    ]  # fmt: skip
    assert len(plain("x" * 500)) == 40


def test_a_question_is_words_and_phrases() -> None:
    asked = read_question("“bảo hiểm  y tế” 42/NQ-CP phí")
    assert asked.phrases == (("bao", "hiem", "y", "te"), ("42", "nq", "cp"), ("phi",))
    assert read_question('"không đóng').phrases == (("khong",), ("dong",))
    assert read_question('"" * ( \0 -').phrases == ()
    long = read_question("a b " * 5000)
    assert (long.is_cut, len(long.text) <= 200, len(long.words)) == (True, True, 2)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Xã Đắc Sơn, tổ 1", "dac son", "Xã [Đắc Sơn], tổ 1"),
        ("hoà hòa hoa hoai", "hòa", "[hoà] [hòa] [hoa] hoai"),
        ("Bảo hiểm\ny tế và y sĩ", '"bao hiem y te"', "[Bảo hiểm\ny tế] và y sĩ"),
        ("kĩ thuật, KỸ sư", "ky", "[kĩ] thuật, [KỸ] sư"),
        ("<b>Đắc</b>", "dac", "<b>[Đắc]</b>"),
    ],
)
def test_hits_keep_their_letters(text: str, asked: str, expected: str) -> None:
    pieces = Marker.of(read_question(asked)).marked(text)
    assert "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces) == expected


def test_a_snippet_is_cut_at_words_around_the_hit() -> None:
    body = "mở đầu " * 100 + "ở Đắc Sơn có mưa " + "và nắng " * 100
    pieces = Marker.of(read_question("dac son")).snippet(body)
    text = "".join(piece.text for piece in pieces)
    assert text.startswith(("… mở", "… đầu"))
    assert text.endswith(("và …", "nắng …"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["Đắc Sơn"]
    assert len(text) < 300


def test_words_are_offered_as_they_are_mostly_written() -> None:
    texts = ["Đắc Sơn", "xã Đắc Sơn và ĐẮC SƠN", "đặc sản ở sơn"]
    assert as_written(["dac", "son"], texts) == "Đắc Sơn"
    assert as_written(["son", "san"], texts) == ""  # each stands somewhere, together nowhere
    assert as_written(["ky", "thoat"], ["so cùng kỳ. Thoát nghèo", "kỳ; thoát"]) == ""
    assert as_written(["hoa"], ["xã hội hóa", "hòa giải", "hoa sen"]) == ""
    assert as_written(["hoa"], ["hòa giải", "hoà bình", "hoà nhập"]) == "hoà"
    assert as_written(["khong"], texts) == ""
