"""The life of a submission: draft → signed off by the head → submitted → returned with a reason, or accepted.

An accepted report that turns out wrong is reopened: it goes back to its unit like a returned one, and its figures
stand in the totals until it is accepted again.

States are the values of models.State; this module knows no Django.
"""

DRAFT, SIGNED_OFF, SUBMITTED, RETURNED, ACCEPTED = "draft", "signed_off", "submitted", "returned", "accepted"

# (from, to) for every step there is. Who may take it is permissions' business.
MOVES = frozenset(
    {
        (DRAFT, SIGNED_OFF),
        (RETURNED, SIGNED_OFF),
        (SIGNED_OFF, DRAFT),
        (SIGNED_OFF, SUBMITTED),
        (SUBMITTED, RETURNED),
        (SUBMITTED, ACCEPTED),
        (ACCEPTED, RETURNED),
    }
)
EDITABLE = frozenset({DRAFT, RETURNED})
HANDED_IN = frozenset({SUBMITTED, ACCEPTED})


def may_move(from_state: str, to_state: str) -> bool:
    """Return whether the step exists."""
    return (from_state, to_state) in MOVES
