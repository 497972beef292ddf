"""Word files in the mandated layout. Knows letterheads, sizes and margins; has never heard of a report."""

from giaoban.lib.word.layouts import PARTY_36, PARTY_LAYOUTS, Layout, party_layout_on
from giaoban.lib.word.packing import packed
from giaoban.lib.word.party import Letterhead, PartyPaper
from giaoban.lib.word.tables import Column

__all__ = ["PARTY_36", "PARTY_LAYOUTS", "Column", "Layout", "Letterhead", "PartyPaper", "packed", "party_layout_on"]
