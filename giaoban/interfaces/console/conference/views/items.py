"""One item of the programme: its paper, what was heard, opinions, and the ballot it may need."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.domain.conferences import operations, permissions
from giaoban.domain.conferences.models import Basis, Conference, Disposition, Item, Opinion
from giaoban.domain.conferences.queries import conference_record
from giaoban.domain.documents.models import PaperType
from giaoban.domain.orgs.models import Unit
from giaoban.interfaces.console.conference import choices, forms
from giaoban.interfaces.console.conference.acts import Act, take
from giaoban.interfaces.console.conference.bars import bars_of
from giaoban.interfaces.console.conference.views.desk import desk_context, visible, who
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.processes.hear_paper import Upload, hear_new_draft, hear_upload


@staff_view()
def item(request: StaffRequest, conference_id: int, item_id: int) -> HttpResponse:
    """Show one item with everything said and decided under it."""
    conference = visible(request, conference_id)
    row = conference.items.select_related("conference__bloc", "draft", "presenter").filter(pk=item_id).first()
    if row is None:
        raise Http404
    acts = _acts(request, conference, row)
    taken = take(request, acts)
    if taken.done:
        gone = request.POST.get("act") == "remove"
        to = reverse("console:conference:desk", args=[conference_id]) if gone else request.path
        return HttpResponseRedirect(to)
    record = conference_record(conference)
    shown = next(one for one in record.items if one.id == item_id)
    text = row.draft.versions.last() if row.draft else None
    context = desk_context(request, conference, record, acts, taken) | {
        "item": shown, "draft_text": text, "bars": {one.id: bars_of(one) for one in shown.ballots},
        "refused_opinion": request.POST.get("opinion", ""), "units": _answerers(acts, conference),
    }  # fmt: skip
    return render(request, "console/conference/item.html", context, status=taken.status)


def _acts(request: StaffRequest, conference: Conference, row: Item) -> dict[str, Act]:
    if not permissions.can_run(request.standing, conference) or conference.state == "concluded":
        return {}
    acts = _preparing(request, conference, row)
    if conference.state == "open":
        acts |= _running(request, conference, row)
    else:
        acts["remove"] = Act(forms.Empty, lambda _g: operations.remove_item(item=row, **who(request)), _("Đã bỏ mục."))
    return acts


def _preparing(request: StaffRequest, conference: Conference, row: Item) -> dict[str, Act]:
    fixed = {"item": row, **who(request)}
    units = choices.seated_units(conference)
    attach = partial(forms.AttachForm, papers=choices.papers(request.standing),
                     drafts=choices.drafts(request.standing), units=units)  # fmt: skip
    upload = partial(forms.UploadForm, units=units)

    def hear(given: dict[str, Any]) -> None:
        content = given["file"].read()
        words = {key: given[key] for key in ("symbol", "abstract", "issued_on")}
        sent = Upload(paper_type=PaperType(given["paper_type"]), file_name=given["file"].name, content=content, **words)
        hear_upload(unit=given["unit"], upload=sent, **fixed)

    def begin(given: dict[str, Any]) -> None:
        hear_new_draft(paper_type=PaperType(given["paper_type"]), title=given["title"], text=given["text"], **fixed)

    return {
        "attach": Act(attach, lambda given: operations.attach_to_item(**given, **fixed), _("Đã gắn vào mục.")),
        "upload": Act(upload, hear, _("Đã vào sổ và gắn văn bản.")),
        "draft": Act(forms.DraftForm, begin, _("Đã lập dự thảo lần 1 và gắn vào mục.")),
    }


def _running(request: StaffRequest, conference: Conference, row: Item) -> dict[str, Act]:
    fixed = {"item": row, **who(request)}
    units = choices.seated_units(conference)

    def answer(given: dict[str, Any]) -> None:
        opinion = Opinion.objects.filter(pk=given.pop("opinion"), item=row).select_related("item").first()
        if opinion is None:
            raise Http404
        given["disposition"] = Disposition(given["disposition"])
        operations.answer_opinion(opinion=opinion, **given, **who(request))

    def vote(given: dict[str, Any]) -> None:
        (top, bottom, strictly), _word = forms.MAJORITIES[given["majority"]]
        operations.open_ballot(question=given["question"], basis=Basis(given["basis"]), needed_numerator=top,
                               needed_denominator=bottom, strictly_more=strictly, **fixed)  # fmt: skip

    summary = {"summary": row.summary, "expected_summary": row.summary}
    question = {"question": _("Thông qua %(title)s") % {"title": row.draft.title if row.draft else row.title}}
    return {
        "summary": Act(forms.SummaryForm, lambda given: operations.summarise_item(**given, **fixed),
                       _("Đã ghi nội dung."), summary),
        "opinion": Act(partial(forms.OpinionForm, units=units),
                       lambda given: operations.record_opinion(**given, **fixed), _("Đã ghi ý kiến.")),
        "answer": Act(partial(forms.AnswerForm, units=choices.answering_units(conference)), answer,
                      _("Đã ghi trả lời.")),
        "ballot": Act(forms.BallotForm, vote, _("Đã mở biểu quyết. Tỷ lệ cần đạt đã ghi, không sửa được."), question),
    }  # fmt: skip


def _answerers(acts: dict[str, Act], conference: Conference) -> list[Unit]:
    """Return who may answer an opinion: the coordinating body first, then the seated units (1 query, or none)."""
    if "answer" not in acts:
        return []
    first = conference.bloc.coordinator_id
    return sorted(choices.answering_units(conference), key=lambda unit: unit.pk != first)
