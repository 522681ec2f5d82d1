"""Carries out what a turn wants recorded or looked up, and says what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import person
from ocop_core.conversation.effects import (
    Effect,
    EndTalk,
    EraseData,
    GiveConsent,
    JoinChat,
    KeepPhotos,
    ListMine,
    LookUp,
    OfferLink,
    PassOn,
    ShowData,
    Submit,
    TakeDrafts,
)
from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db import queries
from ocop_core.services import elsewhere, ideas, linking, privacy, threads


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
        case Submit(form=form):
            return await _FORMS[form](session, errand, effect)
        case PassOn():
            return await _passed_on(session, errand, effect)
        case EndTalk(thread):
            await threads.end(session, chat_id, thread, at)
            return []
        case OfferLink():
            code = await linking.offer(session, person_id, at)
            return [Say("link.code", {"code": linking.shown(code), "minutes": linking.LASTS.seconds // 60}, alone=True)]
        case TakeDrafts(other):
            await elsewhere.take(session, person_id, other)
            return []
        case JoinChat(code):
            return [await linking.join(session, chat_id, person_id, code, at)]
        case GiveConsent() | ShowData() | EraseData():
            return await _about_data(session, errand, effect)
    return await _about_ideas(session, errand, effect)


async def _about_data(session: AsyncSession, errand: Errand, effect: GiveConsent | ShowData | EraseData) -> Says:
    match effect:
        case GiveConsent():
            await queries.consent(session, errand.person_id, errand.at)
        case EraseData():
            await privacy.erase(session, errand.person_id, errand.at)
        case ShowData():
            return await privacy.show(session, errand.knowledge, errand.person_id, errand.chat_id)
    return []


async def _about_ideas(session: AsyncSession, errand: Errand, effect: LookUp | ListMine | KeepPhotos) -> Says:
    match effect:
        case LookUp(code):
            return [await ideas.look_up(session, errand.knowledge, code, errand.person_id)]
        case ListMine():
            return await ideas.mine(session, errand.knowledge, errand.person_id)
        case KeepPhotos(file_ids):
            return [await ideas.keep_photos(session, errand.person_id, file_ids, errand.at)]


async def _idea(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    idea = await ideas.register(
        session, errand.knowledge, errand.person_id, errand.chat_id, submit.answers, submit.code, errand.at
    )
    unit = in_sentence(errand.knowledge.province.unit(idea.unit))
    return [Say("idea.receipt", {"code": idea.code, "name": idea.name, "unit": unit}, alone=True)]


async def _more(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    return [await ideas.add_more(session, errand.knowledge, errand.person_id, submit.answers, errand.at)]


async def _reply(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    return [await ideas.reply(session, errand.person_id, errand.chat_id, submit.answers, errand.at)]


async def _officer(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    thread = await threads.begin(session, errand.person_id, errand.chat_id, submit.answers, errand.at)
    unit = in_sentence(errand.knowledge.province.unit(thread.unit))
    key = "officer.done" if await threads.served(session, thread.unit) else "officer.done_province"
    return [Say(key, {"unit": unit, "reads": person.reads(errand.knowledge, errand.at)})]


async def _passed_on(session: AsyncSession, errand: Errand, said: PassOn) -> Says:
    """The bot keeps silent while people talk, but for a short word after the first line and after a long silence."""
    confirm = await threads.pass_on(session, errand.chat_id, said, errand.at)
    if confirm is None:
        return [Say("officer.no_talk")]
    return [person.received(errand.knowledge, errand.at)] if confirm else []


_Carrier = Callable[[AsyncSession, Errand, Submit], Awaitable[Says]]
_FORMS: dict[str, _Carrier] = {"idea": _idea, "idea_more": _more, "idea_reply": _reply, "officer": _officer}
