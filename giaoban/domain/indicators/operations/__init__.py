"""Acts on indicators: define, give duties, set plans, record figures, rebuild totals."""

from giaoban.domain.indicators.operations.defining import (
    CatalogueRefused,
    assign_duty,
    define_catalogue,
    define_indicator,
    set_target,
)
from giaoban.domain.indicators.operations.plans import adopt_catalogue, assign_duties, set_plan
from giaoban.domain.indicators.operations.recording import FiguresRefused, rebuild_rollups, record_observations

__all__ = [
    "CatalogueRefused",
    "FiguresRefused",
    "adopt_catalogue",
    "assign_duties",
    "assign_duty",
    "define_catalogue",
    "define_indicator",
    "rebuild_rollups",
    "record_observations",
    "set_plan",
    "set_target",
]
