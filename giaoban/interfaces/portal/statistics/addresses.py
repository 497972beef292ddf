"""The addresses a page was read at: its own, and those it had before it was renamed or moved."""

from collections.abc import Iterable
from urllib.parse import unquote

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page


def addresses_of(pages: Iterable[Page], site_root: str) -> dict[int, set[str]]:
    """Return the paths of each page by its number (2 queries).

    Earlier ones are known from the redirects that Wagtail makes when a page gets another address. One that has
    become another page's is left to that page.
    """
    found = {page.pk: {page.url_path.removeprefix(site_root)} for page in pages}
    redirects = Redirect.objects.filter(redirect_page__in=found, automatically_created=True)
    earlier = [(f"{unquote(old)}/", page) for old, page in redirects.values_list("old_path", "redirect_page")]
    taken = set(
        Page.objects.live()
        .filter(url_path__in={site_root + path for path, _ in earlier})
        .values_list("url_path", flat=True)
    )
    for path, page in earlier:
        if site_root + path not in taken:
            found[page].add(path)
    return found
