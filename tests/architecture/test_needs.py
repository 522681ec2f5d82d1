"""What the program asks for at run time is what `make run` installs: the tools of its checks are not there."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions

from tests.architecture import source

OWN = {*source.PROGRAM, "ocop", "messages"}


def test_nothing_is_needed_that_is_not_installed_to_run() -> None:
    lock = (source.ROOT / "requirements.lock").read_text("utf-8")
    installed = {_plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert len(installed) > 20
    # Asked once: it reads what every installed package brings.
    homes = packages_distributions()
    asked = {(place, name) for module in source.modules() for place, name in _asked(module, homes)}
    assert {(place, name) for place, name in asked if name not in installed} == set()


def _asked(module: source.Module, homes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Packages that a module imports, or whose version it asks."""
    for node in ast.walk(module.tree):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for top in {name.split(".")[0] for name in names} - OWN - sys.stdlib_module_names:
            yield module.place, _plain(homes.get(top, [top])[0])
    for place, name, call in source.calls(module):
        if name.split(".")[-1] in ("version", "distribution") and call.args and isinstance(call.args[0], ast.Constant):
            yield place, _plain(str(call.args[0].value))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
