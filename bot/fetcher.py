"""Fetches files that messengers still hold, outside any transaction, and tells the person what is wrong with one."""

import asyncio
import logging

from bot import waiting
from bot.channels.base import Channel
from bot.deps import Deps
from ocop_core.conversation.heard import FileRef
from ocop_core.conversation.said import Say
from ocop_core.db.models import Chat, File
from ocop_core.errors import Refused, SendError
from ocop_core.services import outbox
from ocop_core.services.files import cleaning, storing
from ocop_core.services.render import render
from ocop_core.services.reports import by_file

log = logging.getLogger(__name__)
LOOK = 2.0


async def fetch_all(deps: Deps, channel: Channel) -> None:
    """Goes on until the process stops; woken by whatever is owed, as a reply follows every file."""
    wake = asyncio.Event()
    deps.db.on_owed(wake.set)
    while not deps.stopping.is_set():
        try:
            busy = await fetch_due(deps, channel)
        except Exception:
            log.exception("fetching files of %s", channel.name)
            busy = False
        if not busy:
            await waiting.until(wake, LOOK)
            wake.clear()


async def fetch_due(deps: Deps, channel: Channel) -> bool:
    """Fetches what is due now; True if there was anything."""
    async with deps.db.reading() as session:
        rows = await storing.wanted(session, channel.name, deps.clock())
    for row in rows:
        try:
            await _one(deps, channel, row)
        except Exception as error:
            # Whatever is wrong with one file, those behind it do not wait for it.
            log.exception("file %s of %s", row.id, channel.name)
            await _not_fetched(deps, channel, row, SendError("retry", type(error).__name__))
    return bool(rows)


async def _one(deps: Deps, channel: Channel, row: File) -> None:
    given = row.ref or {}
    ref = FileRef(given.get("ref", ""), given.get("name", ""), given.get("mime", ""), given.get("size"))
    try:
        if (ref.size or 0) > channel.limits.file_bytes:
            raise Refused("file.too_large", limit=channel.limits.file_bytes // (1024 * 1024))
        content = await channel.fetch(ref)
        kind = storing.check(content, deps.settings.file_limit)
        content, mime = await asyncio.to_thread(cleaning.clean, content, kind)
    except SendError as error:
        await _not_fetched(deps, channel, row, error)
        return
    except Refused as error:
        if error.key != "file.kind" or not await _report(deps, row, content):
            await _refuse(deps, channel, row, error)
        return
    digest = await asyncio.to_thread(storing.put, deps.settings.files_dir, content)
    async with deps.db.writing() as session:
        await storing.fetched(session, row.id, digest, mime, len(content))


async def _report(deps: Deps, row: File, content: bytes) -> bool:
    """Whether it is the sheet of a report from an officer, which is read at once and not kept."""
    at = deps.clock()
    if row.chat_id is None or not await by_file.arrived(deps.db, deps.knowledge, row.chat_id, content, at):
        return False
    async with deps.db.writing() as session:
        await storing.refused(session, row.id, "report")
    return True


async def _not_fetched(deps: Deps, channel: Channel, row: File, error: SendError) -> None:
    if error.kind not in ("refused", "gone"):
        async with deps.db.writing() as session:
            if await storing.postponed(session, row.id, deps.clock(), error.after):
                return
    await _refuse(deps, channel, row, Refused("file.lost"))


async def _refuse(deps: Deps, channel: Channel, row: File, error: Refused) -> None:
    """The person is told, so that nothing seems to have arrived that has not."""
    words = deps.knowledge.words
    async with deps.db.writing() as session:
        if await storing.refused(session, row.id, error.key) is None:
            return
        chat = await session.get_one(Chat, row.chat_id)
        bodies = render([Say(error.key, error.params)], words, 0, words.say("nav.you"))
        await outbox.owe(session, chat.id, chat.channel, bodies, deps.clock())
