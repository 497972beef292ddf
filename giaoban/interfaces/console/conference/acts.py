"""Forms posted to the page they stand on: one address, one view; the `act` field says which form it was.

What is refused comes back on the same page with everything typed; a conflict (409) shows both texts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.utils.functional import Promise

from giaoban.domain.conferences.operations import ConferenceConflict, ConferenceRefused
from giaoban.domain.documents.operations import PaperRefused
from giaoban.domain.tasks.operations import TaskRefused
from giaoban.interfaces.ui.acting import StaffRequest
from giaoban.interfaces.ui.words import said

REFUSALS = (ConferenceRefused, PaperRefused, TaskRefused)


@dataclass(frozen=True)
class Act:
    """One form of a page: how it is made from (data, files), what it runs with the cleaned data, what is said then."""

    form: Callable[..., forms.Form]
    run: Callable[[dict[str, Any]], object]
    done: str | Promise
    initial: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """A form as the page shows it."""

    name: str
    form: forms.Form
    is_bound: bool


@dataclass(frozen=True)
class Taken:
    """What became of a posted form: done, or the bound form with its status and the conflict's two texts."""

    done: bool = False
    name: str = ""
    form: forms.Form | None = None
    status: int = 200
    conflict: ConferenceConflict | None = None

    def offers(self, acts: Mapping[str, Act]) -> dict[str, Offer]:
        """Return every form of the page, the refused one with what was typed."""
        return {
            name: Offer(name, self.form, True)
            if name == self.name and self.form
            else Offer(name, act.form(initial=dict(act.initial), auto_id=f"{name}-%s"), False)
            for name, act in acts.items()
        }


NOTHING = Taken()


def take(request: StaffRequest, acts: Mapping[str, Act]) -> Taken:
    """Run the act a POST names. Raises Http404 for one this page does not offer to this person in this state."""
    if request.method != "POST":
        return NOTHING
    name = request.POST.get("act", "")
    if name not in acts:
        raise Http404
    form = acts[name].form(request.POST, request.FILES, auto_id=f"{name}-%s")
    if not form.is_valid():
        return Taken(name=name, form=form, status=422)
    try:
        acts[name].run(form.cleaned_data)
    except ConferenceConflict as conflict:
        return Taken(name=name, form=form, status=409, conflict=conflict)
    except REFUSALS as refused:
        form.add_error(None, said(refused))
        return Taken(name=name, form=form, status=422)
    if acts[name].done:
        messages.success(request, str(acts[name].done))
    return Taken(done=True)
