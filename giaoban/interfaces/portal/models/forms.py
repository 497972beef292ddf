"""The form in which an editor writes a page: its part of the address is folded before it is found free, not after."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain, count
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets.slug import SlugInput
from wagtail.models import Page

from giaoban.lib import text

# Latin letters with marks, those of Vietnamese among them.
_MARKED = [chr(code) for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))]


def slug_input() -> SlugInput:
    """Return the field of the address; it shows what lib.text.slug will make of the title while that is typed."""
    letters: dict[str, str] = defaultdict(str)
    for letter in _MARKED:
        if re.fullmatch("[a-z]", plain := text.fold(letter)):
            letters[plain] += letter
    plainly = [(f"[{marked}]", plain) for plain, marked in letters.items()]
    return SlugInput(formatters=[*plainly, (r"[\u0300-\u036f]", ""), (r"[^A-Za-z0-9]+", "-"), (r"^-+|-+$", "")])


class PublicPageForm(WagtailAdminPageForm):
    """Wagtail's form of a page: of two pages of one title the second gets a number."""

    def clean_slug(self) -> str:
        """Return plain letters; made from the title they become free ones, typed by hand they are checked as typed."""
        made = text.slug(self.cleaned_data.get("title") or "")
        typed = text.slug(self.cleaned_data["slug"] or "") or made
        return self._free(typed) if typed == made else typed

    def _free(self, slug: str) -> str:
        numbered = (f"{slug}-{number}" for number in count(2))
        candidates = chain([slug], numbered) if slug else iter([slug])
        return next(found for found in candidates if self._is_free(found))

    def _is_free(self, slug: str) -> bool:
        free: Any = Page._slug_is_available(slug, self.parent_page, self.instance)
        return bool(free)
