"""The board's matrix of units and sectors as the screens show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from giaoban.domain.orgs.models import Level
from giaoban.domain.reports.models import State, Submission
from giaoban.domain.reports.queries import Board, BoardRow, Filled, Timing
from giaoban.interfaces.console.reports.marks import Mark, state_mark
from giaoban.interfaces.ui.words import local_name
from giaoban.lib.dates import working_days_between


@dataclass(frozen=True)
class Box:
    """One box: its style, and an icon with its word, or a count."""

    css: str
    icon: str = ""
    text: str = ""
    word: str = ""


@dataclass(frozen=True)
class Band:
    """One unit's boxes."""

    submission: Submission
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Matrix:
    """The units of one level."""

    title: str
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Wanted:
    """A unit whose report is not in, or waits for the secretary."""

    row: BoardRow
    mark: Mark
    days_late: int

    @property
    def submission(self) -> Submission:
        """The report."""
        return self.row.submission

    @property
    def is_late(self) -> bool:
        """Whether the deadline was, or is being, missed."""
        return self.row.timing in (Timing.LATE, Timing.OVERDUE)


@dataclass(frozen=True)
class Column:
    """A column of the matrix: its short code and its full name."""

    code: str
    name: str


def columns_of(board: Board) -> list[Column]:
    """Return the sectors, then the narrative."""
    return [Column(sector.code, local_name(sector)) for sector in board.sectors] + [Column(_("LV"), _("lời văn"))]


def matrices_of(board: Board) -> list[Matrix]:
    """Return one matrix per level of units, communes first; levels without units are left out."""
    communes = [row for row in board.rows if row.submission.unit.level == Level.COMMUNE]
    others = [row for row in board.rows if row.submission.unit.level != Level.COMMUNE]
    found = [(_("Xã, phường"), communes), (_("Phòng, ban, ngành, hội"), others)]
    required = tuple(section.is_required for section in board.sections)
    return [Matrix(title, tuple(_band(row, required) for row in rows)) for title, rows in found if rows]


def wanted_of(rows: Iterable[BoardRow], at: datetime) -> list[Wanted]:
    """Return rows with their marks, the latest first."""
    found = [
        Wanted(row, state_mark(row.submission), working_days_between(row.submission.due_at.date(), at.date()))
        for row in rows
    ]
    return sorted(found, key=lambda one: -one.days_late)


def _band(row: BoardRow, required: tuple[bool, ...]) -> Band:
    boxes = [_box(row, filled) for filled in row.by_sector]
    # A text the outline leaves to the unit is not owed; a matrix that counted it would never be full.
    written = Filled(sum(is_in for is_in, must in zip(row.by_section, required, strict=True) if must), sum(required))
    return Band(row.submission, (*boxes, _box(row, written)))


def _box(row: BoardRow, filled: Filled | None) -> Box:
    if filled is None:
        return Box("h0", text="·", word=_("không giao"))
    match row.submission.state:
        case State.ACCEPTED:
            return Box("h5", icon="check", word=_("đủ, đã nhận"))
        case State.SUBMITTED:
            return Box("h4", icon="file", word=_("đã nộp, chờ nhận"))
        case State.RETURNED:
            return Box("h2", icon="back", word=_("trả lại"))
    count = f"{filled.done}/{filled.owed}"
    if filled.is_complete:
        return Box("h3", text=count, word=_("đã nhập, chưa nộp"))
    if row.timing is Timing.OVERDUE:
        return Box("h1", text=count, word=_("trễ, còn thiếu"))
    return Box("h0", text=count, word=_("đang nhập"))
