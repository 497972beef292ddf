"""Rich text as data."""

from giaoban.lib.marked_text import blocks_of


def run(text: str, *, bold: bool = False, italic: bool = False, href: str = "") -> dict[str, object]:
    return {"text": text, "bold": bold, "italic": italic, "href": href}


def test_paragraphs_keep_emphasis_links_and_breaks() -> None:
    html = '<p>Đạt <b>91,2 <i>%</i></b>,<br/>xem <a href="/so-lieu/">số liệu</a> &lt;ở đây&gt;</p><p></p><p>Hai</p>'
    first, second = blocks_of(html, lambda href: f"http://x{href}")
    assert first["runs"] == [
        run("Đạt "), run("91,2 ", bold=True), run("%", bold=True, italic=True), run(","), run("\n"), run("xem "),
        run("số liệu", href="http://x/so-lieu/"), run(" <ở đây>"),
    ]  # fmt: skip
    assert second == {"kind": "p", "runs": [run("Hai")]}


def test_lists_nest() -> None:
    found = blocks_of("<ol><li>Một<ul><li>Nhỏ</li></ul></li>\n<li>Hai</li></ol><p>Sau</p>")
    small = {"kind": "ul", "items": [[{"kind": "p", "runs": [run("Nhỏ")]}]]}
    assert found == [
        {"kind": "ol", "items": [[{"kind": "p", "runs": [run("Một")]}, small], [{"kind": "p", "runs": [run("Hai")]}]]},
        {"kind": "p", "runs": [run("Sau")]},
    ]


def test_what_is_unknown_keeps_its_text_and_nothing_breaks() -> None:
    assert blocks_of("<embed/>trơ</li></ul><li>lạc</b>") == [
        {"kind": "p", "runs": [run("trơ")]}, {"kind": "p", "runs": [run("lạc")]},
    ]  # fmt: skip
    assert blocks_of("") == []
