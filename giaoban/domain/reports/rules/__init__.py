"""Pure rules of reporting: the life of a submission, reading what was typed, checking figures, comparing texts."""

from giaoban.domain.reports.rules.checks import Checks, Finding, Level, Measured, Past, SumRule, check_report
from giaoban.domain.reports.rules.facts import RegimeFacts, SectionFacts
from giaoban.domain.reports.rules.life import EDITABLE, HANDED_IN, MOVES, may_move
from giaoban.domain.reports.rules.reading import Asked, Reading, read_amounts, read_cell
from giaoban.domain.reports.rules.sealing import seal
from giaoban.domain.reports.rules.texts import Piece, paragraphs, unchanged_paragraphs, word_diff

__all__ = [
    "EDITABLE", "HANDED_IN", "MOVES", "Asked", "Checks", "Finding", "Level", "Measured", "Past", "Piece", "Reading",
    "RegimeFacts", "SectionFacts", "SumRule", "check_report", "may_move", "paragraphs", "read_amounts",
    "read_cell", "seal", "unchanged_paragraphs", "word_diff",
]  # fmt: skip
