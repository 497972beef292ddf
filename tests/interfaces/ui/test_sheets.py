"""A door's style sheets are sent as one file."""

import posixpath
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.templatetags.static import static
from pytest_django import Settings

from giaoban.interfaces.ui.sheets import Sources, joined


def sources(**files: str) -> Sources:
    kept = InMemoryStorage()
    return {
        (name := path.replace("__", "/") + ".css"): (kept, kept.save(name, ContentFile(text.encode())))
        for path, text in files.items()
    }


def test_parts_stand_in_the_place_of_the_list() -> None:
    found = sources(
        door__door='/* list */\n@import url("a.css");\n@import url("../ui/b.css");\n',
        door__a="/* a */\np {\n  margin: 0;\n}\n", ui__b="q { content: '{'; }",
    )  # fmt: skip
    assert joined("door/door.css", found) == "p {\nmargin: 0;\n}\nq { content: '{'; }\n"


def test_a_missing_part_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        joined("door/door.css", sources(door__door='@import url("gone.css");\n'))


@pytest.mark.parametrize("door", ["ui", "portal"])
def test_gathered_files_hold_one_whole_sheet_per_door(door: str, settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "giaoban.interfaces.ui.sheets.OneSheetStorage"}}
    ignored = ["wagtail*", "admin/*", "rest_framework/*", "allauth/*", "account/*", "mfa/*", "taggit/*"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=ignored)
    sent = tmp_path / static(f"{door}/{door}.css").removeprefix("/static/")
    text = sent.read_text()
    assert "@import" not in text
    assert "/*" not in text
    assert Path(f"{sent}.gz").exists()
    source = finders.find(f"{door}/{door}.css") or ""
    parts = re.findall(r'@import url\("(.+?)"\)', Path(source).read_text())
    listed = [posixpath.normpath(f"{door}/{part}") for part in parts]
    assert len(listed) > 5
    for part in listed:
        rules = re.sub(r"/\*.*?\*/", "", Path(finders.find(part) or "").read_text(), flags=re.DOTALL)
        assert rules.strip().splitlines()[0] in text, part
