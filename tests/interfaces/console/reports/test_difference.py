"""Two periods' texts side by side."""

from giaoban.interfaces.console.reports.difference import Piece, against, words


def test_a_changed_number_is_marked_and_nothing_else() -> None:
    assert words("ban hành 06 văn bản", "ban hành 04 văn bản") == (
        Piece("same", "ban hành"),
        Piece("gone", "06"),
        Piece("new", "04"),
        Piece("same", "văn bản"),
    )


def test_an_unchanged_paragraph_is_named_as_such_wherever_it_now_stands() -> None:
    earlier = "Giữ vững 3/3 trường đạt chuẩn.\nTrạm y tế khám 5.140 lượt."
    later = "Mở đầu mới hoàn toàn, không giống gì.\nGiữ vững 3/3  trường đạt chuẩn."
    marked = against(earlier, later)
    assert [(p.text, p.is_same) for p in marked] == [
        ("Giữ vững 3/3 trường đạt chuẩn.", True),
        ("Trạm y tế khám 5.140 lượt.", False),
        ("Mở đầu mới hoàn toàn, không giống gì.", False),
    ]
    assert marked[1].pieces == (Piece("gone", "Trạm y tế khám 5.140 lượt."),)
    assert marked[2].pieces[0].kind == "new"


def test_nothing_is_marked_before_anything_is_written() -> None:
    (only,) = against("Một đoạn.", "  \n ")
    assert not only.is_same
    assert only.pieces == (Piece("same", "Một đoạn."),)
