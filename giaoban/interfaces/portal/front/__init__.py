"""The parts the front page is put together from, and what each of them reads."""

from giaoban.interfaces.portal.front.blocks import MainParts, SideParts, first_main, first_side
from giaoban.interfaces.portal.front.reading import news_of

__all__ = ["MainParts", "SideParts", "first_main", "first_side", "news_of"]
