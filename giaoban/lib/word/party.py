"""A Party paper, built from top to bottom: letterhead, type and abstract, body, signatures, annexes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt

from giaoban.lib.dates import formal
from giaoban.lib.word.layouts import Layout
from giaoban.lib.word.marks import (
    add_line_above,
    add_page_field,
    set_cell_margins,
    set_font,
    set_language,
    set_row_flag,
    set_widths,
)
from giaoban.lib.word.packing import packed
from giaoban.lib.word.tables import Column, draw_table

LEFT, CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT_COLUMN_MM = 75.0  # of the two columns of letterhead and signature
POINTS_PER_MM = 72 / 25.4
SIGNING_LINES = 4  # blank lines left for signature and seal


@dataclass(frozen=True)
class Letterhead:
    """The top of a paper. `symbol` as printed: "Số 12-TB/BTGThU"; the lines are set in capitals."""

    superior: str
    organ: str
    symbol: str
    place: str
    day: date


class PartyPaper:
    """One Word file in the Party's layout. Call its parts in the order of the page, then `to_bytes`."""

    def __init__(self, layout: Layout, *, title: str, author: str, made_at: datetime) -> None:
        self.layout, self.made_at = layout, made_at
        self._document: Any = Document()
        self._set_properties(title, author)
        self._set_styles()
        self._set_page(self._document.sections[0])
        self._number_pages()

    # --- the page -------------------------------------------------------------------------------------------

    def _set_properties(self, title: str, author: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.author, properties.last_modified_by = title[:250], author, author
        properties.comments, properties.language = "", "vi-VN"

    def _set_styles(self) -> None:
        for name in ("Normal", "Header"):
            style = self._document.styles[name]
            set_font(style, self.layout.font, self.layout.body_pt)
            set_language(style)

    def _set_page(self, section: Any) -> None:
        layout = self.layout
        section.page_width, section.page_height = Mm(layout.page_width_mm), Mm(layout.page_height_mm)
        section.top_margin, section.bottom_margin = Mm(layout.top_mm), Mm(layout.bottom_mm)
        section.left_margin, section.right_margin = Mm(layout.left_mm), Mm(layout.right_mm)
        section.header_distance = section.footer_distance = Mm(layout.page_number_from_edge_mm)

    def _number_pages(self) -> None:
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = CENTRE
        add_page_field(paragraph).font.size = Pt(self.layout.page_number_pt)

    # --- letterhead, type and abstract -----------------------------------------------------------------------

    def letterhead(self, head: Letterhead) -> None:
        """Organ lines with the asterisk on the left, the Party's name with its line on the right, number and date."""
        layout = self.layout
        table = self._two_columns(rows=2)
        organs, motto = table.rows[0].cells
        number, dated = table.rows[1].cells
        self._cell_line(organs, head.superior.upper(), layout.superior_pt, first=True)
        self._cell_line(organs, head.organ.upper(), layout.organ_pt, bold=True)
        self._cell_line(organs, layout.mark_under_organ, layout.organ_pt)
        self._cell_line(motto, layout.motto, layout.motto_pt, bold=True, first=True)
        self._line_under_motto(motto)
        self._cell_line(number, head.symbol, layout.number_pt, first=True)
        self._cell_line(dated, f"{head.place}, {formal(head.day)}", layout.place_date_pt, italic=True, first=True)

    def _two_columns(self, rows: int) -> Any:
        table = self._document.add_table(rows=rows, cols=2)
        set_cell_margins(table, 0, 0)
        set_widths(table, [LEFT_COLUMN_MM, self.layout.text_width_mm - LEFT_COLUMN_MM])
        return table

    def _cell_line(
        self, cell: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, underline: bool = False,
        first: bool = False, alignment: Any = CENTRE,
    ) -> Any:  # fmt: skip
        paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.alignment = alignment
        self._run(paragraph, text, size, bold=bold, italic=italic, underline=underline)
        return paragraph

    def _run(
        self, paragraph: Any, text: str, size: float, *, bold: bool = False, italic: bool = False,
        underline: bool = False,
    ) -> Any:  # fmt: skip
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.bold, run.italic = bold, italic
        run.underline = underline or None
        return run

    def _line_under_motto(self, cell: Any) -> None:
        """A rule exactly as long as the motto, centred under it: a border between computed indents."""
        layout = self.layout
        column_mm = layout.text_width_mm - LEFT_COLUMN_MM
        text_mm = layout.motto_width_em * layout.motto_pt / POINTS_PER_MM
        paragraph = cell.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Mm((column_mm - text_mm) / 2)
        form.space_before, form.space_after = Pt(1), Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
        add_line_above(paragraph)

    def title(self, paper_type: str, abstract: str) -> None:
        """The type in capitals, the abstract under it, and the five hyphens."""
        layout = self.layout
        for text, size, before in (
            (paper_type.upper(), layout.type_pt, 18.0),
            ("\u00a0".join(abstract.rsplit(" ", 2)), layout.abstract_pt, 0.0),  # no last line of one word
            (layout.mark_under_abstract, layout.abstract_pt, 0.0),
        ):
            paragraph = self._document.add_paragraph()
            paragraph.alignment = CENTRE
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(0)
            paragraph.paragraph_format.keep_with_next = True
            self._run(paragraph, text, size, bold=True)
        paragraph.paragraph_format.space_after = Pt(layout.paragraph_gap_pt)
        paragraph.paragraph_format.keep_with_next = False

    # --- body ---------------------------------------------------------------------------------------------------

    def paragraph(self, text: str, *, bold: bool = False, italic: bool = False, lead: str = "") -> None:
        """One paragraph of the body: justified, first line indented; `lead` is set in bold before the text."""
        paragraph = self._body_paragraph()
        if lead:
            self._run(paragraph, lead, self.layout.body_pt, bold=True)
        self._run(paragraph, text, self.layout.body_pt, bold=bold, italic=italic)

    def heading(self, text: str) -> None:
        """A heading in the body, kept with what follows."""
        paragraph = self._body_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, text, self.layout.body_pt, bold=True)

    def _body_paragraph(self) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = JUSTIFY
        form = paragraph.paragraph_format
        form.first_line_indent = Mm(self.layout.first_line_mm)
        form.space_before, form.space_after = Pt(0), Pt(self.layout.paragraph_gap_pt)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.layout.line_exactly_pt)
        form.widow_control = True
        return paragraph

    def centred(self, text: str, *, size: float | None = None, bold: bool = True, italic: bool = False) -> None:
        """A centred line, such as the heading of an annex."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_after = Pt(self.layout.paragraph_gap_pt)
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, text, size or self.layout.body_pt, bold=bold, italic=italic)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], group_rows: set[int] | None = None
    ) -> None:
        """A ruled table whose header repeats; rows whose index is in `group_rows` span all columns in bold."""
        draw_table(self._document, self.layout, columns, rows, group_rows or set())
        spacer = self._document.add_paragraph().paragraph_format
        spacer.space_after = Pt(0)
        spacer.line_spacing_rule, spacer.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.layout.paragraph_gap_pt)

    def landscape_annex(self) -> None:
        """Begin a section on its side, for a wide table; page numbers run on."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        self._set_page(section)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(self.layout.page_height_mm), Mm(self.layout.page_width_mm)
        section.different_first_page_header_footer = False

    # --- the end --------------------------------------------------------------------------------------------------

    def signature(self, recipients: Sequence[str], signer_title: str, signer_name: str = "") -> None:
        """Recipients on the left, the head's title (upright, no T/M: a ban's head signs for it) on the right.

        Without a name the line stays blank for it.
        """
        layout = self.layout
        table = self._sign_row()
        left, right = table.rows[0].cells
        self._cell_line(left, layout.recipients_heading, layout.recipients_heading_pt, underline=True, first=True,
                        alignment=LEFT)  # fmt: skip
        for line in recipients:
            self._cell_line(left, line, layout.recipients_pt, alignment=LEFT)
        self._signer(right, signer_title, signer_name)

    def two_signatures(self, left_title: str, right_title: str, left_name: str = "", right_name: str = "") -> None:
        """Two people sign beside each other, as minutes are: the secretary on the left, the chair on the right."""
        left, right = self._sign_row().rows[0].cells
        self._signer(left, left_title, left_name)
        self._signer(right, right_title, right_name)

    def _sign_row(self) -> Any:
        paragraphs = self._document.paragraphs
        if paragraphs:
            paragraphs[-1].paragraph_format.keep_with_next = True
        table = self._two_columns(rows=1)
        set_row_flag(table.rows[0], "w:cantSplit")
        return table

    def _signer(self, cell: Any, title: str, name: str) -> None:
        self._cell_line(cell, title.upper(), self.layout.signer_title_pt, first=True)
        for _ in range(SIGNING_LINES):
            self._cell_line(cell, "", self.layout.signer_name_pt)
        self._cell_line(cell, name, self.layout.signer_name_pt, bold=True)

    def to_bytes(self) -> bytes:
        """Return the finished file; the same paper is the same bytes."""
        return packed(self._document, self.made_at)
