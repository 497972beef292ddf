"""How an entry's hash is made. Pure, so that an outside auditor can write it again in ten lines."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Sealed:
    """What an entry says, in the order in which it is hashed."""

    number: int
    at: datetime
    actor_id: int | None
    actor: str
    act: str
    target: str
    unit: str
    detail: dict[str, Any]


def entry_hash(sealed: Sealed, previous_hash: str) -> str:
    """Return the SHA-256 (hex) over the previous hash and the entry as canonical JSON, moments in UTC."""
    fields = asdict(sealed) | {"at": sealed.at.astimezone(UTC).isoformat(timespec="microseconds")}
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()
