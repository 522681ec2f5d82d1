"""Lets announcements leave: the next on the list become messages on their way, as many as the pace allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.world import Knowledge
from ocop_core.db import mailing
from ocop_core.db.models import SHARED, Outbox
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.rulebook.quiet_hours import is_quiet
from ocop_core.services import render
from ocop_core.services.announcements import texts
from ocop_core.services.outbox import BULK, LEASE

KIND = "announcement"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A message of an announcement that is to be sent now."""

    id: int
    chat_id: int
    address: str
    body: str


async def anybody_waits(session: AsyncSession, channel: str, at: datetime) -> bool:
    """Whether a channel has anything to tell of an announcement that may leave now."""
    for row in await mailing.moving(session, at, quiet=is_quiet(at)):
        if await mailing.anybody_waits(session, row.id, channel):
            return True
    return False


async def take(session: AsyncSession, knowledge: Knowledge, channel: str, at: datetime, limit: int) -> list[Leaving]:
    """Up to `limit` messages, marked as being sent before they are. Who cannot be reached any more is skipped."""
    taken: list[Leaving] = []
    if limit <= 0:
        return taken
    for row in await mailing.moving(session, at, quiet=is_quiet(at)):
        found = await mailing.following(session, row.id, channel, limit - len(taken))
        await mailing.skip(session, [each.id for each in found if not each.reachable], "blocked")
        reachable = [each for each in found if each.reachable]
        taken += await _leave(session, knowledge, row, channel, reachable, at)
        if len(taken) >= limit:
            break
    return taken


async def _leave(
    session: AsyncSession, knowledge: Knowledge, row: Any, channel: str, found: Sequence[Any], at: datetime
) -> list[Leaving]:
    bodies = {} if row.body else await _bodies(session, knowledge, row.id, found)
    common = {"channel": channel, "lane": BULK, "kind": KIND, "state": "sending", "announcement_id": row.id}
    common |= {"attempts": 0, "created_at": at, "lease_until": at + LEASE}
    ready = [(each, body) for each in found if (body := SHARED if row.body else bodies.get(each.id)) is not None]
    if len(ready) < len(found):
        complete = {each.id for each, _ in ready}
        await mailing.skip(session, [each.id for each in found if each.id not in complete], "missing")
    rows = [{**common, "chat_id": each.chat_id, "body": body} for each, body in ready]
    numbers = await mailing.leave(session, [each.id for each, _ in ready], rows)
    return [
        Leaving(number, each.chat_id, each.address, row.body or body)
        for number, (each, body) in zip(numbers, ready, strict=True)
    ]


async def _bodies(
    session: AsyncSession, knowledge: Knowledge, number: int, found: Sequence[Any]
) -> dict[int, str | None]:
    """The message of each recipient, filled in; None where a value has gone missing since it was checked."""
    row = await session.get_one(Announcement, number)
    if row.kind != "notice":
        return await _changes(session, knowledge, row, found)
    names = texts.template_of(row.text).names
    known = await texts.values(session, knowledge, names, [each.person_id for each in found])
    complete = [each for each in found if set(known.get(each.person_id, {})) >= names]
    return {each.id: render.dump(texts.body(knowledge, row, known[each.person_id])) for each in complete}


async def _changes(
    session: AsyncSession, knowledge: Knowledge, row: Announcement, found: Sequence[Any]
) -> dict[int, str | None]:
    """For each recipient what is to be done with the message they have: taken back, or other words in its place."""
    body = texts.body(knowledge, row, {}) if row.kind == "correction" else texts.NOTHING
    first = select(Recipient.person_id, Outbox.external_id).join(Outbox, Outbox.id == Recipient.outbox_id)
    first = first.where(Recipient.announcement_id == row.about_id)
    rows = await session.execute(first.where(Recipient.person_id.in_([each.person_id for each in found])))
    held = {person_id: outside for person_id, outside in rows.all()}
    return {each.id: render.dump(body.with_(replaces=held.get(each.person_id))) for each in found}
