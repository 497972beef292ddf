"""The demonstration's own Word files: papers the coordinating body issued, thematic reports its units sent in."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from giaoban.domain.accounts.models import User
from giaoban.domain.documents.models import Organ, PaperType
from giaoban.domain.documents.operations import issue_paper
from giaoban.lib.clock import VIETNAM
from giaoban.lib.dates import formal
from giaoban.lib.text import slug
from giaoban.lib.word import Letterhead, PartyPaper, packed, party_layout_on
from giaoban.processes.hear_paper import Upload

SENT_ON = date(2020, 7, 6)
MARK = "(Nội dung và số liệu minh hoạ)./."


def issue_directing_papers(*, organ: Organ, papers: Iterable[Mapping[str, Any]], acting_user: User) -> None:
    """Issue the half-year's plans, guidance and letters to the bloc, each on its day, for use inside."""
    for facts in papers:
        day, kind = date.fromisoformat(facts["issued"]), PaperType(facts["type"])
        at = datetime.combine(day, time(15), VIETNAM)

        def content(symbol: str, facts: Mapping[str, Any] = facts, kind: PaperType = kind, at: datetime = at) -> bytes:
            head = Letterhead(organ.superior_line, organ.name_line, symbol, organ.place, at.date())
            paper = PartyPaper(party_layout_on(head.day), title=facts["abstract"], author=head.organ, made_at=at)
            paper.letterhead(head)
            paper.title(kind.label, facts["abstract"])
            for text in [*facts["body"], MARK]:
                paper.paragraph(text)
            paper.signature(["- Các đơn vị trong khối,", "- Lưu Ban Tuyên giáo."], organ.signer_title)
            return paper.to_bytes()

        issue_paper(
            organ=organ, paper_type=kind, abstract=facts["abstract"], issued_on=day, content=content,
            signer=organ.signer_title, acting_user=acting_user, at=at,
        )  # fmt: skip


def thematic_report(*, unit_name: str, title: str, symbol: str, paragraphs: list[str]) -> Upload:
    """Return a unit's thematic report: its symbol and date, its title, its text, the mark of made-up content."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    document.add_paragraph(f"{unit_name.upper()}\n{symbol}\nPhổ Yên, {formal(SENT_ON)}")
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(f"BÁO CÁO CHUYÊN ĐỀ\n{title}").bold = True
    for paragraph in [*paragraphs, MARK]:
        document.add_paragraph(paragraph)
    document.core_properties.author = unit_name
    content = packed(document, datetime.combine(SENT_ON, time(9), VIETNAM))
    return Upload(
        paper_type=PaperType.REPORT, symbol=symbol, abstract=title, issued_on=SENT_ON,
        file_name=f"{slug(title, 60)}.docx", content=content,
    )  # fmt: skip
