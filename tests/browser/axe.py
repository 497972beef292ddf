"""axe-core in a real browser: WCAG 2.2 AA, nothing allowed."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# axe would write imported sheets into the page anew, which the page's policy refuses; served sites send joined ones.
RUN = """async (tags) => {
  const imports = [...document.styleSheets].some(
    sheet => [...sheet.cssRules].some(rule => rule instanceof CSSImportRule));
  const found = await window.axe.run(document,
    {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: !imports});
  return found.violations.map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160)
    + " | " + (n.any[0] || n.all[0] || n.none[0] || {message: ""}).message.slice(0, 160)).join(" // "));
}"""


def assert_axe_clean(page: Page) -> None:
    """Assert that axe finds nothing on the page as it stands (evaluate is not bound by the page's strict policy)."""
    page.evaluate(SCRIPT)
    violations: list[str] = page.evaluate(RUN, TAGS)
    assert not violations, f"{page.url}\n" + "\n".join(violations)
