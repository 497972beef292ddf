"""The administrative map: which units on which day, shaded by which published figures, with a legend that counts."""

from giaoban.interfaces.portal.atlas.asking import Mode, Question, asked, day_in
from giaoban.interfaces.portal.atlas.reading import AdministrativeMap, MapUnit, map_asked_for, map_of_today
from giaoban.interfaces.portal.atlas.shading import quantile_classes

__all__ = [
    "AdministrativeMap",
    "MapUnit",
    "Mode",
    "Question",
    "asked",
    "day_in",
    "map_asked_for",
    "map_of_today",
    "quantile_classes",
]
