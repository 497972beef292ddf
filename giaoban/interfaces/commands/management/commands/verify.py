"""`giaoban verify`: audit chain, totals, register, frozen figures, votes, visits. Exit code 1 for a fault."""

from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError

from giaoban.domain.audit.queries import find_fault as find_chain_fault
from giaoban.domain.conferences.queries import find_vote_faults
from giaoban.domain.documents.queries import find_paper_faults, find_series_faults
from giaoban.domain.indicators.queries import find_rollup_faults
from giaoban.domain.indicators.rules import Sums
from giaoban.domain.reports.queries import find_snapshot_faults
from giaoban.domain.visits.queries import find_fault as find_visit_fault
from giaoban.lib.numbers import shown_plain

WRONG = {"entry was changed": "dòng đã bị sửa", "entry is missing": "dòng bị mất",
         "entries at the end are missing": "các dòng cuối bị mất"}  # fmt: skip

WRONG_PAPER = {"file": "tệp không còn khớp mã băm", "record": "số hoặc mã băm khác nhật ký khi vào sổ",
               "gone": "đã mất khỏi sổ"}  # fmt: skip


def chain_faults() -> list[str]:
    """Return what is wrong with the audit chain, first fault only: after it nothing can be told."""
    fault = find_chain_fault()
    return [f"nhật ký, dòng số {fault.number}: {WRONG.get(fault.what, fault.what)}"] if fault else []


def rollup_faults() -> list[str]:
    """Return every stored total that differs from its observations."""
    return [
        f"{fault}: đang lưu {_told(fault.stored, fault.expected)}, tính lại {_told(fault.expected, fault.stored)}"
        for fault in find_rollup_faults()
    ]


def paper_faults() -> list[str]:
    """Return gaps and duplicates of number series, and papers that are not what was entered."""
    gaps = [
        f"dãy số {fault.series} (series {fault.series_id}): đang có {', '.join(map(str, fault.numbers))}; "
        f"số cuối đã cấp {fault.last_number}"
        for fault in find_series_faults()
    ]
    papers = [f"văn bản {fault.symbol} (paper {fault.paper_id}): {WRONG_PAPER[fault.what]}"
              for fault in find_paper_faults()]  # fmt: skip
    return gaps + papers


def snapshot_faults() -> list[str]:
    """Return the frozen tables that no longer give their seal."""
    return [f"{fault.label} (snapshot {fault.snapshot_id}): nội dung không còn khớp mã băm khi chốt"
            for fault in find_snapshot_faults()]  # fmt: skip


def vote_faults() -> list[str]:
    """Return the votes of closed ballots that are not those cast."""
    told = []
    for fault in find_vote_faults():
        who = f", đại biểu {fault.delegate_id}" if fault.delegate_id else ", tổng số/có mặt khi đóng"
        told.append(f"{fault.question} (ballot {fault.ballot_id}{who}): đang lưu {fault.stored or 'không có'}, "
                    f"nhật ký ghi {fault.recorded or 'không có'}")  # fmt: skip
    return told


def visit_faults() -> list[str]:
    """Return where visit totals and journals first disagree."""
    fault = find_visit_fault()
    return [f"{fault.where}: đang lưu {fault.stored}, đếm lại {fault.found}"] if fault else []


def _told(sums: Sums, other: Sums) -> str:
    """Say sums so that what differs from the other side is seen: a rate's counts, and its value where that is off."""
    has_counts = any((sums.numerator, sums.denominator, other.numerator, other.denominator))
    counts = f"{shown_plain(sums.numerator)}/{shown_plain(sums.denominator)}"
    value = shown_plain(sums.value)
    amount = value if not has_counts else counts if sums.value == other.value else f"{counts}, giá trị {value}"
    return f"{amount} ({sums.reported} đơn vị, {sums.valued} có số, {sums.estimated} ước)"


CHECKS: list[tuple[str, Callable[[], list[str]]]] = [
    ("Nhật ký kiểm toán", chain_faults),
    ("Số tổng hợp", rollup_faults),
    ("Sổ văn bản", paper_faults),
    ("Số liệu chốt", snapshot_faults),
    ("Biểu quyết", vote_faults),
    ("Lượt truy cập", visit_faults),
]


class Command(BaseCommand):
    help = (
        "Kiểm nhật ký, số tổng hợp, sổ văn bản, số liệu chốt, biểu quyết, lượt truy cập / "
        "verify audit chain, roll-ups, register, frozen figures, votes and visits"
    )

    def handle(self, *args: object, **options: object) -> None:
        failed = 0
        for name, check in CHECKS:
            faults = check()
            self.stdout.write(f"{name}: {f'{len(faults)} chỗ sai' if faults else 'đúng'}")
            for fault in faults:
                self.stdout.write(f"  - {fault}")
            failed += len(faults)
        if failed:
            raise CommandError(f"Có {failed} chỗ không khớp; xem ở trên.")
