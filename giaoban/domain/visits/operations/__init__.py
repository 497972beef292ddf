"""Folding the journals into the counts, exactly once."""

from giaoban.domain.visits.operations.folding import NotAJournal, fold_journal, fold_journals

__all__ = ["NotAJournal", "fold_journal", "fold_journals"]
