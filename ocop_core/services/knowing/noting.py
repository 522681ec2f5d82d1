"""Carries out what is only noted: a question without an answer, and how somebody wants to be written to."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.effects import Effect, NoteQuestion, Prefer
from ocop_core.services import people
from ocop_core.services.accounts import preferences
from ocop_core.services.errand import Carrier, Errand, Says
from ocop_core.services.knowing import unanswered


async def _question(session: AsyncSession, errand: Errand, noted: NoteQuestion) -> Says:
    await unanswered.note(session, noted.text, await people.unit_of(session, errand.person_id), errand.at)
    return []


async def _preference(session: AsyncSession, errand: Errand, wanted: Prefer) -> Says:
    await preferences.prefer(session, errand.person_id, wanted.name, wanted.value, errand.at)
    return []


CARRIERS: Mapping[type[Effect], Carrier] = {NoteQuestion: _question, Prefer: _preference}
