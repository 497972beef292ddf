"""What figures mean, in pure arithmetic: sums, values, changes, shares of the plan, verdicts, the catalogue file."""

from giaoban.domain.indicators.rules.catalogue import CatalogueRow, read_catalogue
from giaoban.domain.indicators.rules.comparing import (
    Change,
    ChangeKind,
    Standing,
    Verdict,
    change,
    needed_level,
    plan_gap,
    plan_share,
    verdict,
    year_is_over,
    year_share,
    year_to_date_periods,
    year_to_date_sums,
)
from giaoban.domain.indicators.rules.figures import (
    NOTHING,
    Figure,
    Measure,
    Sums,
    contribution,
    fault_in,
    total,
    value_of,
)

__all__ = [
    "NOTHING",
    "CatalogueRow",
    "Change",
    "ChangeKind",
    "Figure",
    "Measure",
    "Standing",
    "Sums",
    "Verdict",
    "change",
    "contribution",
    "fault_in",
    "needed_level",
    "plan_gap",
    "plan_share",
    "read_catalogue",
    "total",
    "value_of",
    "verdict",
    "year_is_over",
    "year_share",
    "year_to_date_periods",
    "year_to_date_sums",
]
