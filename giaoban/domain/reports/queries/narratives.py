"""What units write: the pages they write on, and the texts of all of them merged by section."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from giaoban.domain.orgs.models import Unit
from giaoban.domain.periods.rules import parse
from giaoban.domain.reports.models import Narrative, Round, Section, State, Submission
from giaoban.domain.reports.rules import HANDED_IN, Piece, unchanged_paragraphs, word_diff


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a unit, marked where it stood word for word in the last period's text."""

    text: str
    unchanged: bool


@dataclass(frozen=True)
class SectionPage:
    """One section of the outline as its writer sees it, last period's text beside it."""

    section: Section
    narrative: Narrative | None
    before: str
    before_period: str

    @property
    def anchor(self) -> str:
        """The id of the section's box on a page."""
        return f"muc-{self.section.code}"

    @property
    def text(self) -> str:
        """What stands there now."""
        return self.narrative.text if self.narrative else ""

    @property
    def version(self) -> int:
        """The version to send back as `expected_version`; 0 where nothing was saved."""
        return self.narrative.version if self.narrative else 0

    @property
    def is_missing(self) -> bool:
        """Whether the outline requires a text and there is none."""
        return self.section.is_required and not self.text.strip()

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The present paragraphs with those carried over marked."""
        return [Paragraph(text, same) for text, same in unchanged_paragraphs(self.text, self.before)]

    @property
    def changes(self) -> list[Piece]:
        """Last period's text against the present one, word by word."""
        return word_diff(self.before, self.text)


@dataclass(frozen=True)
class UnitText:
    """What one unit wrote under one section."""

    unit: Unit
    submission_id: int
    state: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class MergedSection:
    """One section with every unit's paragraphs in the bloc's order, and the units that have written nothing."""

    section: Section
    texts: tuple[UnitText, ...]
    silent: tuple[Unit, ...]


def section_pages(submission: Submission) -> list[SectionPage]:
    """Return the outline with the unit's texts and last period's beside them (3 queries)."""
    sections = list(submission.round.regime.sections.select_related("sector"))
    present = {text.section_id: text for text in submission.narratives.select_related("updated_by")}
    before = _texts_before(submission.round, [submission.unit_id])
    return [
        SectionPage(section, present.get(section.pk), *before.get((submission.unit_id, section.pk), ("", "")))
        for section in sections
    ]


def merged_narrative(
    round: Round, *, section: Section | None = None, states: Collection[str] = tuple(HANDED_IN)
) -> list[MergedSection]:
    """Return every section with the texts of the units whose report stands in one of `states` (4 queries).

    Units in other states, and those that wrote nothing, are listed as silent.
    """
    sections = list(round.regime.sections.select_related("sector"))
    if section is not None:
        sections = [one for one in sections if one.pk == section.pk]
    submissions = list(in_bloc_order(round.submissions.select_related("unit")))
    heard = [submission for submission in submissions if submission.state in states]
    texts = Narrative.objects.filter(submission__in=[one.pk for one in heard], section__in=sections).exclude(text="")
    written = {(text.submission_id, text.section_id): text.text for text in texts}
    before = _texts_before(round, [submission.unit_id for submission in heard])
    return [_merge(section, submissions, written, before) for section in sections]


def in_bloc_order(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Return submissions in protocol order: bodies of the town first, then communes, each by position."""
    return submissions.order_by("unit__level", "unit__position", "unit__sort_key")


def _merge(
    section: Section,
    submissions: Iterable[Submission],
    written: dict[tuple[int, int], str],
    before: dict[tuple[int, int], tuple[str, str]],
) -> MergedSection:
    texts: list[UnitText] = []
    silent: list[Unit] = []
    for submission in submissions:
        now = written.get((submission.pk, section.pk), "")
        if not now.strip():
            silent.append(submission.unit)
            continue
        old, _ = before.get((submission.unit_id, section.pk), ("", ""))
        marked = tuple(Paragraph(text, same) for text, same in unchanged_paragraphs(now, old))
        texts.append(UnitText(submission.unit, submission.pk, submission.state, marked))
    return MergedSection(section, tuple(texts), tuple(silent))


def _texts_before(round: Round, unit_ids: Iterable[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """Return (text, period code) by unit and section: the period before, else the same period last year (1 query)."""
    period = parse(round.period)
    ranks = {period.previous.code: 0, period.same_period_last_year.code: 1}
    rows = (
        Narrative.objects.filter(
            submission__round__regime=round.regime_id, submission__round__period__in=ranks,
            submission__unit_id__in=list(unit_ids),
        )
        .exclude(text="")
        .exclude(submission__state=State.DRAFT)
        .values_list("submission__unit_id", "section_id", "text", "submission__round__period")
    )  # fmt: skip
    found: dict[tuple[int, int], list[tuple[int, str, str]]] = defaultdict(list)
    for unit_id, section_id, text, code in rows:
        found[unit_id, section_id].append((ranks[code], text, code))
    return {key: min(texts)[1:] for key, texts in found.items()}
