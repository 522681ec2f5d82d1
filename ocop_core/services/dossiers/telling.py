"""Tells a producer what became of their dossier: what happened, what comes next, and by when."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.days import day_left
from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Product
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.working_days import next_round
from ocop_core.services import telling


async def tell(
    session: AsyncSession,
    knowledge: Knowledge,
    row: Dossier,
    key: str,
    at: datetime,
    choices: tuple[Choice, ...] = (),
    **params: Any,
) -> None:
    """One message about a dossier: `{name}`, `{code}`, `{unit}`, `{due}` and what else the words name.

    Told in the chat they used last; where none can be reached nothing is owed, and the history says it anyway.
    """
    chat = await telling.chat_to_use(session, row.person_id)
    if chat is None:
        return
    said = Say(key, {**await about(session, knowledge, row, at), **params}, choices or status_choice(knowledge, row))
    await telling.tell(session, knowledge, chat.id, [said], at, ref=f"dossier:{row.id}")


async def about(session: AsyncSession, knowledge: Knowledge, row: Dossier, at: datetime) -> dict[str, Any]:
    """What every message about a dossier may name.

    `days` are the working days that the commune has for it, `round` the last day to hand in for the round to come.
    """
    product = await session.get_one(Product, row.product_id)
    words, today = knowledge.words, local_day(at)
    due = day_left(words, row.due_on, today) if row.due_on else words.say("dossier.due_unknown")
    unit = in_sentence(knowledge.province.unit(row.unit))
    commune, reached = edition(row.edition).law.commune, next_round(today).hand_in_by
    return {
        "name": product.name,
        "code": row.code,
        "unit": unit,
        "due": due,
        "days": commune.working_days if commune else "",
        "round": day_left(words, reached, today) if reached else "",
    }


def status_choice(knowledge: Knowledge, row: Dossier) -> tuple[Choice, ...]:
    """The way to where it stands."""
    return (Choice(f"do:dossier.status:{row.code}", knowledge.words.say("dossier.status_button")),)
