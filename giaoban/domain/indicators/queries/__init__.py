"""Reads of figures: totals, comparisons, the consolidated table, the units behind a total, faults."""

from giaoban.domain.indicators.queries.across import compare_across
from giaoban.domain.indicators.queries.behind import Part, PartState, breakdown, duties_of, expected_reporters
from giaoban.domain.indicators.queries.comparing import Comparison, Row, compare, consolidated_table
from giaoban.domain.indicators.queries.sheet import (
    MADE_UP,
    amount_text,
    change_text,
    plan_text,
    record_of,
    records_of,
    sheet_of,
)
from giaoban.domain.indicators.queries.sums import (
    RollUpFault,
    contribution_of,
    cut_off,
    find_rollup_faults,
    latest_observations,
    measure_of,
    recomputed,
    sums_of,
)

__all__ = [
    "MADE_UP",
    "Comparison",
    "Part",
    "PartState",
    "RollUpFault",
    "Row",
    "amount_text",
    "breakdown",
    "change_text",
    "compare",
    "compare_across",
    "consolidated_table",
    "contribution_of",
    "cut_off",
    "duties_of",
    "expected_reporters",
    "find_rollup_faults",
    "latest_observations",
    "measure_of",
    "plan_text",
    "recomputed",
    "record_of",
    "records_of",
    "sheet_of",
    "sums_of",
]
