"""`ocop chat`: one person's conversation on standard input and output."""

import asyncio
import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.channels.console import NAME, Console
from bot.relay import Relay
from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.errors import Refused
from ocop_core.services import talk, uploads
from ocop_core.settings import Settings


async def chat(
    db: Database,
    knowledge: Knowledge,
    settings: Settings,
    clock: Callable[[], datetime],
    person: str,
    *,
    as_json: bool,
    source: TextIO = sys.stdin,
) -> None:
    """Answers line by line until the input ends; what was still owed from last time is said first."""
    console = Console(as_json=as_json)
    relay = Relay(db, console, clock, only=person)
    await relay.drain()
    while line := await asyncio.to_thread(source.readline):
        try:
            payload = {"address": person, "id": uuid.uuid4().hex, "line": line}
            file_id = await _file(db, settings, clock, person, line)
            heard = console.read({**payload, "file_id": file_id} if file_id else payload)
        except Refused as error:
            print(knowledge.words.say(error.key, error.params), file=sys.stderr, flush=True)  # noqa: T201
            continue
        if heard is not None:
            await talk.receive(db, knowledge, heard, clock())
        elif line.strip():
            print("Không có nút đó. Gõ :button SỐ theo danh sách vừa hiện.", file=sys.stderr, flush=True)  # noqa: T201
        await relay.drain()
    await relay.stop()


async def _file(db: Database, settings: Settings, clock: Callable[[], datetime], person: str, line: str) -> int | None:
    command, _, rest = line.strip().partition(" ")
    if command not in (":photo", ":file"):
        return None
    path = Path(rest.strip())
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise Refused("file.not_there", path=str(path)) from error
    envelope = Heard(NAME, person, "", Inbound("photo"))
    return await uploads.store(db, settings.files_dir, settings.file_limit, envelope, content, path.name, clock())
