"""Figures in the article: what the consolidated table says, counted and written the Vietnamese way. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from giaoban.lib import dates, numbers

# Indicators named in a sentence, and rows in the table of the article.
NAMED = 3
TABLE_ROWS = 10
DONE = ("exceeded", "reached")
NOT_DONE = ("behind", "not_reached")


@dataclass(frozen=True)
class Result:
    """One indicator as reported to the conference. Amounts are unrounded; `change` is percent, or points for a rate.

    `verdict` is a value of indicators.rules.Verdict; `better` says whether the change went the good way, None where
    the indicator has no direction or no same period.
    """

    name: str
    sector: str
    measure: str
    decimals: int
    is_key: bool
    is_rate: bool
    plan: Decimal | None
    before: Decimal | None
    actual: Decimal | None
    plan_share: Decimal | None
    change: Decimal | None
    verdict: str
    better: bool | None
    as_of: date


def shown(result: Result, amount: Decimal | None) -> str:
    """Return an amount with its unit of measure: 95,1% or 1.204 người."""
    return numbers.with_measure(numbers.shown(amount, result.decimals), result.measure)


def changed(result: Result) -> str:
    """Return "tăng 1,2 điểm" or "giảm 3,4%" against the same period; nothing where there is no comparison."""
    if result.change is None:
        return ""
    places = _change_places(result)
    size = numbers.rounded(abs(result.change), places)
    if not size:
        return "bằng cùng kỳ"
    way = "tăng" if result.change > 0 else "giảm"
    shown_size = numbers.with_measure(numbers.shown(size, places), "điểm" if result.is_rate else "%")
    return f"{way} {shown_size} so với cùng kỳ"


def judged(results: Sequence[Result]) -> list[Result]:
    """Return the results that have a plan to be measured against and a figure."""
    return [result for result in results if result.verdict in DONE + NOT_DONE]


def sentences(results: Sequence[Result]) -> list[str]:
    """Return the paragraph on results: how many of how many, how they stand against last year, who stands out."""
    with_plan = judged(results)
    found: list[str] = []
    if with_plan:
        done = [result for result in with_plan if result.verdict in DONE]
        above = sum(result.verdict == "exceeded" for result in done)
        found.append(
            f"Trong {len(with_plan)} chỉ tiêu có kế hoạch và đã có số liệu, {len(done)} chỉ tiêu đạt hoặc vượt"
            + (f", riêng số vượt là {above}." if above else ".")
        )
    compared = [result for result in results if result.better is not None]
    if compared:
        better = sum(bool(result.better) for result in compared)
        found.append(
            f"So với cùng kỳ năm trước, {better} trên {len(compared)} chỉ tiêu so sánh được có chuyển biến tốt."
        )
    leading = _leading([result for result in with_plan if result.verdict in DONE])
    if leading:
        found.append(f"Nổi bật là {'; '.join(_named(result) for result in leading)}.")
    behind = _leading([result for result in with_plan if result.verdict in NOT_DONE])
    if behind:
        found.append(f"Còn chậm so với kế hoạch là {'; '.join(_named(result) for result in behind)}.")
    return found


def sectors(results: Sequence[Result]) -> list[str]:
    """Return the sectors that have a figure, in the catalogue's order, as they stand inside a sentence."""
    named = dict.fromkeys(result.sector for result in results if result.actual is not None)
    return [name[:1].lower() + name[1:] for name in named]


def table(results: Sequence[Result]) -> list[dict[str, str]]:
    """Return the rows of the article's table, key indicators first."""
    rows = [result for result in results if result.actual is not None]
    chosen = sorted(rows, key=lambda result: not result.is_key)[:TABLE_ROWS]
    return [
        {
            "name": result.name,
            "measure": result.measure,
            "plan": numbers.shown(result.plan, result.decimals),
            "same_period": numbers.shown(result.before, result.decimals),
            "actual": numbers.shown(result.actual, result.decimals),
            "percent": numbers.shown(result.plan_share, 1),
            "change": numbers.shown_change(result.change, _change_places(result))
            + ("" if result.change is None else " điểm" if result.is_rate else "%"),
        }
        for result in rows
        if result in chosen
    ]


def note(results: Sequence[Result]) -> str:
    """Return the table's note: of which day the figures are."""
    days = sorted({result.as_of for result in results if result.actual is not None})
    shown_days = [dates.short(day) for day in days]
    listed = " và ".join(part for part in (", ".join(shown_days[:-1]), *shown_days[-1:]) if part)
    return f"Số liệu tính đến {listed}, theo từng lĩnh vực." if days else ""


def _change_places(result: Result) -> int:
    """Points carry the figure's own decimals: 99,37 against 99,32 is 0,05, which one decimal would make 0,1."""
    return max(1, result.decimals) if result.is_rate else 1


def _leading(results: Sequence[Result]) -> list[Result]:
    return sorted(results, key=lambda result: not result.is_key)[:NAMED]


def _named(result: Result) -> str:
    name = result.name[:1].lower() + result.name[1:]
    parts = [f"kế hoạch năm {shown(result, result.plan)}", changed(result)]
    return f"{name} đạt {shown(result, result.actual)} ({', '.join(part for part in parts if part)})"
