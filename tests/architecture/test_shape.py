"""Modules and functions stay small, say what they are for, and keep to their side of the house."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import source

MOST_LINES, MOST_IN_A_FUNCTION = 250, 40
LONG = {"ocop_core/db/models.py": "all tables stand together, so that one sees how they hang together"}
# Where a process begins; everything below is told what time it is.
ASKS_THE_TIME = {
    "ocop_core/clock.py": "the one function that asks",
    "ocop.py": "an entry point",
    "bot/commands": "entry points",
    "admin/commands.py": "an entry point",
    "admin/app.py": "the panel's entry point, whose clock a test replaces",
    "bot/doctor.py": "an entry point; the age of a file is told by the machine's own clock",
    "bot/fakes": "a messenger of its own, with its own clock",
}
NOW = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime"}
PURE = tuple(
    f"ocop_core/{name}"
    for name in ("conversation", "rulebook", "knowledge", "understanding", "text", "i18n.py", "sniff.py")
)
READS_FILES = {
    "ocop_core/i18n.py": "loads words, once",
    "ocop_core/rulebook/datafile.py": "loads tables of the law, once",
    "ocop_core/rulebook/criteria_file.py": "loads tables of the law, once",
    "ocop_core/rulebook/editions.py": "loads tables of the law, once",
    "ocop_core/knowledge/entries.py": "loads answers, once",
    "ocop_core/knowledge/reading.py": "loads answers, once",
    "ocop_core/understanding/files.py": "loads phrases, once",
    "ocop_core/understanding/finer.py": "loads phrases, once",
    "ocop_core/understanding/keeping.py": "loads what was learned from the phrases, once",
    "ocop_core/understanding/report.py": "reads the set of test phrases for the report",
}
DISK = re.compile(
    r"open|print|input|.*\.(read_text|read_bytes|write_text|write_bytes|glob|rglob|iterdir|mkdir|unlink|stat|is_dir|is_file)"
)
MACHINES = re.compile(rb"/(?:home/[a-z]\w*|root|Users/\w+|work)/[\w.]|[A-Z]:\\\\Users")


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    lines = {module.place: len(module.text.splitlines()) for module in source.modules()}
    assert {place: count for place, count in lines.items() if count > MOST_LINES and place not in LONG} == {}


def test_no_function_is_too_long_to_be_understood_at_once() -> None:
    long = [
        f"{place}: {node.end_lineno - node.lineno + 1}"
        for module in source.modules()
        for place, node in source.functions(module)
        if node.end_lineno is not None and node.end_lineno - node.lineno >= MOST_IN_A_FUNCTION
    ]
    assert long == []


def test_every_module_begins_with_a_line_that_says_its_job() -> None:
    silent = []
    for module in source.modules():
        first = (ast.get_docstring(module.tree) or "").split("\n")[0]
        if not module.text.startswith(('"""', 'r"""')) or not first.endswith((".", ":")) or len(first) < 10:
            silent.append(f"{module.place}: {first!r}")
    assert silent == []


def test_nobody_commits_but_the_door() -> None:
    ends = [
        place
        for module in source.modules()
        if not module.inside("ocop_core/db/base.py", "ocop_core/db/inline.py")
        for place, name, _ in source.calls(module)
        if name.endswith((".commit", ".rollback"))
    ]
    assert ends == []


def askers() -> Iterator[tuple[source.Module, str]]:
    for module in source.modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in NOW:
                yield module, f"{module.place}:{node.lineno} {ast.unparse(node)}"
            if isinstance(node, ast.alias) and node.name == "utc_now":
                yield module, f"{module.place}:{node.lineno} imports utc_now"


def test_below_the_entry_points_nobody_asks_what_time_it_is() -> None:
    assert [place for module, place in askers() if not module.inside(*ASKS_THE_TIME)] == []


@pytest.mark.parametrize("place", ASKS_THE_TIME)
def test_every_exception_for_the_time_is_still_needed(place: str) -> None:
    inside = [module for module in source.modules() if module.inside(place)]
    assert any(module in inside for module, _ in askers()) or place == "ocop_core/clock.py"


def touches_the_disk() -> Iterator[tuple[source.Module, str]]:
    for module in source.modules():
        if module.inside(*PURE):
            for place, name, _ in source.calls(module):
                if DISK.fullmatch(name):
                    yield module, f"{place} {name}"


def test_what_is_pure_reads_no_files_except_where_its_data_is_loaded() -> None:
    assert [place for module, place in touches_the_disk() if not module.inside(*READS_FILES)] == []


@pytest.mark.parametrize("place", READS_FILES)
def test_every_exception_for_files_is_still_needed(place: str) -> None:
    assert any(module.inside(place) for module, _ in touches_the_disk())


def test_nothing_of_the_program_knows_the_command_or_the_tests() -> None:
    known = []
    for module in source.modules():
        for node in ast.walk(module.tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            known += [module.place for name in names if name.split(".")[0] in {"ocop", "tests", "bench", "pytest"}]
    assert known == []


def test_every_migration_can_be_taken_back_or_says_why_not() -> None:
    folder = source.ROOT / source.GENERATED
    paths = sorted(folder.glob("*.py"))
    assert paths
    for path in paths:
        tree = ast.parse(path.read_text("utf-8"))
        (down,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "downgrade"]
        does = [node for node in down.body if not isinstance(node, ast.Pass | ast.Expr) or _calls(node)]
        assert does or ast.get_docstring(down), f"{path.name}: downgrade does nothing and does not say why"
        assert ast.get_docstring(tree), f"{path.name}: what is it for?"


def _calls(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def test_no_file_knows_the_machine_on_which_it_was_written() -> None:
    found = [
        f"{path.relative_to(source.ROOT)}: {match.group().decode()}"
        for path in source.tracked()
        if path != source.ROOT / "tests/architecture/test_shape.py"
        for match in MACHINES.finditer(path.read_bytes())
    ]
    assert found == []
