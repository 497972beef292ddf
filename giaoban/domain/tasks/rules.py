"""What may happen to a task in which state, when it is late, which files count as evidence. Pure Python."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from giaoban.lib import dates
from giaoban.lib.text import clean

ASSIGNED, IN_PROGRESS, DELIVERED, ACCEPTED, WITHDRAWN = "assigned", "in_progress", "delivered", "accepted", "withdrawn"
OPEN_STATES = (ASSIGNED, IN_PROGRESS)
CLOSED_STATES = (ACCEPTED, WITHDRAWN)
# act -> (states in which it may happen, the state that follows)
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "report": ((ASSIGNED, IN_PROGRESS), IN_PROGRESS),
    "deliver": ((ASSIGNED, IN_PROGRESS), DELIVERED),
    "return": ((DELIVERED,), IN_PROGRESS),
    "accept": ((DELIVERED,), ACCEPTED),
    "withdraw": ((ASSIGNED, IN_PROGRESS, DELIVERED), WITHDRAWN),
}
_ZIP = (b"PK\x03\x04",)
# Extension -> how such a file begins. No archives: a secretary must be able to open evidence with one click.
FILE_TYPES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": _ZIP,
    "xlsx": _ZIP,
    "odt": _ZIP,
    "ods": _ZIP,
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
}
NAME_LENGTH = 200


class BadFile(ValueError):
    """The file cannot be taken as evidence; the message (Vietnamese) says what was found and what is expected."""


@dataclass(frozen=True)
class Evidence:
    """A file that came with a step: its name as sent and its bytes."""

    file_name: str
    content: bytes


def next_state(act: str, state: str) -> str | None:
    """Return the state after the act, or None where the act may not happen in this state."""
    allowed, following = STEPS[act]
    return following if state in allowed else None


def last_day(deadline: date) -> date:
    """Return the last day in time: a deadline on a day off runs to the next working day.

    Source: khoản 5 Điều 148 Bộ luật Dân sự 2015.
    """
    return deadline if dates.is_working_day(deadline) else dates.add_working_days(deadline, 1)


def working_days_late(deadline: date, day: date) -> int:
    """Return how many working days `day` lies past the deadline; 0 while in time."""
    return dates.working_days_between(last_day(deadline), day)


def is_overdue(state: str, deadline: date, day: date) -> bool:
    """Return whether the lead unit still owes the deliverable after the deadline."""
    return state in OPEN_STATES and working_days_late(deadline, day) > 0


def stored_name(file_name: str) -> str:
    """Return the name under which a file is kept: NFC, no folders, at most 200 characters, extension kept."""
    name = PurePosixPath(clean(file_name).replace("\\", "/")).name
    name = re.sub(r'[<>:"|?*]', "_", name).strip(". ")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(extension) - 1]}{dot}{extension}" if dot else name[:NAME_LENGTH]


def check_file(evidence: Evidence, limit: int) -> str:
    """Return the name to keep for an acceptable file; raise BadFile otherwise. `limit` is in bytes."""
    name = stored_name(evidence.file_name)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in FILE_TYPES:
        kinds = ", ".join(kind for kind in FILE_TYPES if kind != "jpeg")
        raise BadFile(f"Tệp “{name}” không thuộc loại được nhận; hãy gửi tệp {kinds}.")
    if not evidence.content:
        raise BadFile(f"Tệp “{name}” rỗng; hãy kiểm tra rồi gửi lại.")
    if len(evidence.content) > limit:
        raise BadFile(f"Tệp “{name}” lớn hơn mức cho phép {limit // (1024 * 1024)} MB; hãy thu nhỏ rồi gửi lại.")
    if not evidence.content.startswith(FILE_TYPES[extension]):
        raise BadFile(f"Nội dung tệp “{name}” không phải là .{extension}; hãy mở tệp, lưu lại đúng loại rồi gửi lại.")
    return name
