"""The register opens for everybody; a paper that came in only for its office, and only the office enters one."""

from datetime import date
from typing import Any

from giaoban.domain.documents.models import PaperType, System
from giaoban.domain.documents.operations import register_incoming, register_organ
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


OFFICE_ONLY = staff(404, secretary=200, chair=200, editor=200, administrator=200)
# An empty form asks to hide without a reason: refused in words (422) before the domain looks at who asks.
PUBLISHERS = staff(404, secretary=422, chair=422, editor=422, administrator=422)
ACCESS = {
    "console:documents:index": Access(staff(200), kwargs=with_organ),
    "console:documents:incoming": Access(only("secretary", "chair"), kwargs=with_organ),
    "console:documents:paper": Access(OFFICE_ONLY, kwargs=incoming),
    "console:documents:file": Access(OFFICE_ONLY, kwargs=incoming),
    "console:documents:publicity": Access(PUBLISHERS, kwargs=incoming, method="post"),
}
