"""A kept article and its durably counted reading, one process, 64 connections: against nginx and a stock Wagtail."""

from bench import _rig, _stock

ROUNDS, OF_NGINX, OF_WAGTAIL = 5, 0.40, 150


def main() -> bool:
    """Run the comparison, print it, and return whether both bars were met."""
    if not _rig.tools_are_here():
        return False
    print(f"kept article with a counted visit; {_rig.machine()}")
    with _rig.scratch() as ours, _rig.scratch() as theirs, _rig.scratch() as static, _rig.our_site(ours) as site:
        article = _rig.article_of(site.url)
        page = _rig.fetch(article)
        sent = _rig.fetch_compressed(article)
        with _rig.nginx(static, sent) as file, _stock.site(theirs, page, counted=True) as stock:
            found = _rig.medians(
                {
                    "nginx": lambda: _rig.wrk(file, static),
                    "gate": lambda: _rig.wrk(article, static),
                    "wagtail": lambda: _rig.wrk(stock, static),
                },
                ROUNDS,
            )
    print(
        f"  page {len(page)} bytes, {len(sent)} compressed; "
        + ", ".join(f"{name} {rate:,.0f}/s" for name, rate in found.items())
    )
    near = _rig.verdict("of nginx", found["gate"] / found["nginx"], OF_NGINX, aim=" (aim 0.50)")
    return _rig.verdict("times stock Wagtail with a counter", found["gate"] / found["wagtail"], OF_WAGTAIL) and near
