"""Holds back the reminder of a renewal that is just being opened: it comes an hour after they left off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ocop_core.clock import local_day
from ocop_core.conversation import state as states
from ocop_core.db.models import Chat
from ocop_core.rulebook.promises import last_chance
from ocop_core.services.reminders.due import Due, Round

HOUR = timedelta(hours=1)
WHY = "being_done"


def others(round_: Round, chat: Chat, due: Sequence[Due]) -> list[Due]:
    """What can be said now; the rest waits for an hour, unless today is the last day of its stage."""
    number, today = _opening(chat, round_.at), local_day(round_.at)
    about = [each for each in due if (each.row.kind, each.row.subject) == ("certificate", number)]
    waits = [each for each in about if each.slot.until > today and not last_chance(each.slot, today)]
    for each in waits:
        each.row.next_due = round_.at + HOUR
        round_.did("held", each.row, each.slot.stage, why=WHY)
    return [each for each in due if each not in waits]


def _opening(chat: Chat, at: datetime) -> int | None:
    """The certificate whose renewal is being opened in the chat: its form stands, and was spoken to within the hour."""
    state = states.load(chat.state)
    fresh = state.form == "dossier" and state.at is not None and at - state.at < HOUR
    return state.answers.get("certificate") if fresh else None
