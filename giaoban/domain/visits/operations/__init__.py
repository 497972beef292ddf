"""Folding the journals into the counts, exactly once."""

from giaoban.domain.visits.operations.folding import (
    JournalsNotFolded,
    NotAJournal,
    flush_journals,
    fold_journal,
    fold_journals,
)

__all__ = ["JournalsNotFolded", "NotAJournal", "flush_journals", "fold_journal", "fold_journals"]
