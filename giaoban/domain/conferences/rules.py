"""States, the majority, the usual programme and the time limits of a conference. Pure.

Time limits: Quyết định 45/2018/QĐ-TTg (invitations and papers 3 working days before, the notice of conclusions
within 5 working days after). It binds State bodies; a Party body takes it as habit, so breaking it only warns.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from giaoban.lib.dates import add_working_days, working_days_between

INVITE_WORKING_DAYS_BEFORE = 3
NOTICE_WORKING_DAYS_AFTER = 5

PREPARING, OPEN, CONCLUDED = "preparing", "open", "concluded"

# (kind, title, minutes) of a half-day briefing in its customary order (domain.md §5.2).
USUAL_PROGRAMME: tuple[tuple[str, str, int], ...] = (
    ("opening", "Đón đại biểu, điểm danh, phát tài liệu", 30),
    ("opening", "Tuyên bố lý do, giới thiệu đại biểu, chủ trì và thư ký", 10),
    ("opening", "Khai mạc hội nghị", 10),
    ("report", "Báo cáo kết quả công tác trong kỳ và nhiệm vụ kỳ tới", 30),
    ("discussion", "Các ngành, địa phương tham luận, thảo luận", 60),
    ("speech", "Lãnh đạo Ban Tuyên giáo cấp trên phát biểu", 15),
    ("discussion", "Tiếp thu, giải trình các ý kiến", 15),
    ("conclusion", "Chủ trì kết luận hội nghị", 15),
    ("closing", "Bế mạc", 5),
)


@dataclass(frozen=True)
class Majority:
    """The share of the base that must be in favour, and whether it must be exceeded."""

    numerator: int
    denominator: int
    strictly_more: bool

    def needed(self, base: int) -> int:
        """Return the smallest number of votes in favour that carries, out of `base` entitled delegates."""
        share = base * self.numerator
        if self.strictly_more:
            return share // self.denominator + 1
        return -(-share // self.denominator)

    def carries(self, in_favour: int, base: int) -> bool:
        """Return whether that many votes carry; an empty base carries nothing."""
        return base > 0 and in_favour >= self.needed(base)

    @property
    def words(self) -> str:
        """The rule as it is read out: quá 1/2, từ 2/3 trở lên."""
        share = Fraction(self.numerator, self.denominator)
        return f"quá {share}" if self.strictly_more else f"từ {share} trở lên" if share < 1 else "toàn bộ"


def invitation_warning(invited_on: date | None, held_on: date) -> str:
    """Return why the invitations are late or missing (Vietnamese), "" where they are in time."""
    if invited_on is None:
        return f"Chưa gửi giấy mời; cần gửi trước hội nghị ít nhất {INVITE_WORKING_DAYS_BEFORE} ngày làm việc"
    days = working_days_between(invited_on, held_on)
    if days < INVITE_WORKING_DAYS_BEFORE:
        return f"Giấy mời gửi trước {days} ngày làm việc; cần ít nhất {INVITE_WORKING_DAYS_BEFORE} ngày"
    return ""


def notice_due_on(held_on: date) -> date:
    """Return the last day for the notice of conclusions: the fifth working day after the conference."""
    return add_working_days(held_on, NOTICE_WORKING_DAYS_AFTER)
