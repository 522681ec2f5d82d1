"""Carries out what concerns accounts and chats: codes that join them, what goes on elsewhere, who speaks here."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.effects import AddPerson, Effect, JoinChat, OfferLink, SwitchPerson, TakeDrafts
from ocop_core.conversation.said import Say
from ocop_core.services.accounts import elsewhere, linking, sharing
from ocop_core.services.errand import Carrier, Errand, Says

# After these another account speaks in the chat.
MOVES = (JoinChat, SwitchPerson, AddPerson)


async def _offer(session: AsyncSession, errand: Errand, effect: OfferLink) -> Says:
    code = await linking.offer(session, errand.person_id, errand.at)
    minutes = linking.LASTS.seconds // 60
    return [Say("link.code", {"code": linking.shown(code), "minutes": minutes}, alone=True)]


async def _join(session: AsyncSession, errand: Errand, wanted: JoinChat) -> Says:
    return [await linking.join(session, errand.chat_id, errand.person_id, wanted.code, errand.at)]


async def _take(session: AsyncSession, errand: Errand, wanted: TakeDrafts) -> Says:
    await elsewhere.take(session, errand.person_id, wanted.chat_id)
    return []


async def _switch(session: AsyncSession, errand: Errand, wanted: SwitchPerson) -> Says:
    await sharing.switch(session, errand.chat_id, errand.person_id, wanted.to, wanted.kept, errand.at)
    return []


async def _add(session: AsyncSession, errand: Errand, wanted: AddPerson) -> Says:
    await sharing.add(session, errand.chat_id, errand.person_id, wanted.kept, errand.at)
    return []


CARRIERS: Mapping[type[Effect], Carrier] = {
    OfferLink: _offer,
    JoinChat: _join,
    TakeDrafts: _take,
    SwitchPerson: _switch,
    AddPerson: _add,
}
