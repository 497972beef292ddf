"""Reading the register, what of it is public, the drafts, and a paper's file with its integrity checked."""

from giaoban.domain.documents.queries.public import Facets, PublicFilter, facets, public_paper, public_papers
from giaoban.domain.documents.queries.register import (
    BrokenFile,
    PaperFilter,
    SeriesFault,
    drafts_for,
    file_of,
    find_series_faults,
    organs_for,
    papers_from,
    register,
)

__all__ = [
    "BrokenFile",
    "Facets",
    "PaperFilter",
    "PublicFilter",
    "SeriesFault",
    "drafts_for",
    "facets",
    "file_of",
    "find_series_faults",
    "organs_for",
    "papers_from",
    "public_paper",
    "public_papers",
    "register",
]
