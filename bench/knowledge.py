"""Knowledge: a question answered from 2,000 entries, how often rightly, and beside it the databases' own full text."""

import asyncio
import itertools
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bench.report import Figure, middle, percentile, say
from ocop_core.knowledge.entries import Entry, load_entries
from ocop_core.knowledge.ranking import Index
from ocop_core.text.fold import words as plain

if TYPE_CHECKING:
    from bench.__main__ import Plan

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "knowledge"
MANY = 2_000
ROUNDS = 5
TARGET_MS, TARGET_RIGHT = 5.0, 95.0
Find = Callable[[str], str | None]
Asked = tuple[str, str]


async def measure(plan: "Plan") -> list[Figure]:
    """Right answers among the shipped entries, then speed among 2,000, each beside SQLite and PostgreSQL."""
    shipped = load_entries()
    questions = [pair for name in ("questions", "questions_later", "questions_last") for pair in _questions(name)]
    others = {"SQLite FTS5": _fts5, "PostgreSQL simple": _postgresql}
    ours = _right(Index.build(shipped), questions)
    figures = [
        Figure("knowledge, right answer first", "%", ours, target=TARGET_RIGHT, note=f"{len(questions)} questions")
    ]
    many = grown(shipped, MANY)
    took = [_took(Index.build(many), questions) for _ in range(2 if plan.quick else ROUNDS)]
    figures += [_speed(took, 0.5, "p50"), _speed(took, 0.99, "p99"), *_building(shipped, many)]
    for name, peer in others.items():
        say(f"  {name}")
        figures += await asyncio.to_thread(_peer, name, peer, shipped, many, questions)
    return figures


def _questions(name: str) -> Iterable[Asked]:
    for line in (QUESTIONS / f"{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            entry, _, text = line.partition("\t")
            yield entry, text


def grown(entries: Sequence[Entry], count: int) -> list[Entry]:
    """The entries and as many more, each like one of them with a third of its words replaced by other words."""
    random = Random(1)
    syllables = sorted({word for entry in entries for wording in entry.wordings for word in wording.split()})
    made = list(entries)
    for number, entry in zip(range(count - len(made)), itertools.cycle(entries), strict=False):
        wordings = [_changed(wording, syllables, random) for wording in entry.wordings]
        made.append(replace(entry, id=f"{entry.id}_{number}", question=wordings[0], also=tuple(wordings[1:])))
    return made


def _changed(wording: str, syllables: Sequence[str], random: Random) -> str:
    return " ".join(random.choice(syllables) if random.random() < 0.33 else word for word in wording.split())


def _right(index: Index, questions: Sequence[Asked]) -> float:
    return _share(lambda text: next((hit.entry_id for hit in index.find(text)), None), questions)


def _share(find: Find, questions: Sequence[Asked]) -> float:
    return 100 * sum(find(text) in entry.split("|") for entry, text in questions) / len(questions)


def _took(index: Index, questions: Sequence[Asked]) -> list[float]:
    return [_milliseconds(lambda text=text: index.find(text)) for _, text in questions]  # type: ignore[misc]


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _speed(took: Sequence[Sequence[float]], share: float, name: str) -> Figure:
    rounds = [percentile(times, share) for times in took]
    longest = max(map(max, took))
    return Figure(
        f"knowledge, {MANY:,} entries: {name}", "ms", middle(rounds), min(rounds), target=TARGET_MS, want="at most",
        note=f"longest of all {longest:.1f} ms",
    )  # fmt: skip


def _building(shipped: Sequence[Entry], many: list[Entry]) -> list[Figure]:
    index = Index.build(many)
    edited = [replace(many[0], answer="Dạ, em vừa sửa câu này."), *many[1:]]
    first = [_milliseconds(lambda: Index.build(shipped)) for _ in range(3)]
    again = [_milliseconds(lambda: Index.build(edited, index)) for _ in range(3)]
    return [
        Figure(f"knowledge, {len(shipped)} entries: built", "ms", middle(first), min(first)),
        Figure(f"knowledge, {MANY:,} entries: rebuilt after an edit", "ms", middle(again), min(again)),
    ]


def _peer(
    name: str,
    make: Callable[[Sequence[Entry]], tuple[Find, Callable[[], None]] | None],
    shipped: Sequence[Entry],
    many: Sequence[Entry],
    questions: Sequence[Asked],
) -> list[Figure]:
    made = make(shipped)
    if made is None:
        say("  skipped: no server")
        return []
    find, close = made
    right = _share(find, questions)
    close()
    find, close = make(many) or made
    took = [_milliseconds(lambda text=text: find(text)) for _, text in questions]  # type: ignore[misc]
    close()
    return [
        Figure(f"{name}: right answer first", "%", right, note="folded words, any of them, its own ranking"),
        Figure(
            f"{name}, {MANY:,} entries: p50", "ms", percentile(took, 0.5), note=f"p99 {percentile(took, 0.99):.1f} ms"
        ),
    ]


def _fts5(entries: Sequence[Entry]) -> tuple[Find, Callable[[], None]]:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute("CREATE VIRTUAL TABLE known USING fts5(id UNINDEXED, words)")
    connection.executemany("INSERT INTO known VALUES (?, ?)", [(entry.id, _folded(entry)) for entry in entries])

    def find(text: str) -> str | None:
        query = " OR ".join(f'"{word}"' for word in plain(text).split())
        found = connection.execute("SELECT id FROM known WHERE known MATCH ? ORDER BY bm25(known), id LIMIT 1", [query])
        row = found.fetchone()
        return str(row[0]) if row else None

    return find, connection.close


def _folded(entry: Entry) -> str:
    return " . ".join(map(plain, entry.wordings))


def _postgresql(entries: Sequence[Entry]) -> tuple[Find, Callable[[], None]] | None:
    """A table with a tsvector in a throw-away cluster; None where there is no server."""
    import asyncpg

    from tests.support import postgres

    try:
        url = postgres.cluster().url.replace("+asyncpg", "")
    except postgres.NoPostgres:
        return None
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(asyncpg.connect(url))
    loop.run_until_complete(connection.execute("CREATE TEMP TABLE known (id text, words tsvector)"))
    rows = [(entry.id, _folded(entry)) for entry in entries]
    loop.run_until_complete(connection.executemany("INSERT INTO known VALUES ($1, to_tsvector('simple', $2))", rows))
    loop.run_until_complete(connection.execute("CREATE INDEX ON known USING gin (words)"))
    statement = (
        "SELECT id FROM known, to_tsquery('simple', $1) query WHERE words @@ query "
        "ORDER BY ts_rank(words, query, 1) DESC, id LIMIT 1"
    )

    def find(text: str) -> str | None:
        query = " | ".join(plain(text).split())
        found: str | None = loop.run_until_complete(connection.fetchval(statement, query))
        return found

    def close() -> None:
        loop.run_until_complete(connection.close())
        loop.close()

    return find, close
