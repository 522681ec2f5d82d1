"""Carries out what a turn wants recorded or looked up, and says what came of it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import person
from ocop_core.conversation.effects import (
    Effect,
    EndTalk,
    EraseData,
    GiveConsent,
    KeepPhotos,
    ListMine,
    LookUp,
    PassOn,
    ShowData,
    Submit,
)
from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db import queries
from ocop_core.services import ideas, privacy
from ocop_core.services.accounts import account_acts
from ocop_core.services.announcements import board
from ocop_core.services.certificates import chat
from ocop_core.services.dossiers import dossier_carrying, lookup
from ocop_core.services.errand import Carrier, Errand, Says
from ocop_core.services.events import chat as events
from ocop_core.services.files import made_files
from ocop_core.services.inbox import threads
from ocop_core.services.knowing import noting
from ocop_core.services.reports import by_file


async def carry_out(
    session: AsyncSession, knowledge: Knowledge, person_id: int, chat_id: int, effect: Effect, at: datetime
) -> Says:
    """Does one effect; returns what is to be said about it."""
    return await CARRIERS[type(effect)](session, Errand(knowledge, person_id, chat_id, at), effect)


async def _submit(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    return await _FORMS[submit.form](session, errand, submit)


async def _consent(session: AsyncSession, errand: Errand, effect: GiveConsent) -> Says:
    await queries.consent(session, errand.person_id, errand.at)
    return []


async def _erase(session: AsyncSession, errand: Errand, effect: EraseData) -> Says:
    await privacy.erase(session, errand.person_id, errand.at)
    return []


async def _show(session: AsyncSession, errand: Errand, effect: ShowData) -> Says:
    return await privacy.show(session, errand.knowledge, errand.person_id, errand.chat_id)


async def _look_up(session: AsyncSession, errand: Errand, wanted: LookUp) -> Says:
    if wanted.code.upper().startswith("HS"):
        return [await lookup.look_up(session, errand.knowledge, wanted.code, errand.person_id, errand.at)]
    return [await ideas.look_up(session, errand.knowledge, wanted.code, errand.person_id)]


async def _mine(session: AsyncSession, errand: Errand, effect: ListMine) -> Says:
    return await ideas.mine(session, errand.knowledge, errand.person_id)


async def _photos(session: AsyncSession, errand: Errand, photos: KeepPhotos) -> Says:
    return [await ideas.keep_photos(session, errand.person_id, photos.files, errand.at, photos.more)]


async def _end_talk(session: AsyncSession, errand: Errand, talk: EndTalk) -> Says:
    await threads.end(session, errand.chat_id, talk.thread, errand.at)
    return []


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


_FORMS: Mapping[str, Carrier] = {
    "idea": _idea,
    "idea_more": _more,
    "idea_reply": _reply,
    "officer": _officer,
    **dossier_carrying.FORMS,
}
CARRIERS: Mapping[type[Effect], Carrier] = {
    Submit: _submit,
    GiveConsent: _consent,
    EraseData: _erase,
    ShowData: _show,
    LookUp: _look_up,
    ListMine: _mine,
    KeepPhotos: _photos,
    PassOn: _passed_on,
    EndTalk: _end_talk,
    **account_acts.CARRIERS,
    **made_files.CARRIERS,
    **noting.CARRIERS,
    **chat.CARRIERS,
    **dossier_carrying.CARRIERS,
    **board.CARRIERS,
    **events.CARRIERS,
    **by_file.CARRIERS,
}
