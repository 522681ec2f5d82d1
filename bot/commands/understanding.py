"""`ocop understand`: what the chat understands of each line, and what it would answer."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ocop_core.clock import VIETNAM, utc_now
from ocop_core.entry import run, settings

if TYPE_CHECKING:
    from ocop_core.knowledge.entries import Entry
    from ocop_core.knowledge.library import Library
    from ocop_core.settings import Settings

log = logging.getLogger(__name__)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Mỗi câu là một dòng JSON.")
@click.option("--at", "moment", help="Thời điểm câu được viết, ví dụ 2026-11-23T07:00 (giờ Việt Nam).")
def understand(as_json: bool, moment: str | None) -> None:
    """Đọc mỗi dòng một câu, cho biết trò chuyện hiểu ra sao: muốn gì, sản phẩm, xã, số liệu, câu trả lời."""
    run(_understand(as_json, _moment(moment) if moment else utc_now()))


def _moment(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter("cần dạng 2026-11-23T07:00", param_hint="--at") from error
    return given if given.tzinfo else given.replace(tzinfo=VIETNAM)


async def _understand(as_json: bool, at: datetime) -> None:
    read = await _reading(settings(), at)
    for line in _lines():
        found = read(line)
        said = json.dumps(found, ensure_ascii=False) if as_json else _in_words(found)
        sys.stdout.buffer.write(said.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


async def _reading(config: "Settings", at: datetime) -> Callable[[str], dict[str, Any]]:
    from ocop_core.conversation.answers import told
    from ocop_core.services.knowledge import load_knowledge, load_reader
    from ocop_core.understanding.everything import everything

    knowledge, reader, library = load_knowledge(config.province), load_reader(), await _library(config)

    def tell(entry: "Entry") -> str:
        said = told(entry)
        return knowledge.words.say(said.key, said.params)

    return lambda line: everything(line, at, reader, knowledge.sets, knowledge.province, library, tell)


async def _library(config: "Settings") -> "Library":
    """The answers in the database, or those of the program where there are none yet."""
    from sqlalchemy.exc import SQLAlchemyError

    from ocop_core.db.base import Database
    from ocop_core.db.migrating import is_current
    from ocop_core.knowledge.library import shipped
    from ocop_core.services.knowing import entry_rows

    file = config.database_url.removeprefix("sqlite:///")
    if file != config.database_url and not Path(file).is_file():
        return shipped()
    db = Database(config.database_url)
    try:
        if not await is_current(db):
            return shipped()
        async with db.reading() as session:
            found = await entry_rows.library(session)
        return found if found.entries else shipped()
    except (SQLAlchemyError, OSError) as error:
        log.warning("the database does not answer, so only what comes with the program is known: %s", error)
        return shipped()
    finally:
        await db.close()


def _lines() -> Iterator[str]:
    """Lines as they come, whatever bytes they hold."""
    while line := sys.stdin.buffer.readline():
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _in_words(found: dict[str, Any]) -> str:
    read = {name: value for name, value in found["fields"].items() if value is not None}
    more = [f"kế đó {found['runner_up']}"] if found["runner_up"] else []
    more += [f"bộ {', '.join(map(str, found['set']))}"] if found["set"] else []
    more += [f"nơi {', '.join(found['unit'])}"] if found["unit"] else []
    more += [f"{name} {value}" for name, value in read.items()]
    line = f"{found['intent']} {found['score']:.2f}" + (f" ({'; '.join(more)})" if more else "")
    return line + (f"\n  {found['answer']}" if found["answer"] else "")
