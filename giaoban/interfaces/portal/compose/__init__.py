"""Soạn tin từ hội nghị: a draft article made from the records."""

from giaoban.interfaces.portal.compose.article import Composition, Register, composed
from giaoban.interfaces.portal.compose.drafts import (
    NotConcluded,
    compose_article,
    concluded_conferences,
    drafts_of,
)
from giaoban.interfaces.portal.compose.reading import compose
from giaoban.interfaces.portal.compose.results import Result

__all__ = [
    "Composition",
    "NotConcluded",
    "Register",
    "Result",
    "compose",
    "compose_article",
    "composed",
    "concluded_conferences",
    "drafts_of",
]
