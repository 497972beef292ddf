"""A console view has one call down: it writes nothing itself, opens no transaction, does at most one act.

Reading rows for a page is a view's own business. An act is a function of an `operations` module or of `processes`.
What is counted is acts one after the other on one path: two branches may do one each.
"""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.test_budgets import ROOT, python_files

DOORS = ROOT / "giaoban/interfaces/console"
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ALWAYS = {"save", "bulk_create", "bulk_update"}  # dicts and sets have an update of their own
ACTS = re.compile(r"giaoban\.(?:domain\.\w+\.operations|processes)(?:\.|$)")


def acts_named(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Names a module imports of acts, and names of whole modules of acts."""
    functions, modules = set(), set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        for alias in node.names:
            name = alias.asname or alias.name
            if ACTS.match(node.module) and name[0].islower():
                functions.add(name)
            elif ACTS.match(f"{node.module}.{alias.name}"):
                modules.add(name)
    return functions, modules


class Counter:
    """Counts acts on the longest path through a piece of code; what a nested function does is that function's."""

    def __init__(self, functions: set[str], modules: set[str]) -> None:
        self.functions, self.modules = functions, modules

    def is_act(self, call: ast.Call) -> bool:
        called = call.func
        if isinstance(called, ast.Name):
            return called.id in self.functions
        is_attribute = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
        return is_attribute and called.value.id in self.modules  # type: ignore[attr-defined]

    def of(self, node: ast.AST) -> int:
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            return 0
        if isinstance(node, ast.If):
            return self.of(node.test) + max(self.block(node.body), self.block(node.orelse))
        if isinstance(node, ast.IfExp):
            return self.of(node.test) + max(self.of(node.body), self.of(node.orelse))
        inside = sum(self.of(child) for child in ast.iter_child_nodes(node))
        return inside + (isinstance(node, ast.Call) and self.is_act(node))

    def block(self, body: list[ast.stmt]) -> int:
        """Count statements one after the other; where a branch leaves, what follows is the other branch."""
        for index, statement in enumerate(body):
            if isinstance(statement, ast.If) and isinstance(statement.body[-1], ast.Return | ast.Raise | ast.Continue):
                rest = self.block([*statement.orelse, *body[index + 1 :]])
                branch = self.of(statement.test) + max(self.block(statement.body), rest)
                return sum(map(self.of, body[:index])) + branch
        return sum(map(self.of, body))


def breaches(source: str) -> list[str]:
    """What a view module does that is not a view's: writes, transactions, several acts on one path."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        written = ast.unparse(node)
        on_transaction = isinstance(node.value, ast.Name) and node.value.id == "transaction"
        is_write = node.attr in WRITES and (".objects." in written or node.attr in ALWAYS)
        if on_transaction or is_write:
            found.append(written)
    counter = Counter(*acts_named(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (count := counter.block(node.body)) > 1:
            found.append(f"{node.name}: {count} acts")
        if isinstance(node, ast.Lambda) and (count := counter.of(node.body)) > 1:
            found.append(f"lambda: {count} acts")
    return found


def view_files() -> list[Path]:
    return [
        file
        for file in python_files()
        if file.is_relative_to(DOORS) and ("views" in file.stem or "views" in file.parts)
    ]


def test_views_have_one_call_down() -> None:
    files = view_files()
    assert len(files) > 10
    assert {file.name: found for file in files if (found := breaches(file.read_text()))} == {}


HEAD = "from giaoban.domain.tasks.operations import accept, assign\nfrom giaoban.domain.tasks import operations\n"


@pytest.mark.parametrize(
    "body",
    [
        "    Task.objects.create(title='x')",
        "    Task.objects.filter(pk=1).update(title='x')",
        "    task.save()",
        "    with transaction.atomic():\n        accept()",
        "    assign()\n    accept()",
        "    operations.assign()\n    return accept()",
        "    if late:\n        assign()\n    accept()",
        "    return lambda: (assign(), accept())",
    ],
)
def test_a_second_call_down_is_caught(body: str) -> None:
    assert breaches(f"{HEAD}def view(request):\n{body}\n")


@pytest.mark.parametrize(
    "body",
    [
        "    accept()",
        "    row = Task.objects.get(pk=1)\n    operations.accept(task=row)",
        "    if late:\n        accept()\n    else:\n        assign()",
        "    if late:\n        return accept()\n    assign()",
        "    def one():\n        assign()\n    return [one, lambda: accept()]",
        "    context.update(title='x')",
    ],
)
def test_one_call_down_passes(body: str) -> None:
    assert not breaches(f"{HEAD}def view(request):\n{body}\n")
