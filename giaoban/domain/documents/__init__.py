"""Register of papers, number series, drafts."""
