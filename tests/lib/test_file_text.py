"""The text inside Word and PDF files, on real bytes."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from giaoban.lib import file_text
from giaoban.lib.file_text import text_of


def word_file(*lines: str, cell: str = "") -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.add_table(1, 1).cell(0, 0).text = cell
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def pdf_file(*texts: str) -> bytes:
    """Return a PDF with one page per text (letters of Latin-1: what a bare file can carry without a font inside)."""
    writer = PdfWriter()
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica"),
                             NameObject("/Encoding"): NameObject("/WinAnsiEncoding")})  # fmt: skip
    for text in texts:
        page = writer.add_blank_page(300, 300)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 12 Tf 20 200 Td (" + text.encode("latin-1") + b") Tj ET")
        page[NameObject("/Contents")] = writer._add_object(stream)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def test_word_paragraphs_and_tables_are_read_in_order() -> None:
    assert text_of(word_file("Kết luận của Đắc Sơn", "Đoạn hai", cell="Trong bảng")).split("\n") == [
        "Kết luận của Đắc Sơn", "Đoạn hai", "Trong bảng",
    ]  # fmt: skip


def test_pdf_pages_are_read() -> None:
    text = text_of(pdf_file("bai mot", "trang hai"))
    assert "bai mot" in text
    assert "trang hai" in text


def test_what_is_no_paper_or_broken_is_empty_text(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = word_file("Chữ")
    for content in (b"", b"chu thuong", b"%PDF-1.7 hong", whole[:200], b"PK\x03\x04" + b"\0" * 50):
        assert text_of(content) == ""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("khac.txt", "không phải Word")
    assert text_of(packed.getvalue()) == ""
    monkeypatch.setattr(file_text, "MOST_UNPACKED", 100)
    assert text_of(whole) == ""


def test_long_files_are_cut() -> None:
    assert len(text_of(word_file("dài " * 80_000))) <= file_text.LONGEST
