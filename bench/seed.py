"""Fills a new database fast with people in the middle of a form, and what they said and were told before."""

import itertools
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.people import Moment, walk
from ocop_core.conversation import state as states
from ocop_core.conversation.world import Knowledge
from ocop_core.db import migrating
from ocop_core.db.base import Database

CHANNEL = "telegram"
WALKS = 400
# Two messages and two answers each, so that the tables have the size that goes with the chats.
SAID_BEFORE = 2

Rest = list[Moment]


async def new_database(folder: Path, name: str) -> Database:
    """An empty database at the present schema, in place of one left over from the last time."""
    shutil.rmtree(folder / name, ignore_errors=True)
    db = Database(f"sqlite:///{folder / name / 'ocop.db'}")
    await migrating.upgrade(db)
    return db


def open_forms(db: Database, knowledge: Knowledge, count: int, now: datetime) -> list[Rest]:
    """Makes `count` chats, ids and addresses from 1, each with a form begun; returns what each says next."""
    random = Random(1)
    walks = [walk(knowledge, random, now) for _ in range(WALKS)]
    begun = [moments[i:] for moments in walks for i, moment in enumerate(moments) if moment.before.form == "idea"]
    rests = [random.choice(begun) for _ in range(count)]
    micros = round(now.timestamp() * 1_000_000)
    connection = sqlite3.connect(db.url.removeprefix("sqlite:///"))
    with connection:
        _people(connection, rests, now, random)
        _ledger(connection, count, micros)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return rests


def _people(connection: sqlite3.Connection, rests: Sequence[Rest], now: datetime, random: Random) -> None:
    micros = round(now.timestamp() * 1_000_000)
    people = ((i, "Người thử", "", micros, micros) for i in range(1, len(rests) + 1))
    connection.executemany("INSERT INTO person (id, name, call, consented_at, created_at) VALUES (?,?,?,?,?)", people)
    connection.executemany(
        "INSERT INTO chat (id, channel, address, person_id, state, reachable, heard_at, created_at)"
        " VALUES (?,?,?,?,?,1,?,?)",
        (
            (i, CHANNEL, str(i), i, _state(rest, now - timedelta(minutes=random.randrange(300))), micros, micros)
            for i, rest in enumerate(rests, start=1)
        ),
    )


def _state(rest: Rest, touched: datetime) -> str:
    return states.dump(rest[0].before.with_(at=touched))


def _ledger(connection: sqlite3.Connection, chats: int, micros: int) -> None:
    connection.executemany(
        "INSERT INTO inbox (channel, message_id, chat_id, body, at) VALUES (?,?,?,?,?)",
        ((CHANNEL, f"{chat}:{n}", chat, '{"kind":"text","text":"khô cá lóc"}', micros) for n, chat in _pairs(chats)),
    )
    body = '{"key":"idea.place.ask","text":"' + "Cơ sở của mình ở xã, phường nào ạ? " * 4 + '"}'
    connection.executemany(
        "INSERT INTO outbox (chat_id, channel, lane, kind, state, body, attempts, external_id, created_at, settled_at)"
        " VALUES (?,?,0,'reply','sent',?,1,?,?,?)",
        ((chat, CHANNEL, body, f"{chat}{n}", micros, micros) for n, chat in _pairs(chats)),
    )


def _pairs(chats: int) -> Iterator[tuple[Any, ...]]:
    return itertools.product(range(SAID_BEFORE), range(1, chats + 1))
