"""The minutes (biên bản), in the order of Mẫu biên bản: begun, place, who came, what went on, ended, signed."""

from datetime import datetime

from giaoban.lib.word import Letterhead, PartyPaper
from giaoban.processes.issue_conference_papers.drawing import (
    ballot_words,
    begin,
    clock_and_day,
    draw_attendance,
    draw_votes,
    full_stop,
)
from giaoban.processes.issue_conference_papers.facts import Facts


def draw_minutes(facts: Facts, head: Letterhead, made_at: datetime) -> bytes:
    """Return the minutes as a Word file."""
    conference = facts["conference"]
    paper = begin(head, facts, paper_type="Biên bản", abstract=conference["title"], made_at=made_at)
    paper.paragraph(f"{clock_and_day(conference['starts_at'])}.", lead="Thời gian bắt đầu: ")
    paper.paragraph(full_stop(conference["place"]), lead="Địa điểm: ")
    paper.paragraph(full_stop(conference["chair_title"]), lead="Chủ trì: ")
    paper.paragraph(full_stop(conference["secretary_title"]), lead="Thư ký: ")
    paper.heading("I. Thành phần tham dự")
    draw_attendance(paper, facts["attendance"])
    paper.heading("II. Chương trình và diễn biến")
    for item in facts["items"]:
        _draw_item(paper, item)
    paper.heading("III. Kết luận của chủ trì")
    for line in facts["conclusions"]:
        paper.paragraph(full_stop(line["text"]), lead=f"{line['number']}. ")
    paper.paragraph(f"Hội nghị kết thúc vào {clock_and_day(conference['ended_at'])}.")
    paper.two_signatures("Thư ký", "Chủ trì")
    return paper.to_bytes()


def _draw_item(paper: PartyPaper, item: Facts) -> None:
    presenter = f" ({item['presenter']})" if item["presenter"] else ""
    paper.paragraph(full_stop(f"{item['title']}{presenter}"), lead=f"{item['position']}. ")
    if heard := item["paper"]:
        paper.paragraph(full_stop(f"Văn bản: {heard['type']} {heard['symbol']}, {heard['abstract']}"))
    if draft := item["draft"]:
        paper.paragraph(full_stop(f"Dự thảo trình hội nghị: {draft['type']}, {draft['title']}"))
    for line in filter(None, item["summary"].split("\n")):
        paper.paragraph(full_stop(line))
    for opinion in item["opinions"]:
        paper.paragraph(full_stop(opinion["text"]), lead=f"- Ý kiến của {opinion['unit']}: ")
        answer = f" {full_stop(opinion['answer'])}" if opinion["answer"] else ""
        by = f" ({opinion['answered_by']})" if opinion["answered_by"] else ""
        paper.paragraph(f"{full_stop(opinion['disposition'] + by)}{answer}", italic=True)
    for ballot in item["ballots"]:
        paper.paragraph(full_stop(ballot["question"]), lead="Biểu quyết: ")
        paper.paragraph(ballot_words(ballot))
        draw_votes(paper, ballot)
