"""Vietnamese first, English complete: the catalogue holds every text, and every text is in the catalogue."""

import ast
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.db.models import Choices

import giaoban.domain
from giaoban.domain.indicators.rules import Verdict
from giaoban.domain.works.rules import WorkState

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
INTERFACES = ROOT / "giaoban" / "interfaces"
VIETNAMESE = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}|</?\w+>")
WRAPPERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# What a reader meets in Vietnamese in every language.
NOT_INTERFACE = (
    "commands",  # told to whoever keeps the server, in both languages or in Vietnamese
    "portal/compose",  # writes the Vietnamese article
    "portal/setup.py",  # titles of pages, the editors' own content
    "migrations",
    "apps.py",
    "formats",
)
TEMPLATE_DATA = {
    "Tiếng Việt", "ĐẢNG CỘNG SẢN VIỆT NAM", "Phòng Giáo dục và Đào tạo", "Phòng Y tế", "Trung tâm Y tế",
}  # fmt: skip
# A letter to match, and the title a conference gets on its Vietnamese papers.
MODULE_DATA = {"[đĐ]", "Hội nghị giao ban "}
Key = tuple[str | None, str]


def book() -> polib.POFile:
    return polib.pofile(str(BOOK))


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def english_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_has_its_english() -> None:
    unfinished = [entry.msgid for entry in book() if entry.fuzzy or entry.obsolete or not all(english_of(entry))]
    assert not unfinished


def test_no_english_is_vietnamese() -> None:
    """Names of places and the heading of a workbook's column stay; a sentence left in Vietnamese is a fault."""
    names = re.compile("Đắc Sơn|Phúc Tân|Vạn Phái|Thực hiện")
    left = [text for entry in book() for text in english_of(entry) if VIETNAMESE.search(names.sub("", text))]
    assert not left


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = polib.mofile(str(BOOK.with_suffix(".mo")))
    told = {key_of(entry): english_of(entry) for entry in compiled}
    assert told == {key_of(entry): english_of(entry) for entry in book()}, "run deploy/messages.sh"


def misplaced(entry: polib.POEntry) -> bool:
    wanted = sorted(PLACES.findall(entry.msgid))
    return any(sorted(PLACES.findall(text)) != wanted for text in english_of(entry))


def test_placeholders_are_the_same_in_both_languages() -> None:
    assert not [entry.msgid for entry in book() if misplaced(entry)]


@pytest.mark.parametrize(
    ("vietnamese", "english"), [("%(n)s ô", "%(m)s cells"), ("Còn %s", "Left"), ("%d ô, %%", "%d cells, %")]
)
def test_a_misplaced_placeholder_is_found(vietnamese: str, english: str) -> None:
    assert misplaced(polib.POEntry(msgid=vietnamese, msgstr=english))


@pytest.mark.skipif(
    not (shutil.which("xgettext") and shutil.which("msgmerge")),
    reason="gettext is not installed: whether the catalogue holds EVERY text was NOT checked",
)
def test_the_catalogue_holds_every_text_of_the_sources_and_no_other(tmp_path: Path) -> None:
    for folder in ("giaoban", "config", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.csv"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    options = ["-l", "en", "--no-obsolete", "--no-wrap", "--no-location"]
    environment = {**os.environ, "GIAOBAN_DATA": str(tmp_path / "var")}
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *options],
        cwd=tmp_path, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    found = {key_of(entry) for entry in polib.pofile(str(tmp_path / BOOK.relative_to(ROOT)))}
    kept = {key_of(entry) for entry in book()}
    assert not found - kept, "run deploy/messages.sh and write the English"
    assert not kept - found, "texts that left the sources: run deploy/messages.sh"


def domain_labels() -> Iterator[str]:
    for module in pkgutil.walk_packages(giaoban.domain.__path__, "giaoban.domain."):
        if ".migrations" in module.name:
            continue
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Choices) and thing.__module__ == module.name:
                yield from (str(label) for label in thing.labels)
    yield from (one.label for one in (*Verdict, *WorkState))


def test_every_label_of_the_domain_is_in_the_catalogue() -> None:
    kept = {entry.msgid for entry in book() if entry.msgctxt == "label"}
    labels = set(domain_labels())
    assert len(labels) > 50
    assert not labels - kept, "add them to giaoban/interfaces/ui/domain_words.py"


def template_of(node: ast.AST) -> str | None:
    """Return a string or f-string of the source as a sentence with places: Tệp “{0}” rỗng."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    places = iter(range(len(node.values)))
    return "".join(str(part.value) if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in node.values)


def refusals(source: str) -> Iterator[str]:
    """Vietnamese sentences that are raised: the arguments of `raise Refused(...)`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
            continue
        for given in node.exc.args:
            sentence = template_of(given)
            if sentence and VIETNAMESE.search(sentence):
                yield sentence


def test_every_refusal_of_the_floors_below_can_be_said_in_english() -> None:
    kept = {entry.msgid for entry in book()}
    places = [ROOT / "giaoban" / floor for floor in ("domain", "processes", "lib")]
    raised = {sentence for place in places for file in place.rglob("*.py") for sentence in refusals(file.read_text())}
    assert len(raised) > 80
    assert not raised - kept, "add them to giaoban/interfaces/ui/domain_messages.py"


def test_a_refusal_is_read_from_the_source() -> None:
    assert list(refusals('raise No(f"Tệp “{name}” quá {size:d} MB")')) == ["Tệp “{0}” quá {1} MB"]


def blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group(0))


def unwrapped(template: str) -> list[str]:
    """Lines of a template that hold Vietnamese outside translate, blocktranslate and comments."""
    for pattern in (
        r"\{#.*?#\}",
        r"\{%\s*comment.*?endcomment\s*%\}",
        r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}",
        r"\{%\s*trans(?:late)?\s.*?%\}",
        r"_\((?:\"[^\"]*\"|'[^']*')\)",
    ):
        template = re.sub(pattern, blank, template, flags=re.DOTALL)
    for words in TEMPLATE_DATA:
        template = template.replace(words, "")
    return [line.strip() for line in template.splitlines() if VIETNAMESE.search(line)]


def test_no_template_speaks_vietnamese_only() -> None:
    found = {
        str(file.relative_to(ROOT)): lines
        for file in sorted(INTERFACES.rglob("*.html"))
        if (lines := unwrapped(file.read_text()))
    }
    assert not found


def test_no_script_speaks_at_all() -> None:
    """Words of a page come from its template; a module carries none."""
    comment = re.compile(r"^\s*(//|\*|/\*).*$", re.MULTILINE)
    spoken = [str(file) for file in INTERFACES.rglob("*.js") if VIETNAMESE.search(comment.sub("", file.read_text()))]
    assert not spoken


def unwrapped_strings(source: str) -> list[str]:
    """Vietnamese strings of a module that no gettext call holds; docstrings do not count."""
    tree = ast.parse(source)
    held: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in WRAPPERS:
            held |= {id(part) for given in node.args for part in ast.walk(given)}
        elif isinstance(node, ast.Expr):
            held.add(id(node.value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in held
        and VIETNAMESE.search(node.value)
    ]


def test_no_view_speaks_vietnamese_only() -> None:
    found = {}
    for file in sorted(INTERFACES.rglob("*.py")):
        place = str(file.relative_to(INTERFACES))
        if any(f"/{part}" in f"/{place}" for part in NOT_INTERFACE):
            continue
        strings = [text for text in unwrapped_strings(file.read_text()) if text not in MODULE_DATA]
        if strings:
            found[place] = strings
    assert not found


@pytest.mark.parametrize("template", ["<p>Đã lưu</p>", '{% translate "Xong" %} còn', "<b title='Đóng'></b>"])
def test_unwrapped_text_is_found(template: str) -> None:
    assert unwrapped(template)
    assert unwrapped_strings(f"x = f'Có {{n}} ô'; y = {template!r}")


def test_wrapped_text_is_not_taken_for_unwrapped() -> None:
    assert not unwrapped("{# Đã #}{% translate 'Đã' %}{% blocktranslate with n=n %}Đã {{ n }}{% endblocktranslate %}")
    assert not unwrapped_strings('"""Đã."""\nx = _("Đã lưu %s") % 3')
