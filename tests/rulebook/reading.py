"""Reads the situations: what a civil servant wrote, as values for the tests."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ocop_core.rulebook.checklist import Held
from ocop_core.rulebook.editions import Edition, edition
from ocop_core.rulebook.producer import Producer

FOLDER = Path(__file__).parent / "situations"
Situation = dict[str, Any]


def situations(kind: str) -> list[Any]:
    """All situations of one kind ("score", "papers"…), each named by its title."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [
            pytest.param({"lists": file.get("lists", {}), **each}, id=each["title"]) for each in file.get(kind, [])
        ]
    return found


def law() -> Edition:
    """The edition in force."""
    return edition("QD26")


def answers(situation: Situation) -> dict[str, int]:
    """The points of a situation: where it starts, with its own answers over it."""
    criteria = law().criteria[situation["set"]]
    start = {
        "cao nhất": lambda: {each.code: each.max for each in criteria.all},
        "thấp nhất": lambda: {each.code: each.ladder[0] for each in criteria.all},
        "chưa có gì": dict,
    }[situation["start"]]()
    return start | situation.get("answers", {})


def producer(situation: Situation) -> Producer:
    """The producer of a situation."""
    return Producer(**situation.get("producer", {}))


def paper_id(name: str) -> str:
    """The id of the paper with this name. KeyError if none is called so."""
    return {paper.name: paper.id for paper in law().papers}[name]


def held(entries: list[dict[str, Any]]) -> list[Held]:
    """Papers that were handed over."""
    return [
        Held(paper_id(each["paper"]), each.get("issued"), each.get("expires"), each.get("returned", False))
        for each in entries
    ]
