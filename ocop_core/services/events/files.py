"""An event as files: the attendance sheet for Excel and Word, and the entry for a calendar."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from ocop_core.clock import local
from ocop_core.conversation.events.saying import span_said
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models_events import Event
from ocop_core.office import attendance
from ocop_core.office.attendance import Heading, Line
from ocop_core.services.events.arrivals import Guest
from ocop_core.text import fold, show_phone

LISTED = ("going", "came")


async def sheet(knowledge: Knowledge, event: Event, guests: Sequence[Guest]) -> bytes:
    """The attendance sheet for Excel. Made in a thread."""
    return await asyncio.to_thread(attendance.sheet, _heading(knowledge, event), lines(knowledge, guests))


async def document(knowledge: Knowledge, event: Event, guests: Sequence[Guest]) -> bytes:
    """The same for Word. Made in a thread."""
    return await asyncio.to_thread(attendance.document, _heading(knowledge, event), lines(knowledge, guests))


def _heading(knowledge: Knowledge, event: Event) -> Heading:
    say = knowledge.words.say
    columns = tuple(say(f"event_file.{name}") for name in ("no", "name", "phone", "unit", "products", "came", "sign"))
    place = knowledge.province.unit(event.unit).name if event.unit else knowledge.province.name
    under = (
        event.title,
        say("event_file.when", {"when": span_said(knowledge.words, event.starts_at, event.ends_at)}),
        say("event_file.place", {"place": event.place}),
    )
    return Heading(place, say("event_file.title"), under, columns, say("event_file.sheet"), say("event_file.signed"))


def lines(knowledge: Knowledge, guests: Sequence[Guest]) -> list[Line]:
    """Those who come and who came, one below the other."""
    listed = [guest for guest in guests if guest.row.state in LISTED]
    return [
        Line(
            guest.name or guest.row.code,
            show_phone(guest.phone) if guest.phone else "",
            knowledge.province.unit(guest.unit).name if guest.unit else "",
            guest.products,
            f"{local(guest.row.came_at):%H:%M}" if guest.row.came_at else "",
        )
        for guest in sorted(listed, key=_by_given_name)
    ]


def _by_given_name(guest: Guest) -> tuple[str, str]:
    """As lists of people are ordered here: by the last word, Đ beside D and Á beside A."""
    return fold(guest.name.rpartition(" ")[2]), fold(guest.name)


def calendar(event: Event, address: str, at: datetime) -> bytes:
    """An .ics file; changed, it replaces what somebody's calendar holds already."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", f"event-{event.id}@ocop")
    entry.add("sequence", event.version)
    entry.add("dtstamp", at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.title)
    entry.add("location", event.place)
    entry.add("description", "\n".join(part for part in (event.text, event.papers, event.map_url) if part))
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.state == "cancelled" else "CONFIRMED")
    whole = Calendar()
    whole.add("prodid", "-//OCOP//vi//")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(entry)
    made: bytes = whole.to_ical()
    return made
