"""The small chart of the last periods."""

import re
from decimal import Decimal

from django.template.loader import render_to_string

from giaoban.interfaces.console.reports.chart import BOTTOM, TOP, line


def test_the_highest_figure_stands_highest_and_words_say_the_same() -> None:
    chart = line("Tỷ lệ", [("2018", Decimal("0.18")), ("2019", Decimal("0.12")), ("2020", Decimal("0.37"))], 2)
    assert chart is not None
    assert [point.y for point in chart.points][1:] == [str(BOTTOM), str(TOP)]
    assert chart.words == "Tỷ lệ: 2018: 0,18; 2019: 0,12; 2020: 0,37"
    assert len(chart.paths) == 1


def test_a_missing_figure_breaks_the_line_and_is_no_zero() -> None:
    figures = [("1", Decimal(1)), ("2", Decimal(2)), ("3", None), ("4", Decimal(3)), ("5", Decimal(4))]
    chart = line("Số", figures, 0)
    assert chart is not None
    assert len(chart.paths) == 2
    assert chart.points[2].shown == ""


def test_one_figure_is_no_line() -> None:
    assert line("Số", [("1", None), ("2", Decimal(2))], 0) is None


def test_the_picture_writes_its_coordinates_the_way_svg_reads_them() -> None:
    chart = line("Số", [("a", Decimal(1)), ("b", Decimal(5)), ("c", Decimal(2))], 0)
    drawn = render_to_string("console/reports/_line.html", {"chart": chart})
    assert re.findall(r'c[xy]="([^"]*)"', drawn)[:2] == ["22.0", "66.0"]
