"""Reading the chain, and checking it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from giaoban.domain.audit.models import Entry, Head
from giaoban.domain.audit.rules import GENESIS, Sealed, entry_hash


@dataclass(frozen=True)
class ChainFault:
    """The first entry that does not fit: its number and what is wrong with it."""

    number: int
    what: str


def entries_about(target: str) -> QuerySet[Entry]:
    """Return the entries about one object, oldest first (1 query)."""
    return Entry.objects.filter(target=target)


def find_fault() -> ChainFault | None:
    """Walk the whole chain and return its first fault, or None where it is sound (2 queries)."""
    previous, expected = GENESIS, 1
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            return ChainFault(expected, "entry is missing")
        sealed = Sealed(
            entry.number,
            entry.at,
            entry.actor_id,
            entry.actor,
            entry.act,
            entry.target,
            entry.unit,
            entry.detail,
        )
        if entry.previous_hash != previous or entry.hash != entry_hash(sealed, previous):
            return ChainFault(entry.number, "entry was changed")
        previous, expected = entry.hash, expected + 1
    head = Head.objects.first()
    if head and (head.number, head.hash) != (expected - 1, previous):
        return ChainFault(expected, "entries at the end are missing")
    return None
