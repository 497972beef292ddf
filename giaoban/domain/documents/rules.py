"""Numbers and symbols of papers, and what a registered file may be. Pure.

Sources: State papers Nghị định 30/2020/NĐ-CP, Điều 15, Phụ lục I and III; Party papers Hướng dẫn 36-HD/VPTW
(2018), same rows in 05-HD/VPTW (2026); numbering of Party papers through one congress term.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

# Abbreviations by paper type. A type that a system does not have is absent; a type without abbreviation is "".
PARTY_ABBREVIATIONS: dict[str, str] = {
    "report": "BC", "minutes": "BB", "notice": "TB", "regulation": "QC", "decision": "QĐ", "directive": "CT",
    "resolution": "NQ", "conclusion": "KL", "plan": "KH", "guidance": "HD", "letter": "CV",
}  # fmt: skip
STATE_ABBREVIATIONS: dict[str, str] = {
    "report": "BC", "minutes": "BB", "notice": "TB", "regulation": "QC", "decision": "QĐ", "directive": "CT",
    "resolution": "NQ", "plan": "KH", "guidance": "HD", "letter": "",
}  # fmt: skip
ABBREVIATIONS: dict[str, dict[str, str]] = {"party": PARTY_ABBREVIATIONS, "state": STATE_ABBREVIATIONS}

# How a file of each kind begins; Office 2007+ files and OpenDocument are zip archives.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",), "xlsx": (b"PK\x03\x04",), "odt": (b"PK\x03\x04",), "ods": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",), "xls": (b"\xd0\xcf\x11\xe0",),
    "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "png": (b"\x89PNG\r\n\x1a\n",),
    "tif": (b"II*\x00", b"MM\x00*"), "tiff": (b"II*\x00", b"MM\x00*"),
}  # fmt: skip
CONTENT_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "tif": "image/tiff", "tiff": "image/tiff",
}  # fmt: skip
LARGEST_FILE = 10 * 1024 * 1024


class NoSuchType(ValueError):
    """The system has no paper of that type; the message (Vietnamese) says so."""


def abbreviation(system: str, paper_type: str) -> str:
    """Return the abbreviation of a type in a system, "" for a State letter. Raises NoSuchType."""
    try:
        return ABBREVIATIONS[system][paper_type]
    except KeyError:
        raise NoSuchType("Hệ thống văn bản này không có thể loại đó") from None


def symbol(system: str, paper_type: str, number: int, organ_code: str, drafting_unit: str = "") -> str:
    """Return the number line as printed: "Số 12-TB/BTGThU" (Party) or "Số: 05/QĐ-UBND" (State).

    Numbers below 10 get a zero. A State letter carries no abbreviation but the drafting unit: "Số: 12/UBND-VX".
    """
    short = abbreviation(system, paper_type)
    if system == "party":
        return f"Số {number:02d}-{short}/{organ_code}"
    tail = [short, organ_code] if short else [organ_code, *([drafting_unit] if drafting_unit else [])]
    return f"Số: {number:02d}/{'-'.join(tail)}"


def citation(printed_symbol: str) -> str:
    """Return the symbol as it is cited, without the word "Số": 12-TB/BTGThU."""
    return printed_symbol.removeprefix("Số:").removeprefix("Số").strip()


class Effect(StrEnum):
    """How a paper stands on a day. NOT_STATED: nobody recorded from when it holds, so nothing is claimed."""

    REPLACED = "replaced"
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    NOT_STATED = "not_stated"


def effect_on(day: date, in_force_on: date | None, *, is_replaced: bool) -> Effect:
    """Return how a paper that is in force from a day, and may have been replaced, stands on `day`."""
    if is_replaced:
        return Effect.REPLACED
    if in_force_on is None:
        return Effect.NOT_STATED
    return Effect.IN_FORCE if in_force_on <= day else Effect.TO_COME


def state_span(issued_on: date) -> str:
    """Return the span of a State series: the calendar year (Điều 15 Nghị định 30/2020)."""
    return str(issued_on.year)


def term_span(term_id: int) -> str:
    """Return the span of a Party series: one congress term."""
    return f"term:{term_id}"


def extension(file_name: str) -> str:
    """Return the ending of a file name in lower case, without its dot."""
    return file_name.rpartition(".")[2].lower() if "." in file_name else ""


def content_type(file_name: str) -> str:
    """Return the media type of a file by its ending; unknown endings are bytes."""
    return CONTENT_TYPES.get(extension(file_name), "application/octet-stream")


def file_problem(file_name: str, content: bytes) -> str:
    """Return what is wrong with a file offered for the register (Vietnamese), "" where nothing is."""
    ending = extension(file_name)
    if ending not in SIGNATURES:
        return f"Tệp “{file_name}” không thuộc loại nhận được; hãy dùng {', '.join(sorted(SIGNATURES))}"
    if not content:
        return f"Tệp “{file_name}” rỗng"
    if len(content) > LARGEST_FILE:
        return f"Tệp “{file_name}” quá {LARGEST_FILE // 1024 // 1024} MB"
    if not content.startswith(SIGNATURES[ending]):
        return f"Tệp “{file_name}” có đuôi .{ending} nhưng nội dung không phải loại đó"
    return ""


# What a comment from outside may hold, in characters.
LONGEST_COMMENT, LONGEST_LINE = 5000, 120


def comment_problem(text: str, lines: Iterable[str]) -> str:
    """Return what is wrong with a public comment (Vietnamese), "" where nothing is."""
    if not text.strip():
        return "Hãy viết góp ý rồi gửi"
    if len(text) > LONGEST_COMMENT:
        return f"Góp ý dài {len(text)} ký tự; nhiều nhất {LONGEST_COMMENT}"
    if any(len(line) > LONGEST_LINE for line in lines):
        return f"Tên, liên hệ và điều khoản mỗi ô nhiều nhất {LONGEST_LINE} ký tự"
    return ""
