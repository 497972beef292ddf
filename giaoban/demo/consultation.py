"""The draft regulation open for comment by anybody; who comments is named by where they live, and marked made up."""

from dataclasses import dataclass

from giaoban.demo.people import Cast
from giaoban.demo.registers import CONFERENCE_DAY
from giaoban.demo.rounds import moment
from giaoban.domain.documents.models import Consultation, Draft, PublicComment, Reply
from giaoban.domain.documents.operations import answer_public_comment, open_for_comment, submit_public_comment


@dataclass(frozen=True)
class _Said:
    """A made-up comment; the day of July it came, the day it was answered."""

    name: str
    clause: str
    text: str
    day: int
    reply: Reply = Reply.OPEN
    answer: str = ""
    answered: int = 0


BEFORE = (
    _Said("Một người dân phường Ba Hàng (minh hoạ)", "Điều 2", "Nên ghi rõ hạn nộp báo cáo của từng cấp, để xã, phường "
          "và các ngành chủ động.", 4, Reply.TAKEN, "Ghi hạn nộp theo cấp vào phụ lục của Quy chế.", 8),
    _Said("Một giáo viên ở xã Đắc Sơn (minh hoạ)", "Điều 3", "Kết luận giao ban nên được đăng lên trang thông tin để "
          "người dân theo dõi việc thực hiện.", 6, Reply.EXPLAINED, "Kết luận và tình trạng nhiệm vụ đã được đăng ở "
          "trang của từng hội nghị, nên không cần thêm điều riêng.", 9),
)  # fmt: skip
AFTER = _Said("Một phụ huynh ở phường Bãi Bông (minh hoạ)", "Điều 4", "Đề nghị ghi rõ khi nào sơ kết và kết quả sơ kết "
              "đăng ở đâu.", 12)  # fmt: skip


def load_consultation(*, draft: Draft, cast: Cast) -> Consultation:
    """Open the draft for comment to the day its text must be final, take two comments and answer them."""
    opens = moment(2020, 7, 2, 8)
    opened = open_for_comment(
        draft=draft, opens_on=opens.date(), closes_on=CONFERENCE_DAY.replace(day=24), acting_user=cast.secretary,
        at=opens,
    )  # fmt: skip
    for one in BEFORE:
        comment = take_comment(opened, one)
        answer_public_comment(
            comment=comment, reply=one.reply, answer=one.answer, expected_version=comment.version,
            acting_user=cast.secretary, at=moment(2020, 7, one.answered, 10),
        )  # fmt: skip
    return opened


def take_comment(opened: Consultation, one: _Said = AFTER) -> PublicComment:
    """Take one comment as the public page does; without another, the one that still waits for its answer."""
    at = moment(2020, 7, one.day, 20, 10)
    return submit_public_comment(consultation=opened, text=one.text, name=one.name, clause=one.clause, at=at)
