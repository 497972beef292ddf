"""An article page that is computed each time: ours with the page cache off, against a stock Wagtail page."""

from bench import _rig, _stock

ROUNDS, BAR = 5, 2.0


def main() -> bool:
    """Run the comparison, print it, and return whether the bar was met."""
    if not _rig.tools_are_here("wrk"):
        return False
    print(f"uncached article page; {_rig.machine()}")
    with _rig.scratch() as ours, _rig.scratch() as theirs, _rig.our_site(ours, GIAOBAN_PAGE_CACHE_MB="0") as site:
        article = _rig.article_of(site.url)
        with _stock.site(theirs, _rig.fetch(article), counted=False) as stock:
            found = _rig.medians(
                {
                    "ours": lambda: _rig.wrk(article, ours, connections=4),
                    "wagtail": lambda: _rig.wrk(stock, ours, connections=4),
                },
                ROUNDS,
            )
    print("  " + ", ".join(f"{name} {rate:,.0f}/s" for name, rate in found.items()))
    return _rig.verdict("times stock Wagtail", found["ours"] / found["wagtail"], BAR)
