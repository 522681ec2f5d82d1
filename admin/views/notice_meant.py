"""Whom an announcement is for, in words."""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import pages
from admin.panel import officer, panel
from ocop_core.db.models_events import Event
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.working_days import IN_FORCE
from ocop_core.services import access
from ocop_core.services.announcements import invited
from ocop_core.services.announcements.audience import Audience

FEW = 6


async def lines(request: web.Request, session: AsyncSession, meant: Audience) -> list[str]:
    """One line for each thing that was chosen; lists of numbers say more of themselves than a line."""
    words = panel(request).knowledge.words
    event = await access.event(session, officer(request), meant.event) if meant.event is not None else None
    told = {
        "unit": _units(request, meant),
        "set": ", ".join(map(str, meant.sets)),
        "star": ", ".join(map(str, meant.stars)),
        "idea": ", ".join(words.say(f"admin.state.{state}") for state in meant.ideas),
        "dossier": ", ".join(words.say(f"admin_dossier.state.{state}") for state in meant.dossiers),
        "lacks": next((each.name for each in edition(IN_FORCE).papers if each.id == meant.lacks), meant.lacks),
        "end": str(meant.ends or ""),
        "event": _event(request, meant, event) if event else "",
        "channel": ", ".join(words.say(f"admin_notice.channel.{name}") for name in meant.channels),
        "silent": str(meant.silent_of or ""),
    }
    found = [words.say(f"admin_notice.check.{name}", {"names": names}) for name, names in told.items() if names]
    return [words.say("admin_notice.check.everyone"), *found] if meant.everyone else found


def _units(request: web.Request, meant: Audience) -> str:
    named = ", ".join(map(pages.place_names(request), meant.units[:FEW]))
    return named + (" …" if len(meant.units) > FEW else "")


def _event(request: web.Request, meant: Audience, event: Event) -> str:
    words = panel(request).knowledge.words
    answers = ", ".join(words.say(f"admin_notice.answer.{each}") for each in meant.answers or invited.CONCERNED)
    return words.say("admin_notice.check.event_answers", {"title": event.title, "answers": answers})
