"""The size budgets of DESIGN §3, measured on the files themselves."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES, DEPENDENCIES = 400, 50, 30, 150, 25
INLINE = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+=\"", re.IGNORECASE)


def tracked(pattern: str, root: Path = ROOT) -> list[Path]:
    """Files git tracks, or would track, under the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [root / name for name in listed.stdout.splitlines() if (root / name).exists()]


def long_files(files: list[Path], limit: int) -> list[str]:
    return [f"{file}: {count}" for file in files if (count := len(file.read_text().splitlines())) > limit]


def long_functions(source: str, limit: int) -> list[str]:
    """Functions longer than the limit; the docstring does not count, prose is not complexity."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node) is not None
            prose = (node.body[0].end_lineno or 0) - node.body[0].lineno + 1 if documented else 0
            length = (node.end_lineno or 0) - node.lineno + 1 - prose
            if length > limit:
                found.append(f"{node.name}: {length}")
    return found


def python_files() -> list[Path]:
    return [file for file in tracked("*.py") if "migrations" not in file.parts]


def test_files_stay_within_400_lines() -> None:
    assert not long_files(python_files(), FILE_LINES)


@pytest.mark.parametrize("folder", ["config", "giaoban", "tests", "bench"])
def test_functions_stay_within_50_lines(folder: str) -> None:
    found = [
        f"{file}: {long}"
        for file in python_files()
        if file.is_relative_to(ROOT / folder)
        for long in long_functions(file.read_text(), FUNCTION_LINES)
    ]
    assert not found


def test_views_stay_within_30_lines() -> None:
    found = [
        f"{file}: {long}"
        for file in python_files()
        if file.is_relative_to(ROOT / "giaoban/interfaces") and ("views" in file.stem or "views" in file.parts)
        for long in long_functions(file.read_text(), VIEW_LINES)
    ]
    assert not found


def test_templates_stay_within_150_lines_and_carry_no_inline_script_or_style() -> None:
    templates = tracked("*.html")
    assert not long_files(templates, TEMPLATE_LINES)
    assert not [str(file) for file in templates if INLINE.search(file.read_text())]


def test_direct_dependencies_stay_within_25_each_with_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    direct = tomllib.loads(text)["project"]["dependencies"]
    assert len(direct) <= DEPENDENCIES
    for requirement in direct:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "#" in line, requirement


def test_locks_carry_hashes_and_no_address() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
        pins = re.findall(r"^[a-z0-9-]+(?:\[.*\])?==", text, re.MULTILINE)
        assert len(pins) > 10
        assert text.count("--hash=sha256:") >= len(pins)


def test_no_app_is_called_utils() -> None:
    names = {part for file in python_files() for part in (*file.parts, file.stem)}
    assert not names & {"utils", "common", "core", "helpers", "misc"}


def test_the_budgets_bite(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("x = 1\n" * 401)
    assert long_files([long], FILE_LINES)
    assert long_functions("def f():\n" + "    x = 1\n" * 50, FUNCTION_LINES) == ["f: 51"]
    assert INLINE.search('<p style="color:red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert INLINE.search('<a onclick="go()">')
    assert not INLINE.search('<script src="/static/a.js" type="module"></script>')
