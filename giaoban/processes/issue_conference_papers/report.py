"""The consolidated report: the units' text by section, and the figures as an annex on its side."""

from datetime import datetime

from giaoban.domain.conferences.queries import ConferenceRecord
from giaoban.domain.documents.rules import citation
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.reports.models import Snapshot
from giaoban.lib.dates import formal
from giaoban.lib.word import Column, Letterhead, PartyPaper
from giaoban.processes.issue_conference_papers.drawing import begin, full_stop, lower_first, recipients
from giaoban.processes.issue_conference_papers.facts import Facts, conference_facts
from giaoban.processes.issue_conference_papers.snapshot_lines import figure_codes, figure_rows, section_lines

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
# The nine columns of the annex (domain.md §1.4) across the 252 mm of a page on its side.
FIGURE_COLUMNS = (
    Column("STT", 12, "centre"),
    Column("Chỉ tiêu", 66),
    Column("ĐVT", 20, "centre"),
    Column("Kế hoạch năm", 24, "right"),
    Column("Thực hiện cùng kỳ", 24, "right"),
    Column("Thực hiện kỳ này", 24, "right"),
    Column("% so KH", 23, "right"),
    Column("% so cùng kỳ", 22, "right"),
    Column("Ghi chú", 37),
)


def report_facts(record: ConferenceRecord, snapshot: Snapshot) -> Facts:
    """Return what the report says: the snapshot's text and figures, with the snapshot's own hash."""
    named = Indicator.objects.filter(code__in=figure_codes(snapshot.data)).values_list("code", "sector__name")
    sectors = dict(named)
    return {
        **conference_facts(record),
        "snapshot": {"id": snapshot.pk, "label": snapshot.label, "sha256": snapshot.sha256},
        "sections": section_lines(snapshot.data),
        "rows": figure_rows(snapshot.data, sectors),
    }


def report_abstract(facts: Facts) -> str:
    """Return the abstract of the report."""
    conference = facts["conference"]
    return f"kết quả công tác {conference['period_label']} của {lower_first(conference['bloc'])}"


def draw_report(facts: Facts, head: Letterhead, signer_title: str, made_at: datetime) -> bytes:
    """Return the report as a Word file: text, signature, then the annex."""
    abstract = report_abstract(facts)
    paper = begin(head, facts, paper_type="Báo cáo", abstract=abstract, made_at=made_at)
    bloc, period = lower_first(facts["conference"]["bloc"]), facts["conference"]["period_label"]
    paper.paragraph(
        f"{head.organ} {head.superior} tổng hợp báo cáo của các đơn vị thuộc {bloc} trong {period}. "
        f"Số liệu đầy đủ ở phụ lục, gồm {len(facts['rows'])} chỉ tiêu."
    )
    for place, section in enumerate(facts["sections"]):
        paper.heading(f"{ROMAN[place]}. {section['title']}")
        for part in section["paragraphs"]:
            paper.paragraph(full_stop(part["text"]), lead=f"{part['unit']}: ")
    paper.signature(recipients(facts, head), signer_title)
    _draw_annex(paper, facts, head)
    return paper.to_bytes()


def _draw_annex(paper: PartyPaper, facts: Facts, head: Letterhead) -> None:
    paper.landscape_annex()
    paper.centred("PHỤ LỤC")
    paper.centred(f"Biểu số liệu {facts['conference']['period_label']}")
    paper.centred(f"(Kèm theo Báo cáo số {citation(head.symbol)}, {formal(head.day)})", bold=False, italic=True)
    rows: list[list[str]] = []
    groups: set[int] = set()
    sector = ""
    for row in facts["rows"]:
        if row["sector"] != sector:
            sector = row["sector"]
            groups.add(len(rows))
            rows.append([sector, *[""] * (len(FIGURE_COLUMNS) - 1)])
        rows.append([str(row[key]) for key in (
            "stt", "name", "unit_of_measure", "plan", "before", "actual", "plan_share", "change", "note")])  # fmt: skip
    paper.table(FIGURE_COLUMNS, rows, groups)
