"""The thematic reports heard on 10 July 2020, as the Word files their units sent in."""

from datetime import date
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from giaoban.domain.documents.models import PaperType
from giaoban.lib.dates import formal
from giaoban.lib.text import slug
from giaoban.processes.hear_paper import Upload

SENT_ON = date(2020, 7, 6)


def thematic_report(*, unit_name: str, title: str, symbol: str, paragraphs: list[str]) -> Upload:
    """Return a unit's thematic report: its symbol and date, its title, its text, the mark of made-up content."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    document.add_paragraph(f"{unit_name.upper()}\n{symbol}\nPhổ Yên, {formal(SENT_ON)}")
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(f"BÁO CÁO CHUYÊN ĐỀ\n{title}").bold = True
    for paragraph in [*paragraphs, "(Nội dung và số liệu minh hoạ)./."]:
        document.add_paragraph(paragraph)
    content = BytesIO()
    document.save(content)
    return Upload(
        paper_type=PaperType.REPORT, symbol=symbol, abstract=title, issued_on=SENT_ON,
        file_name=f"{slug(title, 60)}.docx", content=content.getvalue(),
    )  # fmt: skip
