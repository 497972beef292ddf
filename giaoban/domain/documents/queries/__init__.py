"""Reading the register, what of it is public, the drafts, and a paper's file with its integrity checked."""

from giaoban.domain.documents.queries.checking import (
    PaperFault,
    SeriesFault,
    find_paper_faults,
    find_series_faults,
)
from giaoban.domain.documents.queries.consultations import (
    SHOWN,
    Heard,
    answered_comments,
    consultation_for,
    consultations_for,
    drafts_to_open,
    public_consultation,
    public_consultations,
)
from giaoban.domain.documents.queries.public import Facets, PublicFilter, facets, public_paper, public_papers
from giaoban.domain.documents.queries.register import (
    BrokenFile,
    PaperFilter,
    drafts_for,
    file_of,
    organs_for,
    papers_from,
    register,
)

__all__ = [
    "SHOWN",
    "BrokenFile",
    "Facets",
    "Heard",
    "PaperFault",
    "PaperFilter",
    "PublicFilter",
    "SeriesFault",
    "answered_comments",
    "consultation_for",
    "consultations_for",
    "drafts_for",
    "drafts_to_open",
    "facets",
    "file_of",
    "find_paper_faults",
    "find_series_faults",
    "organs_for",
    "papers_from",
    "public_consultation",
    "public_consultations",
    "public_paper",
    "public_papers",
    "register",
]
