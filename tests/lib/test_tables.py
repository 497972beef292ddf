"""Tables as CSV: figures stay figures, and nobody's text is run as a formula."""

import csv
import io

import pytest

from giaoban.lib.tables import as_csv
from giaoban.lib.tables.content import Cell, Column, Group, Table


def written(cell: Cell) -> str:
    table = Table("Biểu", (), (Column("STT", 5), Column("Ô", 10), Column("Ghi chú", 5)),
                  (Group("", ((Cell("1"), cell, Cell("")),)),))  # fmt: skip
    return list(csv.reader(io.StringIO(as_csv(table).lstrip("\ufeff"))))[1][1]


@pytest.mark.parametrize(
    "text", ["+4,8%", "-9,4%", "−9,7%", "+0,47 điểm", "-1.234,5", "+12", "1.702", "47,3%", "–", ""]
)
def test_a_figure_stays_as_it_is(text: str) -> None:
    assert written(Cell(text)) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "+4,8%+A1", "+A1", "-", "\t=1", "\r=1", '=HYPERLINK("x")', "+1 A1", "-1|c!A1"],
)
def test_text_that_would_be_run_is_made_inert(text: str) -> None:
    assert written(Cell(text)) == f"'{text}"
