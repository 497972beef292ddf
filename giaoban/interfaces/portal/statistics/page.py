"""What the statistics page and its CSV show, in words."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.domain.visits.queries import Bar, Report, Share
from giaoban.domain.visits.rules import Step
from giaoban.interfaces.portal.statistics.drawing import Chart, chart_of
from giaoban.interfaces.portal.statistics.titles import Title, titles_of

DEVICES: dict[str, str | Promise] = {
    "d": gettext_lazy("Máy tính"),
    "t": gettext_lazy("Máy tính bảng"),
    "p": gettext_lazy("Điện thoại"),
}


@dataclass(frozen=True)
class Line:
    """One row of a table of shares; `width` of 100 is the share as a bar, `language` that of a name not in ours."""

    name: str
    link: str
    views: int
    width: float
    language: str = ""


@dataclass(frozen=True)
class Course:
    """The chart and the rows beneath it."""

    chart: Chart
    rows: list[tuple[str, Bar]]


def course_of(found: Report) -> Course:
    """Return the course of visits, each bar named in full."""
    names = [name_of(bar, found.days.step) for bar in found.course]
    words = [_short(bar, found.days.step) for bar in found.course]
    return Course(
        chart_of([bar.counts.visits if bar.counts else None for bar in found.course], names, words),
        list(zip(names, found.course, strict=True)),
    )


def name_of(bar: Bar, step: Step) -> str:
    """Return what a bar stands for, e.g. 13/7/2020, 08:00 or tháng 7/2020."""
    if step is Step.MONTH:
        return _("tháng %(month)s/%(year)s") % {"month": bar.day.month, "year": bar.day.year}
    day = f"{bar.day.day}/{bar.day.month}/{bar.day.year}"
    return f"{day}, {bar.hour:02d}:00" if step is Step.HOUR else day


def _short(bar: Bar, step: Step) -> str:
    if step is Step.MONTH:
        return f"{bar.day.month}/{bar.day.year}"
    return f"{bar.hour:02d}:00" if step is Step.HOUR else f"{bar.day.day}/{bar.day.month}"


def page_lines(found: Report, request: HttpRequest) -> list[Line]:
    """Return the most read pages by their titles, by their addresses where they are gone, and the rest in one line.

    Costs what titles_of does, however many there are.
    """
    titles = titles_of([share.key for share in found.pages], request)
    lines = [_line(share, *titles.get(share.key, Title(share.key)), share.key) for share in found.pages]
    return _with_rest(lines, _("Các trang khác"), found.other_pages, found.total.views)


def host_lines(found: Report) -> list[Line]:
    """Return the sites that led here, those that came straight, and the rest."""
    lines = [_line(share, share.key) for share in found.referrers]
    lines = _with_rest(lines, _("Các trang web khác"), found.other_referrers, found.total.views)
    return _with_rest(lines, _("Vào thẳng, hoặc từ chính cổng này"), found.direct, found.total.views)


def device_lines(found: Report) -> list[Line]:
    """Return the classes of devices."""
    return [_line(share, str(DEVICES.get(share.key, share.key))) for share in found.devices]


def _line(share: Share, name: str, language: str = "", link: str = "") -> Line:
    return Line(name, link, share.views, round(share.part * 100, 1), language)


def _with_rest(lines: list[Line], name: str, views: int, total: int) -> list[Line]:
    return [*lines, Line(name, "", views, round(views / total * 100, 1))] if views else lines


def as_csv(found: Report, request: HttpRequest) -> str:
    """Return everything shown as one table."""
    rows: list[list[object]] = [[_("Loại"), _("Mục"), _("Lượt truy cập"), _("Người truy cập"), _("Lượt xem trang")]]
    rows += [[_("Thời gian"), name, *(bar.counts or [_("chưa đếm"), "", ""])] for name, bar in course_of(found).rows]
    for kind, lines in (
        (_("Trang"), page_lines(found, request)), (_("Nguồn"), host_lines(found)), (_("Thiết bị"), device_lines(found)),
    ):  # fmt: skip
        rows += [[kind, f"{line.name} ({line.link})" if line.link else line.name, "", "", line.views] for line in lines]
    return sheet_of(rows)


def sheet_of(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV. Semicolons and the byte order mark: what Excel set to Vietnamese opens; no cell a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def _inert(cell: object) -> object:
    """Return a cell so that a spreadsheet takes it for no formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
