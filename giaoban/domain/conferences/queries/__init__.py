"""Reading a conference: attendance, ballot results, the whole record, what remains before it can end,
which conferences the public may read of.
"""

from giaoban.domain.conferences.queries.attendance import Attendance, DelegateSeat, GroupAttendance, attendance
from giaoban.domain.conferences.queries.ballots import BallotResult, NamedVote, ballot_result
from giaoban.domain.conferences.queries.checking import VoteFault, find_vote_faults
from giaoban.domain.conferences.queries.published import concluded, concluded_from, published_tables
from giaoban.domain.conferences.queries.record import (
    ConclusionLine,
    ConferenceRecord,
    DraftLine,
    OpinionLine,
    PaperLine,
    ProgrammeItem,
    Remaining,
    TaskLine,
    conference_record,
    find_remaining,
    origin_of,
)

__all__ = [
    "Attendance",
    "BallotResult",
    "ConclusionLine",
    "ConferenceRecord",
    "DelegateSeat",
    "DraftLine",
    "GroupAttendance",
    "NamedVote",
    "OpinionLine",
    "PaperLine",
    "ProgrammeItem",
    "Remaining",
    "TaskLine",
    "VoteFault",
    "attendance",
    "ballot_result",
    "concluded",
    "concluded_from",
    "conference_record",
    "find_remaining",
    "find_vote_faults",
    "origin_of",
    "published_tables",
]
