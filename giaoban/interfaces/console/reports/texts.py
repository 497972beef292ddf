"""One section of the narrative as the screens show it, last period's text beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.domain.reports.operations import EditConflict
from giaoban.domain.reports.queries import SectionPage
from giaoban.interfaces.console.reports.difference import Paragraph, against
from giaoban.interfaces.ui.words import period_name


@dataclass(frozen=True)
class Clash:
    """Somebody else's text of the same section, its words alone; what is not in the text written here stands out."""

    by: str
    theirs: str
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class Section:
    """A section: what is written, what was, and how the two compare."""

    page: SectionPage
    number: int
    text: str
    version: int
    paragraphs: list[Paragraph]
    clash: Clash | None = None

    @property
    def code(self) -> str:
        """The section's code, by which its boxes are named."""
        return self.page.section.code

    @property
    def same_count(self) -> int:
        """How many paragraphs stand unchanged from last period."""
        return sum(paragraph.is_same for paragraph in self.paragraphs)

    @property
    def before_label(self) -> str:
        """The name of the period the earlier text is from."""
        return period_name(self.page.before_period) if self.page.before_period else ""

    @property
    def mark(self) -> tuple[str, str, str]:
        """The tone, icon and words of its state."""
        if self.clash:
            return "bad", "warn", _("Hai người cùng sửa")
        if self.page.is_missing:
            return "", "ring", _("Chưa viết")
        if not self.text.strip():
            return "", "dash", _("Để trống được")
        if self.same_count:
            words = ngettext("%d đoạn còn giống kỳ trước", "%d đoạn còn giống kỳ trước", self.same_count)
            return "warn", "warn", words % self.same_count
        return "good", "check", _("Đã lưu")


def sections_of(pages: Iterable[SectionPage]) -> list[Section]:
    """Return the outline as shown."""
    return [section_of(page, number) for number, page in enumerate(pages, start=1)]


def section_of(page: SectionPage, number: int, clash: EditConflict | None = None) -> Section:
    """Return one section; after a clash the box keeps what was written here and the version becomes theirs."""
    if clash is None:
        return Section(page, number, page.text, page.version, against(page.before, page.text))
    held = [one for one in against(clash.theirs, clash.yours) if any(piece.kind != "new" for piece in one.pieces)]
    theirs = Clash(clash.by, clash.theirs, held)
    return Section(page, number, clash.yours, clash.version, against(page.before, clash.yours), theirs)
