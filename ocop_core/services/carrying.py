"""Carries out what a turn wants recorded or looked up, and says what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.effects import (
    Effect,
    EraseData,
    GiveConsent,
    KeepPhotos,
    ListMine,
    LookUp,
    ShowData,
    Submit,
)
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Person
from ocop_core.services import ideas, privacy, requests


@dataclass(frozen=True, slots=True)
class Errand:
    """Who wants something, and when."""

    knowledge: Knowledge
    person_id: int
    chat_id: int
    at: datetime


Says = list[Say]


async def carry_out(
    session: AsyncSession, knowledge: Knowledge, person_id: int, chat_id: int, effect: Effect, at: datetime
) -> Says:
    """Does one effect; returns what is to be said about it."""
    errand = Errand(knowledge, person_id, chat_id, at)
    match effect:
        case GiveConsent():
            await session.execute(update(Person).where(Person.id == person_id).values(consented_at=at))
            return []
        case Submit(form=form):
            return await _FORMS[form](session, errand, effect)
        case LookUp(code):
            return [await ideas.look_up(session, knowledge, code, person_id)]
        case ListMine():
            return await ideas.mine(session, knowledge, person_id)
        case KeepPhotos(file_ids):
            return [await ideas.keep_photos(session, person_id, file_ids, at)]
        case ShowData():
            return await privacy.show(session, knowledge, person_id, chat_id)
        case EraseData():
            await privacy.erase(session, person_id, at)
            return []


async def _idea(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    idea = await ideas.register(
        session, errand.knowledge, errand.person_id, errand.chat_id, submit.answers, submit.code, errand.at
    )
    unit = errand.knowledge.province.unit(idea.unit).name
    return [Say("idea.receipt", {"code": idea.code, "name": idea.name, "unit": unit}, alone=True)]


async def _more(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    return [await ideas.add_more(session, errand.knowledge, errand.person_id, submit.answers, errand.at)]


async def _reply(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    return [await ideas.reply(session, errand.person_id, errand.chat_id, submit.answers, errand.at)]


async def _officer(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    request = await requests.ask(session, errand.person_id, errand.chat_id, submit.answers, errand.at)
    return [Say("officer.done", {"unit": errand.knowledge.province.unit(request.unit).name})]


_Carrier = Callable[[AsyncSession, Errand, Submit], Awaitable[Says]]
_FORMS: dict[str, _Carrier] = {"idea": _idea, "idea_more": _more, "idea_reply": _reply, "officer": _officer}
