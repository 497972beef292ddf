"""What an editor composes pages from."""

from giaoban.interfaces.portal.blocks.body import TEXT_FEATURES, Body, FigureTable, Picture, Quote

__all__ = ["TEXT_FEATURES", "Body", "FigureTable", "Picture", "Quote"]
