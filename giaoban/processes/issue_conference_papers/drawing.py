"""What the three papers share when drawn: the frame, the recipients, the people, the votes, the tasks."""

from collections.abc import Sequence
from datetime import date, datetime

from giaoban.lib.dates import formal, short
from giaoban.lib.word import Column, Letterhead, PartyPaper, party_layout_on
from giaoban.processes.issue_conference_papers.facts import Facts

ATTENDANCE_COLUMNS = (
    Column("Thành phần", 77),
    Column("Triệu tập", 22, "centre"),
    Column("Có mặt", 22, "centre"),
    Column("Dự thay", 22, "centre"),
    Column("Vắng", 22, "centre"),
)
VOTE_COLUMNS = (
    Column("STT", 12, "centre"),
    Column("Đơn vị", 60),
    Column("Đại biểu (chức vụ)", 57),
    Column("Biểu quyết", 36),
)
TASK_COLUMNS = (
    Column("Kết luận", 15, "centre"),
    Column("Nhiệm vụ", 42),
    Column("Chủ trì", 27),
    Column("Phối hợp", 30),
    Column("Thời hạn", 26, "centre"),
    Column("Sản phẩm", 25),
)


def begin(head: Letterhead, facts: Facts, *, paper_type: str, abstract: str, made_at: datetime) -> PartyPaper:
    """Return a paper with letterhead, type and abstract drawn, in the layout that holds on its day."""
    paper = PartyPaper(party_layout_on(head.day), title=f"{paper_type} {abstract}", author=head.organ, made_at=made_at)
    paper.letterhead(head)
    paper.title(paper_type, abstract)
    if facts.get("made_up"):
        paper.centred("(Số liệu minh hoạ)", bold=False, italic=True)
    return paper


def lower_first(text: str) -> str:
    """Return the text with its first letter small, as an abstract or a clause begins."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return the text with its first letter large, as a sentence begins."""
    return text[:1].upper() + text[1:]


def full_stop(text: str) -> str:
    """Return the text ending in a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."


def clock_and_day(moment: str) -> str:
    """Return "8 giờ 00, ngày 10 tháng 7 năm 2020" from an ISO moment."""
    read = datetime.fromisoformat(moment)
    return f"{read.hour} giờ {read.minute:02d}, {formal(read.date())}"


def day_words(moment: str) -> str:
    """Return "ngày 10 tháng 7 năm 2020" from an ISO moment."""
    return formal(datetime.fromisoformat(moment).date())


def short_day(day: str) -> str:
    """Return 31/7/2020 from an ISO date."""
    return short(date.fromisoformat(day))


def recipients(facts: Facts, head: Letterhead) -> list[str]:
    """Return who receives the paper: those above, the bloc's members, the file."""
    above = [f"- {unit} (báo cáo)," for unit in facts["attendance"]["superiors"]]
    return [
        *above,
        f"- Thường trực {head.superior} (báo cáo),",
        f"- Các đơn vị thuộc {facts['conference']['bloc']},",
        f"- Lưu {head.organ}.",
    ]


def draw_attendance(paper: PartyPaper, attendance: Facts) -> None:
    """Draw the attendance: counts in words, the table by group, who came instead, who was absent and why."""
    paper.paragraph(
        f"Triệu tập {attendance['invited']} đại biểu; có mặt {attendance['present']} đại biểu, đạt "
        f"{attendance['rate']}%, trong đó {attendance['substituted']} đại biểu dự thay; vắng {attendance['absent']} "
        f"đại biểu. Đại biểu có quyền biểu quyết: {attendance['members']}, có mặt {attendance['voters_present']}."
    )
    rows = [
        [group["label"], *(str(group[key]) for key in ("invited", "present", "substituted", "absent"))]
        for group in attendance["groups"]
    ]
    totals = ["Cộng", *(str(attendance[key]) for key in ("invited", "present", "substituted", "absent"))]
    paper.table(ATTENDANCE_COLUMNS, [*rows, totals])
    for seat in attendance["substitutes"]:
        paper.paragraph(f"- Dự thay, {seat['unit']}: {seat['substitute_post']} thay {lower_first(seat['post'])}.")
    for seat in attendance["absences"]:
        reason = lower_first(seat["reason"]) or "không báo lý do"
        paper.paragraph(f"- Vắng, {seat['unit']}: {lower_first(seat['post'])} ({reason}).")


def ballot_words(ballot: Facts) -> str:
    """Return a ballot's outcome in words, with both bases."""
    outcome = "Thông qua" if ballot["carried"] else "Không thông qua"
    return (
        f"Tán thành {ballot['in_favour']}, không tán thành {ballot['against']}, ý kiến khác {ballot['other']}, "
        f"có mặt mà không biểu quyết {ballot['not_cast']}. Tỷ lệ tán thành: {ballot['in_favour']}/"
        f"{ballot['members']} đại biểu có quyền biểu quyết ({ballot['rate_on_members']}%), {ballot['in_favour']}/"
        f"{ballot['present']} đại biểu có mặt ({ballot['rate_on_present']}%). Quy tắc: {ballot['rule']}, tức từ "
        f"{ballot['needed']} phiếu tán thành. Kết quả: {outcome}."
    )


def draw_votes(paper: PartyPaper, ballot: Facts) -> None:
    """Draw the named record of a ballot."""
    rows = [
        [str(place), vote["unit"], vote["post"], vote["choice"]] for place, vote in enumerate(ballot["votes"], start=1)
    ]
    paper.table(VOTE_COLUMNS, rows)


def draw_tasks(paper: PartyPaper, conclusions: Sequence[Facts]) -> None:
    """Draw the tasks that conclusions became: lead, cooperating, deadline, deliverable."""
    rows = []
    for line in conclusions:
        if task := line["task"]:
            cooperating = "\n".join(task["cooperating"]) or "\u2013"
            rows.append([str(line["number"]), task["title"], task["lead"], cooperating, short_day(task["deadline"]),
                         task["deliverable"]])  # fmt: skip
    if rows:
        paper.heading("Phân công nhiệm vụ")
        paper.table(TASK_COLUMNS, rows)
