"""The size budgets of DESIGN §3, measured on the files themselves."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES, DEPENDENCIES = 400, 50, 30, 150, 25
INLINE = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)


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


def unreasoned(text: str) -> list[str]:
    """Direct runtime dependencies of a pyproject.toml whose line says no reason, or all of them where too many."""
    direct = tomllib.loads(text)["project"]["dependencies"]
    lines = {
        requirement: next(line for line in text.splitlines() if f'"{requirement}"' in line) for requirement in direct
    }
    return list(direct) if len(direct) > DEPENDENCIES else [name for name, line in lines.items() if "#" not in line]


def lock_faults(text: str) -> list[str]:
    """What a lock must not have: an address, an index, a pin without a hash."""
    found = [word for word in ("://", "--index", "--find-links") if word in text]
    pins = re.split(r"^(?=[A-Za-z0-9._-]+(?:\[.*\])?==)", text, flags=re.MULTILINE)[1:]
    return found + [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] + ([] if pins else ["no pin"])


def drawers(files: list[Path]) -> set[str]:
    """Names that say nothing of what is inside, among files and folders."""
    return {part for file in files for part in (*file.parts, file.stem)} & {
        "utils",
        "common",
        "core",
        "helpers",
        "misc",
    }


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
    assert unreasoned((ROOT / "pyproject.toml").read_text()) == []


def test_locks_carry_hashes_and_no_address() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert locks
    assert {lock.name: faults for lock in locks if (faults := lock_faults(lock.read_text()))} == {}


def test_no_app_is_called_utils() -> None:
    assert not drawers(python_files())


def test_the_budgets_bite(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("x = 1\n" * 401)
    assert long_files([long], FILE_LINES)
    assert long_functions("def f():\n" + "    x = 1\n" * 50, FUNCTION_LINES) == ["f: 51"]
    assert INLINE.search('<p style="color:red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert INLINE.search('<a onclick="go()">')
    assert not INLINE.search('<script src="/static/a.js" type="module"></script>')


def test_a_view_and_a_template_that_are_too_long_are_caught(tmp_path: Path) -> None:
    view = "def board(request):\n" + "    x = 1\n" * 30
    assert long_functions(view, VIEW_LINES) == ["board: 31"]
    assert not long_functions(view, FUNCTION_LINES)
    page = tmp_path / "page.html"
    page.write_text("<p>\n" * 151)
    assert long_files([page], TEMPLATE_LINES)
    page.write_text("<p>\n" * 150)
    assert not long_files([page], TEMPLATE_LINES)


def test_a_dependency_without_reason_and_one_too_many_are_caught() -> None:
    def project(*lines: str) -> str:
        return "[project]\ndependencies = [\n" + "\n".join(lines) + "\n]\n"

    assert unreasoned(project('"one>=1",  # why', '"two>=2",')) == ["two>=2"]
    assert not unreasoned(project(*(f'"p{n}",  # why' for n in range(25))))
    assert len(unreasoned(project(*(f'"p{n}",  # why' for n in range(26))))) == 26


def test_a_lock_with_an_address_or_without_a_hash_is_caught() -> None:
    sound = "one==1.0 \\\n    --hash=sha256:aa\nTwo[x]==2 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    assert lock_faults(sound) == []
    assert lock_faults(f"--index-url https://example.org\n{sound}") == ["://", "--index"]
    assert lock_faults(f"{sound}three==3\n") == ["three==3"]
    assert lock_faults("") == ["no pin"]


def test_an_app_called_utils_is_caught() -> None:
    assert drawers([Path("giaoban/domain/utils/models.py"), Path("giaoban/lib/helpers.py")]) == {"utils", "helpers"}
    assert not drawers([Path("giaoban/lib/text.py")])


@pytest.mark.parametrize(
    "line",
    ["<p style='x'>", '<p\nstyle="x">', "<script>\n", "<script type='module'>", '<a ONCLICK="x">', "<a onblur='x'>"],
)
def test_inline_style_script_and_handlers_are_caught(line: str) -> None:
    assert INLINE.search(line)
