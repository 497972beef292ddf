"""Acts on a conference: prepared, opened, run, put to the vote, concluded."""

from giaoban.domain.conferences.operations.access import ConferenceConflict, ConferenceRefused, hold
from giaoban.domain.conferences.operations.ballots import cast_vote, close_ballot, correct_vote, open_ballot
from giaoban.domain.conferences.operations.conclusions import (
    add_conclusion,
    conclude,
    link_task,
    remove_conclusion,
    revise_conclusion,
)
from giaoban.domain.conferences.operations.planning import (
    add_item,
    attach_snapshot,
    attach_to_item,
    move_item,
    plan_conference,
    remove_item,
    revise_conference,
    send_invitations,
)
from giaoban.domain.conferences.operations.running import (
    answer_opinion,
    open_conference,
    record_opinion,
    summarise_item,
)
from giaoban.domain.conferences.operations.seats import (
    check_in,
    name_substitute,
    record_absence,
    seat_bloc,
    seat_delegate,
    undo_check_in,
)

__all__ = [
    "ConferenceConflict",
    "ConferenceRefused",
    "add_conclusion",
    "add_item",
    "answer_opinion",
    "attach_snapshot",
    "attach_to_item",
    "cast_vote",
    "check_in",
    "close_ballot",
    "conclude",
    "correct_vote",
    "hold",
    "link_task",
    "move_item",
    "name_substitute",
    "open_ballot",
    "open_conference",
    "plan_conference",
    "record_absence",
    "record_opinion",
    "remove_conclusion",
    "remove_item",
    "revise_conclusion",
    "revise_conference",
    "seat_bloc",
    "seat_delegate",
    "send_invitations",
    "summarise_item",
    "undo_check_in",
]
