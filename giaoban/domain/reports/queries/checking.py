"""Whether what was frozen for a conference still is what was frozen."""

from dataclasses import dataclass

from giaoban.domain.reports.models import Snapshot
from giaoban.domain.reports.rules import seal


@dataclass(frozen=True)
class SnapshotFault:
    """A snapshot whose content does not give its seal."""

    snapshot_id: int
    label: str


def find_snapshot_faults() -> list[SnapshotFault]:
    """Return the snapshots that no longer give the hash they were sealed with (1 query, one in memory at a time)."""
    rows = Snapshot.objects.order_by("pk").values_list("pk", "label", "data", "sha256")
    return [SnapshotFault(pk, label) for pk, label, data, digest in rows.iterator(chunk_size=1) if seal(data) != digest]
