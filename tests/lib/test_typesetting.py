"""Sheets set from data, and the files they are kept in."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from giaoban.lib import lettering
from giaoban.lib.typesetting import kept, key_of, set_sheet


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.typ"
    path.write_text("#let told = json(bytes(sys.inputs.data))\n#told.words")
    return path


def test_what_is_told_is_data_and_never_markup(sheet: Path) -> None:
    for words in ("#panic()", "*đậm*", '#read("/etc/passwd")', '"); #panic(', "$x$ @a <b> \\u{0}"):
        assert set_sheet(sheet, {"words": words}, form="pdf").startswith(b"%PDF-")


def test_a_sheet_reaches_no_file_beside_its_own(sheet: Path) -> None:
    (sheet.parent / "secret.txt").write_text("kín")
    sheet.write_text('#read("secret.txt")')
    with pytest.raises(Exception, match="not found"):
        set_sheet(sheet, {}, form="pdf")


def test_one_is_set_at_a_time(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "PATIENCE_SECONDS", 0)
    with lettering.one_at_a_time(), pytest.raises(lettering.TooBusy):
        set_sheet(sheet, {"words": ""}, form="pdf")
    set_sheet(sheet, {"words": ""}, form="pdf")


def test_the_key_follows_words_pictures_and_sheet(sheet: Path) -> None:
    keys = {key_of(sheet, {"words": "a"}), key_of(sheet, {"words": "b"})}
    keys.add(key_of(sheet, {"words": "a"}, pictures={"p.jpg": b"1"}))
    keys.add(key_of(sheet, {"words": "a"}, pictures={"p.jpg": b"2"}))
    sheet.write_text("khác")
    keys.add(key_of(sheet, {"words": "a"}))
    assert len(keys) == 5


def test_many_may_make_the_same_file_at_once(tmp_path: Path) -> None:
    """As processes do that share a folder: nobody finds the other's half-written file, or none where its own was."""
    makers = 4
    together = Barrier(makers)

    def make() -> bytes:
        together.wait(timeout=20)
        return b"whole" * 200_000

    with ThreadPoolExecutor(makers) as threads:
        asked = [threads.submit(kept, tmp_path, "7-vi", "abc", ".pdf", make) for _ in range(makers)]
        made = {one.result() for one in asked}
    assert [path.read_bytes() for path in made] == [b"whole" * 200_000]
    assert list(tmp_path.iterdir()) == list(made)


def test_older_ones_go_and_others_stay(tmp_path: Path) -> None:
    old = kept(tmp_path, "7-vi", "old", ".pdf", lambda: b"1")
    others = {kept(tmp_path, stem, "old", ".pdf", lambda: b"1") for stem in ("7-en", "77-vi")}
    assert kept(tmp_path, "7-vi", "old", ".pdf", lambda: b"never made") == old
    assert old.read_bytes() == b"1"
    assert set(tmp_path.iterdir()) == {old, *others}
    new = kept(tmp_path, "7-vi", "new", ".pdf", lambda: b"2")
    assert set(tmp_path.iterdir()) == {new, *others}
