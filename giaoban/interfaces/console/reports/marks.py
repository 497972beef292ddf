"""How states and problems are shown: tone, icon, word, link. Words follow the reader's language."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.domain.reports.models import State, Submission
from giaoban.domain.reports.queries import Grid, Problem, SectionPage, problems_of
from giaoban.domain.reports.queries.problems import DOUBT
from giaoban.interfaces.ui.words import said

Mark = tuple[str, str, str]
ICONS = {
    State.DRAFT: ("", "pen"), State.SIGNED_OFF: ("info", "check"), State.SUBMITTED: ("info", "file"),
    State.RETURNED: ("warn", "back"), State.ACCEPTED: ("good", "check"),
}  # fmt: skip


def state_mark(submission: Submission) -> Mark:
    """Return the tone, icon and word of a submission's state."""
    return (*ICONS[State(submission.state)], said(submission.get_state_display()))


@dataclass(frozen=True)
class Trouble:
    """A problem with its mark and the address of its box."""

    text: str
    href: str
    level: str

    @property
    def mark(self) -> Mark:
        """The tone, icon and word of how grave it is."""
        return {
            "error": ("bad", "bad", _("Lỗi")),
            "warning": ("warn", "warn", _("Cần lý do")),
            "missing": ("", "ring", _("Chưa nhập")),
            "doubt": ("info", "info", _("Hiểu là…")),
        }[self.level]


@dataclass(frozen=True)
class Remains:
    """How far a report is and what is still to be done."""

    done: int
    total: int
    troubles: tuple[Trouble, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left that keeps the report from being signed off."""
        return all(trouble.level == DOUBT for trouble in self.troubles)

    @property
    def counts(self) -> Counter[str]:
        """How many problems there are of each weight."""
        return Counter(trouble.level for trouble in self.troubles)


def remains_of(grid: Grid, pages: list[SectionPage], page: str) -> Remains:
    """Return what remains; `page` is the address of the page that holds the boxes."""
    return Remains(grid.done, grid.total, tuple(troubles_of(problems_of(grid, pages), page)))


def troubles_of(problems: Iterable[Problem], page: str) -> Iterable[Trouble]:
    """Return problems with links to their boxes on `page`."""
    return (Trouble(said(problem.message), f"{page}#{problem.anchor}", problem.level) for problem in problems)


@dataclass(frozen=True)
class Step:
    """An act that moves a report on, as its button and its confirmation say it."""

    code: str
    label: str
    question: str
    what_happens: str

    def url(self, submission: Submission) -> str:
        """Return the address of its confirmation."""
        return reverse("console:reports:step", args=[submission.pk, self.code])


def steps() -> dict[str, Step]:
    """Return every step by its code."""
    found = (
        Step("trinh", _("Trình thủ trưởng duyệt"), _("Trình thủ trưởng duyệt báo cáo?"),
             _("Thủ trưởng đơn vị nhận được thông báo ngay và duyệt trên trang này. Báo cáo vẫn sửa được.")),
        Step("duyet", _("Duyệt"), _("Duyệt báo cáo của đơn vị?"),
             _("Sau khi duyệt, số và lời không sửa được nữa cho đến khi rút duyệt; bước tiếp theo là nộp.")),
        Step("nop", _("Nộp lên thị xã"), _("Nộp báo cáo lên thị xã?"),
             _("Thư ký nhận được báo cáo và kiểm tra. Giờ nộp lần đầu quyết định đúng hạn hay trễ.")),
        Step("rut", _("Rút duyệt để sửa"), _("Rút duyệt báo cáo?"),
             _("Báo cáo trở lại đang soạn và sửa được; sửa xong phải duyệt lại.")),
    )  # fmt: skip
    return {step.code: step for step in found}


def next_step(submission: Submission, *, is_head: bool) -> Step | None:
    """Return the one step that comes next for a person of the unit; None where they wait for somebody else."""
    if submission.state in (State.DRAFT, State.RETURNED):
        return steps()["duyet" if is_head else "trinh"]
    return steps()["nop"] if submission.state == State.SIGNED_OFF else None


def why_locked(submission: Submission) -> str:
    """Return why a report cannot be edited now; empty where it can."""
    if submission.round.closed_at is not None:
        return _("Kỳ báo cáo đã đóng; số liệu được giữ nguyên để xem.")
    return {
        State.SIGNED_OFF: _("Thủ trưởng đã duyệt. Muốn sửa, thủ trưởng rút duyệt trước; nếu đúng rồi thì nộp."),
        State.SUBMITTED: _("Đã nộp, đang chờ thị xã kiểm tra. Cần sửa thì đề nghị thư ký trả lại."),
        State.ACCEPTED: _("Thị xã đã nhận báo cáo; số liệu đã vào bảng tổng hợp. Có số sai thì đề nghị thư ký mở lại."),
    }.get(State(submission.state), "")
