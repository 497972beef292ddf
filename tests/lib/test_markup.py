"""Text from strangers: elements go, words stay."""

import pytest

from giaoban.lib.markup import words_of


@pytest.mark.parametrize(("typed", "kept"), [
    ("<b>đậm</b> và <a href='http://x'>liên kết</a>", "đậm và liên kết"),
    ("<script>alert(1)</script>xin chào<STYLE>p{}</STYLE>", "xin chào"),
    ("a &amp; b<br>c", "a & bc"),
    ("<img src=x onerror=alert(1)>ảnh", "ảnh"),
])  # fmt: skip
def test_elements_go_and_words_stay(typed: str, kept: str) -> None:
    assert words_of(typed) == kept


@pytest.mark.parametrize("typed", [
    "nếu x<y thì y>x", "tỷ lệ <5%, >3%", "I <3 Phổ Yên", "Q&A", "viết &lt;b&gt;", "a <b và c", "dòng 1\n\n  dòng 2",
])  # fmt: skip
def test_what_only_looks_like_it_is_left_as_typed(typed: str) -> None:
    assert words_of(typed) == typed
