"""The notice of conclusions (thông báo kết luận): what was heard, what was decided, who does what by when."""

from datetime import datetime

from giaoban.lib.word import Letterhead
from giaoban.processes.issue_conference_papers.drawing import (
    ballot_words,
    begin,
    day_words,
    draw_tasks,
    full_stop,
    lower_first,
    recipients,
    upper_first,
)
from giaoban.processes.issue_conference_papers.facts import Facts


def notice_abstract(facts: Facts) -> str:
    """Return the abstract of the notice."""
    return f"kết luận {lower_first(facts['conference']['title'])}"


def draw_notice(facts: Facts, head: Letterhead, signer_title: str, made_at: datetime) -> bytes:
    """Return the notice as a Word file, signed by the head of the ban (no T/M)."""
    conference, attendance = facts["conference"], facts["attendance"]
    paper = begin(head, facts, paper_type="Thông báo", abstract=notice_abstract(facts), made_at=made_at)
    opening, held = lower_first(conference["title"]), upper_first(day_words(conference["starts_at"]))
    paper.paragraph(
        f"{held}, tại {conference['place']}, {head.organ} {head.superior} tổ chức {opening}. Chủ trì hội nghị: "
        f"{lower_first(conference['chair_title'])}. Dự hội nghị có {attendance['present']} trong tổng số "
        f"{attendance['invited']} đại biểu được triệu tập."
    )
    if facts["heard"]:
        paper.paragraph("Hội nghị đã nghe và thảo luận các báo cáo chuyên đề:")
        for report in facts["heard"]:
            presenter = f" ({report['presenter']})" if report["presenter"] else ""
            paper.paragraph(full_stop(f"- {report['title']}{presenter}"))
    for ballot in facts["ballots"]:
        paper.paragraph(full_stop(ballot["question"]), lead="Biểu quyết: ")
        paper.paragraph(ballot_words(ballot))
    paper.paragraph("Trên cơ sở các báo cáo và ý kiến tại hội nghị, chủ trì kết luận như sau:")
    for line in facts["conclusions"]:
        paper.paragraph(full_stop(line["text"]), lead=f"{line['number']}. ")
    draw_tasks(paper, facts["conclusions"])
    paper.paragraph(f"{head.organ} thông báo kết luận hội nghị để các đơn vị biết, tổ chức thực hiện.")
    paper.signature(recipients(facts, head), signer_title)
    return paper.to_bytes()
