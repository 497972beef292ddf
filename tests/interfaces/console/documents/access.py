"""The register opens for everybody; a paper that came in only for its office, and only the office enters one."""

from datetime import date
from typing import Any

from giaoban.domain.documents.models import Organ, PaperType, System
from giaoban.domain.documents.operations import (
    open_for_comment,
    register_incoming,
    register_organ,
    start_draft,
    submit_public_comment,
)
from giaoban.lib import clock
from tests.factories.documents import MOMENT
from tests.personas import Access, Personas, only, staff


def incoming(personas: Personas) -> dict[str, Any]:
    """A paper with a file that came to the coordinating body."""
    organ = register_organ(
        unit=personas.units["board"], system=System.PARTY, superior_line="Thị ủy Phổ Yên", name_line="Ban Tuyên giáo",
        code="BTGThU", place="Phổ Yên", signer_title="Trưởng ban", acting_user=None, at=MOMENT,
    )  # fmt: skip
    paper = register_incoming(
        organ=organ, organ_name="Bộ Chính trị", paper_type=PaperType.DIRECTIVE, symbol="05-CT/TW", abstract="thử",
        issued_on=date(2016, 5, 15), content=b"%PDF-1.7", file_name="ct05.pdf", at=MOMENT,
        acting_user=personas.people["secretary"],
    )  # fmt: skip
    return {"paper_id": paper.pk}


def with_organ(personas: Personas) -> dict[str, Any]:
    incoming(personas)
    return {}


def commented(personas: Personas) -> dict[str, Any]:
    """A draft of the coordinating body open for comment, with one comment."""
    incoming(personas)
    acting: dict[str, Any] = {"acting_user": personas.people["secretary"], "at": clock.now()}
    today = acting["at"].date()
    draft = start_draft(organ=Organ.objects.get(), paper_type=PaperType.PLAN, title="Kế hoạch", text="1", **acting)
    opened = open_for_comment(draft=draft, opens_on=today, closes_on=today, **acting)
    comment = submit_public_comment(consultation=opened, text="ý", at=acting["at"])
    personas.scene |= {"comment": comment.pk}
    return {"consultation_id": opened.pk}


def comment_on(personas: Personas) -> dict[str, Any]:
    return commented(personas) | {"comment_id": personas.scene["comment"]}


OFFICE_ONLY = staff(404, secretary=200, chair=200, editor=200, administrator=200)
# An empty form asks to hide without a reason: refused in words (422) before the domain looks at who asks.
PUBLISHERS = staff(404, secretary=422, chair=422, editor=422, administrator=422)
ANSWERERS = ("secretary", "chair", "editor")
ACCESS = {
    "console:documents:index": Access(staff(200), kwargs=with_organ),
    "console:documents:incoming": Access(only("secretary", "chair"), kwargs=with_organ),
    "console:documents:paper": Access(OFFICE_ONLY, kwargs=incoming),
    "console:documents:file": Access(OFFICE_ONLY, kwargs=incoming),
    "console:documents:consultations": Access(only(*ANSWERERS), kwargs=with_organ),
    "console:documents:consultation": Access(only(*ANSWERERS), kwargs=commented),
    "console:documents:consultation_close": Access(only(*ANSWERERS, status=302), kwargs=commented, method="post"),
    # an empty answer comes back (422)
    "console:documents:consultation_answer": Access(only(*ANSWERERS, status=422), kwargs=comment_on, method="post"),
    "console:documents:publicity": Access(PUBLISHERS, kwargs=incoming, method="post"),
}
