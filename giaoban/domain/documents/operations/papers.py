"""Issuing, registering and replacing papers."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.operations import record
from giaoban.domain.documents.models import Direction, NumberSeries, Organ, Paper, PaperType
from giaoban.domain.documents.operations.series import PaperRefused, locked_series
from giaoban.domain.documents.permissions import can_issue, can_publish, can_register
from giaoban.domain.documents.rules import citation, file_problem, symbol
from giaoban.lib.text import clean, fold, slug

Content = bytes | Callable[[str], bytes]


class DuplicatePaper(PaperRefused):
    """A paper of the same symbol, organ and date stands in the register already."""

    def __init__(self, existing: Paper) -> None:
        super().__init__(f"Đã có văn bản {existing.symbol} của {existing.organ_name} cùng ngày trong sổ")
        self.existing = existing


@transaction.atomic
def issue_paper(
    *, organ: Organ, paper_type: PaperType, abstract: str, issued_on: date, content: Content,
    acting_user: User, at: datetime, facts: Mapping[str, Any] | None = None, origin: str = "", signer: str = "",
    file_name: str = "", adopted_on: date | None = None, in_force_on: date | None = None,
    is_public: bool = False, drafting_unit: str = "",
) -> Paper:  # fmt: skip
    """Give a paper the next number of its series and freeze its file, its hash and the facts behind it.

    The number is reserved by locking the series until the transaction ends, so there is no gap and no duplicate.
    `content` may be a function of the symbol as printed; whatever it raises is passed on and no number is used.
    Raises PermissionDenied, PaperRefused (no term, date before the series' last paper), NoSuchType.
    """
    if not can_issue(standing(acting_user, at.date()), organ):
        raise PermissionDenied
    if issued_on > at.date():
        raise PaperRefused("Ngày ban hành chưa đến")
    series = locked_series(organ, paper_type, issued_on)
    _check_order(series, issued_on)
    number = series.last_number + 1
    printed = symbol(organ.system, paper_type, number, organ.code, drafting_unit)
    file_bytes = content(printed) if callable(content) else content
    series.last_number = number
    series.save(update_fields=["last_number"])
    name = f"{organ.name_line} {organ.superior_line}".strip()
    paper = Paper.objects.create(
        direction=Direction.OUT, organ=organ, organ_name=name, paper_type=paper_type, series=series, number=number,
        symbol=printed, abstract=clean(abstract), search_text=_search_text(printed, paper_type, abstract, name),
        adopted_on=adopted_on, issued_on=issued_on, in_force_on=in_force_on, origin=origin, signer=clean(signer),
        facts={**(facts or {}), "symbol": printed, "issued_on": issued_on.isoformat()},
        content=file_bytes, sha256=hashlib.sha256(file_bytes).hexdigest(),
        file_name=file_name or f"{slug(citation(printed).replace('/', ' '))}-{slug(abstract, 60)}.docx",
        is_public=is_public, recorded_at=at, recorded_by=acting_user,
    )  # fmt: skip
    record(act="documents.issue_paper", target=f"documents.paper:{paper.pk}", acting_user=acting_user, at=at,
           unit=organ.unit.code, symbol=printed, issued_on=issued_on, sha256=paper.sha256, origin=origin)  # fmt: skip
    return paper


def _check_order(series: NumberSeries, issued_on: date) -> None:
    last = series.papers.order_by("-number").values_list("issued_on", flat=True).first()
    if last is not None and issued_on < last:
        raise PaperRefused(
            f"Văn bản trước trong dãy số ban hành ngày {last.day}/{last.month}/{last.year}; không cấp số lùi ngày"
        )


def _search_text(printed: str, paper_type: PaperType | str, abstract: str, organ_name: str) -> str:
    return fold(f"{printed} {PaperType(paper_type).label} {abstract} {organ_name}")[:1000]


@transaction.atomic
def register_incoming(
    *, organ: Organ, organ_name: str, paper_type: PaperType, symbol: str, abstract: str, issued_on: date,
    acting_user: User, at: datetime, content: bytes | None = None, file_name: str = "",
    in_force_on: date | None = None, signer: str = "", is_public: bool = False, allow_duplicate: bool = False,
) -> Paper:  # fmt: skip
    """Enter a paper that came in (`organ` receives it, `organ_name` issued it) with its file where there is one.

    Raises DuplicatePaper for the same symbol, organ and date unless `allow_duplicate`; PaperRefused for a date
    to come, a missing field or a file that is not what its name says (both alerts: Phụ lục VI Nghị định 30/2020).
    """
    if not can_register(standing(acting_user, at.date()), organ):
        raise PermissionDenied
    Organ.objects.select_for_update().get(pk=organ.pk)
    printed, name, about = clean(symbol), clean(organ_name), clean(abstract)
    if not (printed and name and about):
        raise PaperRefused("Cần có số, ký hiệu, cơ quan ban hành và trích yếu")
    if issued_on > at.date():
        raise PaperRefused("Ngày ban hành chưa đến")
    if content is not None and (problem := file_problem(file_name, content)):
        raise PaperRefused(problem)
    if not allow_duplicate and (existing := find_duplicate(organ, printed, name, issued_on)):
        raise DuplicatePaper(existing)
    paper = Paper.objects.create(
        direction=Direction.IN, organ=organ, organ_name=name, paper_type=paper_type, symbol=printed, abstract=about,
        search_text=_search_text(printed, paper_type, about, name), issued_on=issued_on, in_force_on=in_force_on,
        signer=clean(signer), content=content, file_name=clean(file_name) if content else "",
        sha256=hashlib.sha256(content).hexdigest() if content else "", is_public=is_public,
        recorded_at=at, recorded_by=acting_user,
    )  # fmt: skip
    record(act="documents.register_incoming", target=f"documents.paper:{paper.pk}", acting_user=acting_user, at=at,
           unit=organ.unit.code, symbol=printed, organ_name=name, sha256=paper.sha256)  # fmt: skip
    return paper


def find_duplicate(organ: Organ, printed: str, organ_name: str, issued_on: date) -> Paper | None:
    """Return the paper of that symbol, issuing organ and date in the register; marks and spacing do not matter."""
    wanted = (fold(citation(printed)), fold(organ_name))
    for paper in Paper.objects.light().filter(organ=organ, direction=Direction.IN, issued_on=issued_on):
        if (fold(citation(paper.symbol)), fold(paper.organ_name)) == wanted:
            return paper
    return None


@transaction.atomic
def replace_paper(*, paper: Paper, by: Paper, reason: str, acting_user: User, at: datetime) -> Paper:
    """Record that an issued paper is replaced by another of the same type (Điều 18 khoản 3 Nghị định 30/2020).

    The old paper keeps number, file and hash; only the pointer is added. Raises PaperRefused.
    """
    if not can_issue(standing(acting_user, at.date()), paper.organ):
        raise PermissionDenied
    paper = Paper.objects.light().select_for_update(of=("self",)).select_related("organ__unit").get(pk=paper.pk)
    if paper.replaced_by_id is not None:
        raise PaperRefused("Văn bản đã được thay thế")
    if paper.direction != Direction.OUT or by.direction != Direction.OUT or by.organ_id != paper.organ_id:
        raise PaperRefused("Chỉ thay thế văn bản do cùng cơ quan ban hành")
    if by.pk == paper.pk or by.paper_type != paper.paper_type or by.recorded_at < paper.recorded_at:
        raise PaperRefused("Văn bản thay thế phải cùng thể loại và ban hành sau")
    paper.replaced_by = by
    paper.save(update_fields=["replaced_by"])
    record(act="documents.replace_paper", target=f"documents.paper:{paper.pk}", acting_user=acting_user, at=at,
           unit=paper.organ.unit.code, by=by.symbol, reason=clean(reason))  # fmt: skip
    return paper


@transaction.atomic
def publish_paper(*, paper: Paper, acting_user: User, at: datetime) -> Paper:
    """Let everybody read a paper of the register and download its file. Raises PaperRefused where it is public."""
    return _show(paper, acting_user, at, is_public=True)


@transaction.atomic
def hide_paper(*, paper: Paper, reason: str, acting_user: User, at: datetime) -> Paper:
    """Take a paper off the public list; it stays in the register. Raises PaperRefused (not public, no reason)."""
    if not clean(reason):
        raise PaperRefused("Hãy ghi lý do thôi công khai")
    return _show(paper, acting_user, at, is_public=False, reason=clean(reason))


def _show(paper: Paper, acting_user: User, at: datetime, *, is_public: bool, **told: str) -> Paper:
    paper = Paper.objects.light().select_for_update(of=("self",)).select_related("organ__unit").get(pk=paper.pk)
    if not can_publish(standing(acting_user, at.date()), paper.organ):
        raise PermissionDenied
    if paper.is_public == is_public:
        raise PaperRefused("Văn bản đã công khai" if is_public else "Văn bản chưa công khai")
    paper.is_public = is_public
    paper.save(update_fields=["is_public"])
    record(act=f"documents.{'publish' if is_public else 'hide'}_paper", target=f"documents.paper:{paper.pk}",
           acting_user=acting_user, at=at, unit=paper.organ.unit.code, symbol=paper.symbol, **told)  # fmt: skip
    return paper
