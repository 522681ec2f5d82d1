"""The source as data: modules, their trees, their strings."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("bot", "admin", "ocop_core")
# Written by Alembic and never touched again.
GENERATED = "ocop_core/db/migrations/versions/"


@dataclass(frozen=True)
class Module:
    """One file of the program."""

    place: str
    text: str
    tree: ast.Module

    def inside(self, *places: str) -> bool:
        """Whether it is one of these files, or lies in one of these folders."""
        return any(self.place == place or self.place.startswith(f"{place.rstrip('/')}/") for place in places)


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the program that people write."""
    paths = [ROOT / "ocop.py", *(path for part in PROGRAM for path in (ROOT / part).rglob("*.py"))]
    read = ((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in sorted(paths))
    return tuple(Module(place, text, ast.parse(text, place)) for place, text in read if not place.startswith(GENERATED))


def functions(module: Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """All functions and methods with where they stand."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module.place}:{node.lineno} {node.name}", node


def calls(module: Module) -> Iterator[tuple[str, str, ast.Call]]:
    """All calls: where, what is called as it is written (`datetime.now`), and the call."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield f"{module.place}:{node.lineno}", ast.unparse(node.func), node


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of nodes that are docstrings or other bare strings."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def strings(module: Module) -> Iterator[tuple[str, ast.Constant | ast.JoinedStr]]:
    """All strings that do something: where, and the node. Docstrings and the parts of f-strings are left out."""
    skipped = docstrings(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in ast.walk(node) if part is not node}
            yield f"{module.place}:{node.lineno}", node
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield f"{module.place}:{node.lineno}", node


def words_of(node: ast.Constant | ast.JoinedStr) -> str:
    """The letters of a string as they are written; what is filled in is a NUL."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository; without git every file that is not made by a tool."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return tuple(path for name in names if name and (path := ROOT / name).is_file())
    made = {".venv", "var", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.parts))
