"""Appending to the chain."""

from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from giaoban.domain.audit.models import Entry, Head
from giaoban.domain.audit.rules import Sealed, entry_hash


class Actor(Protocol):
    """Whoever acts: anything with a key that prints as a name."""

    pk: Any


@transaction.atomic
def record(
    *, act: str, target: str, acting_user: Actor | None, at: datetime, unit: str = "", **detail: object
) -> Entry:
    """Append one entry to the chain, inside the transaction of the act it records.

    `act` is "app.verb_object", `target` "app.model:key", `acting_user` None for the system itself,
    `detail` JSON-ready values (others are stored as text).
    """
    head, _ = Head.objects.get_or_create(pk=1)
    head = Head.objects.select_for_update().get(pk=1)
    plain: dict[str, Any] = {key: value if _is_plain(value) else str(value) for key, value in detail.items()}
    sealed = Sealed(
        number=head.number + 1,
        at=at,
        actor_id=acting_user.pk if acting_user else None,
        actor=str(acting_user) if acting_user else "hệ thống",
        act=act,
        target=target,
        unit=unit,
        detail=plain,
    )
    digest = entry_hash(sealed, head.hash)
    entry = Entry.objects.create(**vars(sealed), previous_hash=head.hash, hash=digest)
    head.number, head.hash = entry.number, digest
    head.save(update_fields=["number", "hash"])
    return entry


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(part) for part in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(part) for key, part in value.items())
    return value is None or isinstance(value, str | int | bool)
