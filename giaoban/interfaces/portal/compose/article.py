"""From the records of a concluded conference to a Vietnamese news article. Pure: the same records, the same text.

Every sentence stands on a part of the record and falls away with it; nothing is said that was not recorded.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from giaoban.domain.conferences.queries import BallotResult, ConclusionLine, ConferenceRecord, PaperLine, ProgrammeItem
from giaoban.interfaces.portal.compose import results as figures
from giaoban.interfaces.portal.compose.results import Result
from giaoban.lib import dates, numbers

# Which groups a reader hears of as guests; the chair and secretary are named by post in the first sentence.
GUEST_GROUPS = ("superior", "department", "commune")
DIRECTIVES_NAMED = 5


@dataclass(frozen=True)
class Register:
    """What the register says of the period: papers issued by type (label, count), directives received from above."""

    issued: tuple[tuple[str, int], ...] = ()
    received: tuple[PaperLine, ...] = ()


@dataclass(frozen=True)
class Composition:
    """A draft article: `body` is what the page's StreamField takes."""

    title: str
    lead: str
    body: tuple[tuple[str, Any], ...]


def composed(record: ConferenceRecord, results: Sequence[Result], register: Register) -> Composition:
    """Return the article on a conference from its record, the figures reported to it and the period's register."""
    sections = [
        ("", _opening(record)),
        ("Kết quả đạt được", _outcome(record, results, register)),
        ("Các báo cáo chuyên đề" if record.thematic_reports else "Ý kiến tại hội nghị", _heard(record)),
        ("Nội dung được biểu quyết", _decided(record)),
        ("Kết luận và nhiệm vụ thời gian tới", _concluded(record)),
        ("Văn bản của hội nghị", _papers(record.papers)),
    ]
    body: list[tuple[str, Any]] = []
    for heading, blocks in sections:
        if heading and blocks:
            body.append(("heading", heading))
        body.extend(blocks)
    return Composition(title=record.title, lead=_lead(record), body=tuple(body))


def _lead(record: ConferenceRecord) -> str:
    """Return who held what, when, where and under whose chair."""
    hour = record.starts_at.hour
    part_of_day = "Sáng" if hour < 12 else "Chiều" if hour < 18 else "Tối"
    place = f", tại {record.place}" if record.place else ""
    told = f"{part_of_day} {dates.short(record.held_on)}{place}, {record.coordinator} tổ chức {_inside(record.title)}."
    return f"{told} {record.chair_title} chủ trì hội nghị." if record.chair_title else told


def _opening(record: ConferenceRecord) -> list[tuple[str, Any]]:
    seats = record.attendance
    if not seats.present:
        return []
    groups = [group for group in seats.groups if group.group in GUEST_GROUPS and group.present]
    told = f"Dự hội nghị có {seats.present} đại biểu trên tổng số {seats.invited} người được mời"
    if groups:
        told += f", trong đó có {_listed([f'{_inside(group.label)} ({group.present} người)' for group in groups])}"
    told += "."
    if seats.substituted:
        told += f" Có {seats.substituted} đại biểu dự thay."
    return [_paragraph(told)]


def _outcome(record: ConferenceRecord, results: Sequence[Result], register: Register) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = []
    named = figures.sectors(results)
    heard = [item for item in record.items if item.kind == "report"]
    told = [f"Hội nghị nghe {_inside(item.title)}{_presented(item)}." for item in heard]
    told += [_sentence(item.summary) for item in heard if item.summary]
    if named:
        told.append(f"Số liệu {record.period_label} được tổng hợp ở các lĩnh vực {_listed(named)}.")
    if told:
        blocks.append(_paragraph(" ".join(told)))
    if counted := figures.sentences(results):
        blocks.append(_paragraph(" ".join(counted)))
    if rows := figures.table(results):
        title = f"Một số chỉ tiêu {record.period_label}"
        blocks.append(("figures", {"title": title, "rows": rows, "note": figures.note(results)}))
    if advised := _advised(record, register):
        blocks.append(_paragraph(" ".join(advised)))
    return blocks


def _advised(record: ConferenceRecord, register: Register) -> list[str]:
    found = []
    if register.issued:
        total = sum(count for _, count in register.issued)
        found.append(f"Trong kỳ, {record.coordinator} đã ban hành {total} văn bản, gồm {_kinds(register.issued)}.")
    if register.received:
        types = Counter(paper.type_label for paper in register.received)
        named = register.received[:DIRECTIVES_NAMED]
        cited = "; ".join(_cited(paper) for paper in named)
        among = "" if len(named) == len(register.received) else "trong đó có "
        when = "Cùng thời gian" if found else "Trong kỳ"
        found.append(
            f"{when}, {record.coordinator} tiếp nhận {len(register.received)} văn bản chỉ đạo, gồm "
            f"{_kinds(tuple(types.items()))}: {among}{cited}."
        )
    return found


def _kinds(counts: Sequence[tuple[str, int]]) -> str:
    return _listed([f"{count} {_inside(label)}" for label, count in counts])


def _heard(record: ConferenceRecord) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = []
    if reports := record.thematic_reports:
        entries = [f"{escape(item.title)}{escape(_presented(item))}{_summary(item)}" for item in reports]
        act = "nghe và thảo luận" if any(item.opinions for item in reports) else "nghe"
        blocks.append(_list(f"Các đại biểu {act} {len(reports)} báo cáo chuyên đề:", entries))
    if opinions := record.opinions:
        units = len({opinion.unit_id for opinion in opinions})
        told = f"Có {len(opinions)} ý kiến của {units} đơn vị được ghi nhận"
        counts = [
            f"{sum(opinion.disposition == kind for opinion in opinions)} ý kiến {word}"
            for kind, word in (("taken", "được tiếp thu"), ("explained", "được giải trình"))
            if any(opinion.disposition == kind for opinion in opinions)
        ]
        blocks.append(_paragraph(f"{told}{': ' + _listed(counts) if counts else ''}."))
    return blocks


def _decided(record: ConferenceRecord) -> list[tuple[str, Any]]:
    return [_paragraph(_voted(item, ballot)) for item in record.items for ballot in item.ballots if ballot.is_closed]


def _voted(item: ProgrammeItem, ballot: BallotResult) -> str:
    what = f"{_inside(item.draft.title)}" if item.draft else _inside(ballot.question)
    rate = ballot.rate_on_members if ballot.basis == "members" else ballot.rate_on_present
    share = f", bằng {numbers.shown(rate, 1)}% {ballot.basis_label}" if rate is not None else ""
    counts = f"{ballot.in_favour} phiếu tán thành{share}, {ballot.against} phiếu không tán thành"
    counts += f", {ballot.other} ý kiến khác" if ballot.other else ""
    if ballot.carried:
        return f"Với {counts}, hội nghị thông qua {what}."
    return f"Hội nghị biểu quyết về {what} nhưng chưa đủ tỷ lệ để thông qua: {counts}."


def _concluded(record: ConferenceRecord) -> list[tuple[str, Any]]:
    if not record.conclusions:
        return []
    by = f"{record.chair_title} kết luận" if record.chair_title else "Hội nghị kết luận"
    entries = [f"{escape(line.text.strip())}{escape(_assigned(line))}" for line in record.conclusions]
    return [_list(f"{by} {len(record.conclusions)} nội dung:", entries)]


def _assigned(line: ConclusionLine) -> str:
    if line.task is None:
        return ""
    parts = [f"{_capital(line.task.lead)} chủ trì"]
    if line.task.cooperating:
        parts.append(f"phối hợp: {_listed(list(line.task.cooperating))}")
    if line.task.deliverable:
        parts.append(f"sản phẩm: {_inside(line.task.deliverable)}")
    parts.append(f"hạn {dates.short(line.task.deadline)}")
    return f" ({'; '.join(parts)})"


def _papers(papers: Sequence[PaperLine]) -> list[tuple[str, Any]]:
    public = [paper for paper in papers if paper.is_public and paper.symbol]
    return (
        [_list("Bạn đọc có thể tìm trong sổ văn bản:", [escape(_cited(paper)) for paper in public])] if public else []
    )


def _cited(paper: PaperLine) -> str:
    day = f" ngày {dates.short(paper.issued_on)}" if paper.issued_on else ""
    organ = f" của {paper.organ_name}" if paper.organ_name else ""
    symbol = f" số {paper.symbol.removeprefix('Số ')}" if paper.symbol else ""
    return (
        f"{paper.type_label}{symbol}{day}{organ} về {_inside(paper.abstract.removeprefix('về ').removeprefix('Về '))}"
    )


def _presented(item: ProgrammeItem) -> str:
    return f" do {item.presenter} trình bày" if item.presenter else ""


def _summary(item: ProgrammeItem) -> str:
    return f". {escape(_sentence(item.summary))}" if item.summary else ""


def _sentence(text: str) -> str:
    stripped = " ".join(text.split())
    return stripped if stripped.endswith((".", "!", "?", "…")) else f"{stripped}."


def _inside(text: str) -> str:
    """Return the text as it stands inside a sentence; an abbreviation or name in capitals keeps them."""
    first = text.split(" ", 1)[0]
    is_name = len(first) > 1 and first.isupper()
    return text if is_name else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(parts: Sequence[str]) -> str:
    """Return "a, b và c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def _paragraph(text: str) -> tuple[str, str]:
    return ("paragraph", f"<p>{escape(text)}</p>")


def _list(opening: str, entries: Sequence[str]) -> tuple[str, str]:
    """Return a paragraph and its list; entries are escaped already."""
    return ("paragraph", f"<p>{escape(opening)}</p><ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>")
