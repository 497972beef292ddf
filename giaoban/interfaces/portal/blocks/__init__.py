"""What an editor composes pages from."""

from giaoban.interfaces.portal.blocks.body import TEXT_FEATURES, Body, FigureTable, Picture, Quote
from giaoban.interfaces.portal.blocks.menu import OURS, MenuLines, first_menu
from giaoban.interfaces.portal.blocks.recordings import PLAYED, Audio, Video

__all__ = [
    "OURS",
    "PLAYED",
    "TEXT_FEATURES",
    "Audio",
    "Body",
    "FigureTable",
    "MenuLines",
    "Picture",
    "Quote",
    "Video",
    "first_menu",
]
