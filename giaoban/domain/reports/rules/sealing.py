"""The fingerprint of frozen data."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def seal(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of data as canonical JSON: keys sorted, no spaces, UTF-8. Survives a database's own order."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
