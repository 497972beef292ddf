"""What a regime must define before anybody reports under it (khoản 1 Điều 8 Nghị định 09/2019/NĐ-CP)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class SectionFacts:
    """One heading of the outline; `sector` is the code of the sector it speaks of, or empty."""

    code: str
    title: str
    hint: str = ""
    sector: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class RegimeFacts:
    """The eleven things Điều 8 lists, with deadlines per level in working days (at least 1) and the outline."""

    code: str
    name: str
    content_required: str
    reporters: str
    delivery: str
    frequency: str
    cut_off: str
    outline: str
    figure_form: str
    procedure: str
    deadline_text: str
    legal_basis: str
    valid_from: date
    deadlines: Mapping[str, int]
    sections: tuple[SectionFacts, ...]
    checks: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RegimeFacts":
        """Return the facts from a JSON object of the same keys; dates as 2019-03-12. Unknown keys are refused."""
        plain = {key: value for key, value in data.items() if key not in {"sections", "valid_from"}}
        sections = tuple(SectionFacts(**section) for section in data["sections"])
        return cls(**plain, valid_from=date.fromisoformat(data["valid_from"]), sections=sections)
