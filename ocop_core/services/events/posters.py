"""The poster of an event, with its picture and the code that opens it in the chat."""

import asyncio
from pathlib import Path

from ocop_core.conversation.days import day_said
from ocop_core.conversation.events.saying import span_said
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models_events import Event
from ocop_core.errors import Refused
from ocop_core.office import poster
from ocop_core.office.poster import Kind, Poster
from ocop_core.services import deep_links
from ocop_core.services.files import pictures, storing
from ocop_core.settings import Settings


async def write(knowledge: Knowledge, row: Event, settings: Settings, kind: Kind) -> bytes:
    """One sheet of A4 as PNG or PDF. Made in a thread."""
    return await asyncio.to_thread(_write, _sheet(knowledge, row, settings), row, settings.files_dir, kind)


def _write(sheet: Poster, row: Event, files_dir: Path, kind: Kind) -> bytes:
    picture = None
    if row.picture:
        try:
            content = storing.path_of(files_dir, str(row.picture["sha256"])).read_bytes()
            picture = pictures.opened_upright(content)
        except (OSError, Refused):
            # The sheet is worth hanging up without it.
            picture = None
    return poster.write(sheet, picture, kind)


def _sheet(knowledge: Knowledge, row: Event, settings: Settings) -> Poster:
    say = knowledge.words.say
    facts = [("when", span_said(knowledge.words, row.starts_at, row.ends_at)), ("place", row.place)]
    facts += [("papers", row.papers)] if row.papers else []
    facts.append(("closes", day_said(knowledge.words, row.closes_on)))
    unit = knowledge.province.unit(row.unit).name if row.unit else knowledge.province.name
    return Poster(
        kicker=say("admin_event.poster_invites"),
        title=row.title,
        facts=tuple((say(f"admin_event.{name}"), value) for name, value in facts),
        text=row.text,
        scan=say("admin_event.poster_scan"),
        link=deep_links.web(settings, f"event-{row.id}"),
        office=say("admin_event.poster_office", {"name": unit}),
        other=deep_links.otherwise(knowledge.words, settings, deep_links.event_code(row.id)),
    )
