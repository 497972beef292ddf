"""How an act on a report can be refused. Messages are Vietnamese and say what to do."""

from collections.abc import Sequence
from datetime import datetime

from giaoban.domain.reports.queries import Problem


class ReportRefused(ValueError):
    """The act contradicts the report's state or rules; the message says how."""


class WrongState(ReportRefused):
    """The submission is not in a state that allows the act."""


class RoundClosed(ReportRefused):
    """The round is closed; nothing in it changes any more."""


class AlreadyReminded(ReportRefused):
    """The unit was reminded today; once a day is enough."""


class EditConflict(ReportRefused):
    """Somebody else saved in between. Carries both texts so that nothing is lost; `version` is theirs."""

    def __init__(self, *, what: str, theirs: str, yours: str, by: str, changed_at: datetime, version: int) -> None:
        super().__init__(f"{what}: {by} vừa lưu nội dung khác lúc bạn đang sửa. Cả hai bản được giữ; hãy chọn một.")
        self.what, self.theirs, self.yours = what, theirs, yours
        self.by, self.changed_at, self.version = by, changed_at, version


class RemainingProblems(ReportRefused):
    """The report cannot be signed off yet; `problems` say what remains, each with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"Còn {len(problems)} việc phải xử lý trước khi duyệt")
        self.problems = tuple(problems)


class WorkbookRefused(ReportRefused):
    """The whole file is refused and nothing was written."""
