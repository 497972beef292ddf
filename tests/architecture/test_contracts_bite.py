"""A planted breach of each kind is caught by the tool that keeps it out."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

BREACHES = {
    "a lower floor imports an upper": ("giaoban/lib/text.py", "import giaoban.domain.orgs.rules_of_breach"),
    "domain imports a door": ("giaoban/domain/orgs/queries.py", "import giaoban.interfaces.ui.readonly"),
    "the house imports config": ("giaoban/processes/__init__.py", "import config.settings"),
    "a door imports another door": (
        "giaoban/interfaces/portal/urls.py",
        "import giaoban.interfaces.console.urls",
    ),
    "a row imports its neighbour": (
        "giaoban/domain/tasks/models.py",
        "import giaoban.domain.documents.models",
    ),
    "models import operations": ("giaoban/domain/orgs/models.py", "import giaoban.domain.orgs.operations"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for part in ("config", "giaoban"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "lint-imports", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def planted(folder: Path, place: str, line: str) -> subprocess.CompletedProcess[str]:
    file = folder / place
    before = file.read_text()
    extra = folder / "giaoban/domain/orgs/rules_of_breach.py"
    if "rules_of_breach" in line:
        extra.write_text("")
    file.write_text(before + f"\n{line}\n")
    try:
        return contracts(folder)
    finally:
        file.write_text(before)
        extra.unlink(missing_ok=True)


def test_the_house_as_it_stands_keeps_its_contracts(copy: Path) -> None:
    result = contracts(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_planted_import_breach_is_caught(copy: Path, breach: str) -> None:
    result = planted(copy, *BREACHES[breach])
    assert result.returncode != 0, result.stdout
    assert "BROKEN" in result.stdout


@pytest.mark.parametrize(
    "name", ["giaoban/utils.py", "giaoban/domain/common/__init__.py", "giaoban/domain/orgs/helpers.py"]
)
def test_a_drawer_for_everything_is_caught(copy: Path, name: str) -> None:
    file = copy / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("")
    try:
        assert contracts(copy).returncode != 0
    finally:
        file.unlink()
        if file.parent.name == "common":
            file.parent.rmdir()


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import HttpRequest",
        "from django.urls import reverse",
        "from django.template import loader",
        "from django.shortcuts import render",
        "from django.utils.timezone import now",
        "from django.utils import timezone\n\nMOMENT = timezone.now()",
    ],
)
def test_banned_api_below_the_doors_is_caught(copy: Path, line: str) -> None:
    for place, expected in (
        ("giaoban/domain/orgs/rules_breach.py", 1),
        ("giaoban/interfaces/ui/rules_breach.py", 0),
    ):
        file = copy / place
        file.write_text(f'"""A breach."""\n\n{line}\n')
        result = subprocess.run(
            [BIN / "ruff", "check", "--select", "TID251", "--no-cache", place],
            cwd=copy, capture_output=True, text=True, check=False,
        )  # fmt: skip
        file.unlink()
        assert result.returncode == expected, result.stdout


def test_an_untyped_function_is_caught(copy: Path) -> None:
    config = (copy / "pyproject.toml").read_text().replace('plugins = ["mypy_django_plugin.main"]', "")
    (copy / "plain.toml").write_text(config)
    file = copy / "untyped.py"
    file.write_text("def f(x):\n    return x\n")
    result = subprocess.run(
        [BIN / "mypy", "--config-file", "plain.toml", "untyped.py"],
        cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    file.unlink()
    assert "Function is missing a type annotation" in result.stdout
