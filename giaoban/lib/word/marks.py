"""The few things python-docx has no word for, written as WordprocessingML."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FACES = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


def set_font(holder: Any, font: str, size_pt: float) -> None:
    """Set a style's or run's font on all four faces, and its size for plain and complex scripts alike."""
    properties = holder.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for face in FACES:
        fonts.set(qn(face), font)
    holder.font.size = Pt(size_pt)
    complex_size = properties.find(qn("w:szCs"))
    if complex_size is None:
        complex_size = OxmlElement("w:szCs")
        properties.find(qn("w:sz")).addnext(complex_size)
    complex_size.set(qn("w:val"), str(round(size_pt * 2)))


def set_language(style: Any, language: str = "vi-VN") -> None:
    """Say which language the text is in, so that Word checks and hyphenates it as such."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    mark = OxmlElement("w:lang")
    for face in ("w:val", "w:eastAsia"):
        mark.set(qn(face), language)
    properties.append(mark)


def add_page_field(paragraph: Any) -> Any:
    """Add the page number field and return its run."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "2"), ("end", "")):
        if kind == "shown":
            part = OxmlElement("w:t")
            part.text = text
        elif kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
        run._r.append(part)
    return run


def add_line_above(paragraph: Any, eighths_of_point: int = 6) -> None:
    """Draw a solid line above a paragraph, as wide as the paragraph between its indents."""
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", str(eighths_of_point)), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def set_cell_margins(table: Any, left_mm: float, right_mm: float) -> None:
    """Set the space between a table's cell edges and their text."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("left", left_mm), ("right", right_mm)):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), str(Mm(width).twips))
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def set_row_flag(row: Any, flag: str) -> None:
    """Mark a row: "w:tblHeader" repeats it on every page, "w:cantSplit" keeps it whole."""
    row._tr.get_or_add_trPr().append(OxmlElement(flag))


def set_widths(table: Any, widths_mm: list[float]) -> None:
    """Fix the widths of a table's columns, in the grid and in every cell: Word and LibreOffice then agree."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)
