"""What a paper will say, as JSON-ready values read from the database at issue and frozen with the paper.

The Word file is drawn from these facts and from nothing else, so file, facts and database agree at issue.
Days are ISO dates, moments ISO date-times in Vietnam's time, counts integers, shares shown as "79,4".
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from giaoban.domain.conferences.queries import (
    Attendance,
    BallotResult,
    ConclusionLine,
    ConferenceRecord,
    PaperLine,
    ProgrammeItem,
)
from giaoban.lib.numbers import shown

Facts = dict[str, Any]
SHARE_PLACES = 1


def share_shown(part: int, whole: int) -> str:
    """Return part ÷ whole as a percentage with one decimal: "79,4"; an en dash where the whole is nothing."""
    return shown(Decimal(part) * 100 / whole if whole else None, SHARE_PLACES)


def conference_facts(record: ConferenceRecord) -> Facts:
    """Return the frame of every paper: what, when, where, under whom, who came."""
    return {
        "conference": {
            "id": record.id, "title": record.title, "place": record.place, "bloc": record.bloc,
            "coordinator": record.coordinator, "period": record.period, "period_label": record.period_label,
            "starts_at": record.starts_at.isoformat(), "ended_at": _moment(record.ended_at),
            "chair_title": record.chair_title, "secretary_title": record.secretary_title,
        },
        "attendance": _attendance(record.attendance),
    }  # fmt: skip


def minutes_facts(record: ConferenceRecord) -> Facts:
    """Return what the minutes say: attendance, programme, opinions and answers, ballots by name, conclusions."""
    return {
        **conference_facts(record),
        "items": [_item(item) for item in record.items],
        "conclusions": [_conclusion(line) for line in record.conclusions],
    }


def notice_facts(record: ConferenceRecord) -> Facts:
    """Return what the notice says: the numbered conclusions with their tasks, and what the votes decided."""
    return {
        **conference_facts(record),
        "heard": [{"title": item.title, "presenter": item.presenter} for item in record.thematic_reports],
        "ballots": [_ballot(ballot) for ballot in record.ballots],
        "conclusions": [_conclusion(line) for line in record.conclusions],
    }


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _attendance(counted: Attendance) -> Facts:
    return {
        "invited": counted.invited, "present": counted.present, "substituted": counted.substituted,
        "absent": counted.absent, "members": counted.members, "voters_present": counted.voters_present,
        "rate": share_shown(counted.present, counted.invited),
        "groups": [
            {"label": group.label, "invited": group.invited, "present": group.present,
             "substituted": group.substituted, "absent": group.absent}
            for group in counted.groups
        ],
        "substitutes": [
            {"unit": seat.unit, "post": seat.post, "substitute_post": seat.substitute_post}
            for seat in counted.delegates if seat.is_present and seat.substitute_post
        ],
        "absences": [
            {"unit": seat.unit, "post": seat.post, "reason": seat.absence_reason}
            for seat in counted.delegates if not seat.is_present
        ],
        "superiors": list(dict.fromkeys(s.unit for s in counted.delegates if s.group == "superior")),
    }  # fmt: skip


def _paper(paper: PaperLine | None) -> Facts | None:
    return {"symbol": paper.symbol, "type": paper.type_label, "abstract": paper.abstract} if paper else None


def _item(item: ProgrammeItem) -> Facts:
    return {
        "position": item.position, "kind": item.kind, "title": item.title, "presenter": item.presenter,
        "summary": item.summary, "paper": _paper(item.paper),
        "draft": {"type": item.draft.type_label, "title": item.draft.title} if item.draft else None,
        "opinions": [
            {"unit": opinion.unit, "text": opinion.text, "disposition": opinion.disposition_label,
             "answer": opinion.answer, "answered_by": opinion.answered_by}
            for opinion in item.opinions
        ],
        "ballots": [_ballot(ballot) for ballot in item.ballots],
    }  # fmt: skip


def _ballot(ballot: BallotResult) -> Facts:
    return {
        "question": ballot.question, "rule": ballot.rule, "basis": ballot.basis, "members": ballot.members,
        "present": ballot.present, "in_favour": ballot.in_favour, "against": ballot.against, "other": ballot.other,
        "not_cast": ballot.not_cast, "needed": ballot.needed, "carried": ballot.carried,
        "rate_on_members": share_shown(ballot.in_favour, ballot.members),
        "rate_on_present": share_shown(ballot.in_favour, ballot.present),
        "votes": [{"unit": vote.unit, "post": vote.post, "choice": vote.choice_label} for vote in ballot.votes],
    }  # fmt: skip


def _conclusion(line: ConclusionLine) -> Facts:
    task = line.task
    return {
        "number": line.number,
        "text": line.text,
        "task": {
            "id": task.id, "title": task.title, "lead": task.lead, "cooperating": list(task.cooperating),
            "deadline": task.deadline.isoformat(), "deliverable": task.deliverable,
        } if task else None,
    }  # fmt: skip
