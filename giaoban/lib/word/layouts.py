"""The measures of the mandated layouts, as data with their source.

A new guidance is a new row in PARTY_LAYOUTS with the day it holds from; papers issued before keep the old one.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Layout:
    """Every measure of one layout: millimetres (`_mm`), points (`_pt`), text as printed."""

    source: str
    font: str = "Times New Roman"
    page_width_mm: float = 210  # A4
    page_height_mm: float = 297
    top_mm: float = 20
    bottom_mm: float = 20
    left_mm: float = 30
    right_mm: float = 15
    page_number_from_edge_mm: float = 10
    page_number_pt: float = 14
    motto: str = "ĐẢNG CỘNG SẢN VIỆT NAM"
    motto_pt: float = 15
    # Width of the motto in bold Times New Roman, in em (sum of advance widths, measured on the metric-compatible
    # Liberation Serif Bold): the line under it is as long as the text.
    motto_width_em: float = 12.35
    superior_pt: float = 14
    organ_pt: float = 14
    mark_under_organ: str = "*"
    number_pt: float = 14
    place_date_pt: float = 14
    type_pt: float = 16
    abstract_pt: float = 15
    mark_under_abstract: str = "-----"
    body_pt: float = 14
    line_exactly_pt: float = 20
    first_line_mm: float = 10
    paragraph_gap_pt: float = 6
    signer_title_pt: float = 14
    signer_name_pt: float = 14
    recipients_heading: str = "Nơi nhận:"
    recipients_heading_pt: float = 14
    recipients_pt: float = 12
    table_pt: float = 12

    @property
    def text_width_mm(self) -> float:
        """The width between the margins of an upright page."""
        return self.page_width_mm - self.left_mm - self.right_mm

    @property
    def landscape_text_width_mm(self) -> float:
        """The width between the margins of a page lying on its side."""
        return self.page_height_mm - self.left_mm - self.right_mm


# Sizes and positions: Hướng dẫn 36-HD/VPTW, 03/4/2018. Margins 20/20/30/15 are given by its successor 05-HD/VPTW
# (2026) and reported for 36-HD; ranges (type 15–16, abstract 14–15, body line 18–22) leave the office a choice.
PARTY_36 = Layout(source="Hướng dẫn 36-HD/VPTW, ngày 03/4/2018 của Văn phòng Trung ương Đảng")

PARTY_LAYOUTS: tuple[tuple[date, Layout], ...] = ((date(2018, 4, 3), PARTY_36),)


def party_layout_on(day: date) -> Layout:
    """Return the Party layout that holds on a day; the first known one for any day before it."""
    held = [layout for since, layout in PARTY_LAYOUTS if since <= day]
    return held[-1] if held else PARTY_LAYOUTS[0][1]
