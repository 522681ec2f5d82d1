"""`ocop chat`: one person's conversation on standard input and output."""

import asyncio
import os
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bot.channels.console import NAME, Console
from bot.relay import Relay
from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.errors import Refused
from ocop_core.services import history, render, talk
from ocop_core.services.dossiers import page_checks
from ocop_core.services.files import made_files, storing, uploads
from ocop_core.settings import Settings


async def chat(
    db: Database,
    knowledge: Knowledge,
    settings: Settings,
    clock: Callable[[], datetime],
    person: str,
    *,
    as_json: bool,
    source: BinaryIO | None = None,
) -> None:
    """Answers line by line until `source` (standard input) ends; what was still owed from last time is said first."""
    make = made_files.maker(db, knowledge, settings, clock)
    console = Console(as_json=as_json, files=storing.reader(db, settings.files_dir, make))
    relay = Relay(db, console, clock, only=person)
    await relay.drain()
    console.last = console.last or await _last_said(db, person)
    async for line in _lines(source or os.fdopen(sys.stdin.fileno(), "rb", closefd=False)):
        try:
            payload = {"address": person, "id": uuid.uuid4().hex, "line": line}
            file_id = await _file(db, knowledge, settings, clock, person, line)
            heard = console.read({**payload, "file_id": file_id} if file_id else payload)
        except Refused as error:
            console.show(Body(error.key, knowledge.words.say(error.key, error.params)))
            continue
        if heard is not None and file_id != uploads.ANSWERED:
            await talk.receive(db, knowledge, heard, clock())
            await page_checks.look_at_new(db, knowledge, settings.files_dir, clock())
        await relay.drain()
    await relay.stop()


async def _lines(source: BinaryIO) -> AsyncIterator[str]:
    """Lines as they come, whatever bytes they hold; read by a thread that nobody has to wait for at Ctrl+C."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[bytes]()

    def read() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            while line := source.readline():
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, b"")

    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        yield line.decode("utf-8", "replace")


async def _last_said(db: Database, person: str) -> Body | None:
    """The message whose buttons are still on the screen from last time."""
    async with db.reading() as session:
        chat_row = await history.chat_at(session, NAME, person)
        said = await history.said(session, chat_row.id, limit=1) if chat_row else ()
    return render.load(said[0].body) if said else None


async def _file(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Callable[[], datetime], person: str, line: str
) -> int | None:
    command, _, rest = line.strip().partition(" ")
    if command not in (":photo", ":file"):
        return None
    path = Path(rest.strip())
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except (OSError, ValueError) as error:
        # A path with a NUL in it is a ValueError.
        raise Refused("file.not_there", path=str(path)) from error
    envelope = Heard(NAME, person, "", Inbound("photo"))
    limit = settings.file_limit
    return await uploads.take(db, knowledge, settings, limit, envelope, content, path.name, clock())
