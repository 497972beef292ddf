"""What the documentation points at exists: files, images, commands; the first page fits on a screen."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from config.cli import HELP
from tests.architecture.test_budgets import tracked

ROOT = Path(__file__).resolve().parents[2]
README_LINES = 80
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
# In code only: `giaoban run`, or a line of a fenced block. "giaoban.demo" is a module, "giaoban/lib" a folder.
_VERB = re.compile(r"(?:`|^[$ ]*|/)giaoban ([a-z][a-z_-]*)", re.MULTILINE)
PAGES = [*tracked("*.md")]


def broken_links(page: Path, text: str) -> list[str]:
    """Targets of a page's links that lead to no file or folder; addresses of the web and of parts are left out."""
    targets = [target for target in _LINK.findall(_FENCE.sub("", text)) if not re.match(r"[a-z]+:|#", target)]
    return [target for target in targets if not (page.parent / unquote(target.partition("#")[0])).exists()]


def unknown_verbs(text: str, known: set[str]) -> list[str]:
    """Verbs of `giaoban` named in a text that are no command."""
    return [verb for verb in _VERB.findall(text) if verb.replace("-", "_") not in known]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files(page: Path) -> None:
    assert not broken_links(page, page.read_text())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_exist(page: Path) -> None:
    assert not unknown_verbs(page.read_text(), set(get_commands()))


def test_every_command_of_the_help_is_in_the_reference() -> None:
    reference = (ROOT / "docs/reference/commands.md").read_text()
    verbs = re.findall(r"^  ([a-z-]+) ", HELP, re.MULTILINE)
    assert len(verbs) > 5
    assert not [verb for verb in verbs if f"## `giaoban {verb}" not in reference]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_first_page_fits_on_a_screen(name: str) -> None:
    assert len((ROOT / name).read_text().splitlines()) <= README_LINES


def test_screenshots_are_small_and_shown() -> None:
    shown = "".join(page.read_text() for page in PAGES)
    pictures = sorted((ROOT / "docs/tutorials/images").glob("*.png"))
    assert pictures
    assert not [picture.name for picture in pictures if picture.stat().st_size > 150 * 1024]
    assert not [picture.name for picture in pictures if picture.name not in shown]


def test_the_checks_bite() -> None:
    page = ROOT / "README.md"
    assert broken_links(page, "[gone](docs/gone.md) ![lost](lost.png#a)") == ["docs/gone.md", "lost.png#a"]
    assert not broken_links(page, "[here](README.md#x) [web](https://example.org) [part](#part)\n```\n[a](b)\n```")
    known = {"run", "import_units"}
    assert unknown_verbs("`giaoban fly` and `giaoban run`\n    giaoban import-units F\n", known) == ["fly"]
    assert unknown_verbs("`.venv/bin/giaoban soar`", known) == ["soar"]
    assert not unknown_verbs("the giaoban way, `giaoban.demo`, giaoban/lib", known)
