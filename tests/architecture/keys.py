"""Which keys of messages the source speaks of: written out, or put together from parts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from ocop_core.conversation.forms import FORMS
from ocop_core.conversation.forms.form import Form
from ocop_core.i18n import load_words
from ocop_core.services.knowledge import MESSAGES
from tests.architecture import source

KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
# What takes a key as its first argument, as it is written in the source.
SPEAKERS = ("Say", "Refused", "say", "label", "t", "has", "Prompt", "Retry")


@cache
def known() -> frozenset[str]:
    """Every key there are words for."""
    return frozenset(load_words(MESSAGES).templates)


@cache
def topics() -> frozenset[str]:
    """The first parts of all keys."""
    return frozenset(key.partition(".")[0] for key in known())


def spoken() -> Iterator[tuple[str, str]]:
    """Keys that are handed to a speaker: where, and the key; what is filled in is a NUL."""
    for module in source.modules():
        for place, name, call in source.calls(module):
            if name.rpartition(".")[2] in SPEAKERS and call.args:
                yield from ((place, key) for key in _keys(call.args[0]))
    for path in sorted((source.ROOT).glob("*/**/templates/**/*.html")):
        for key, joined in re.findall(r"""\bt\(\s*["']([\w.]+)["']\s*(~?)""", path.read_text("utf-8")):
            yield path.relative_to(source.ROOT).as_posix(), key + ("\0" if joined else "")


def _keys(node: object) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _keys(node.body)
        yield from _keys(node.orelse)
    elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield source.words_of(node)


@cache
def traces() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every string of the program that is a key, and a pattern for every string with something to fill in."""
    whole: set[str] = set()
    patterns: set[str] = set()
    for module in source.modules():
        for _, node in source.strings(module):
            text = source.words_of(node).replace("{}", "\0")
            if "\0" in text or text.endswith("."):
                patterns.add(text if "\0" in text else text + "\0")
            else:
                whole.add(text)
    for path in source.ROOT.glob("*/**/templates/**/*.html"):
        text = path.read_text("utf-8")
        whole |= set(re.findall(r"""["']([\w.]+)["']""", text))
        patterns |= {f"{found}\0" for found in re.findall(r"""["']([\w.]+[._])["']\s*~""", text)}
        patterns |= {f"\0{found}" for found in re.findall(r"""~\s*["']([._][\w.]+)["']""", text)}
    return frozenset(whole), tuple(pattern(text) for text in sorted(patterns) if _speaks(text))


def _speaks(text: str) -> bool:
    # A pattern must say something of its own: "\0.\0" would fit everything.
    return len(re.sub(r"[^a-z]", "", text.replace("\0", ""))) >= 2 and re.fullmatch(r"[a-z0-9_.\0]+", text) is not None


def pattern(text: str) -> re.Pattern[str]:
    """A pattern that fits what a string may become once everything is filled in."""
    return re.compile("".join(".+" if part == "\0" else re.escape(part) for part in re.split("(\0)", text)))


def used(key: str) -> bool:
    """Whether the program speaks this key, as far as its source can tell."""
    whole, patterns = traces()
    if key in whole or key in set(of_forms()):
        return True
    # A key that begins with something filled in is that of a form: `<form>.<field>.ask`.
    ours = (p for p in patterns if not p.pattern.startswith(".+") or key.partition(".")[0] in FORMS)
    return any(p.fullmatch(key) for p in ours)


def of_forms() -> Iterator[str]:
    """The labels of options, whose keys are form, field and option."""
    for form in FORMS.values():
        yield from _of_form(form)


def _of_form(form: Form) -> Iterator[str]:
    for field in form.fields:
        for slot in fields(field):
            value = getattr(field, slot.name)
            for option in value if isinstance(value, tuple) else ():
                yield f"{form.name}.{field.id}.{option}"
