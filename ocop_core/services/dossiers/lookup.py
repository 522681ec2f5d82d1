"""Where a dossier stands, by its code: the owner learns everything, others the state and no person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers.looking import CODE
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models_dossiers import Dossier
from ocop_core.services.dossiers import telling


async def look_up(session: AsyncSession, knowledge: Knowledge, code: str, person_id: int | None, at: datetime) -> Say:
    """What can be said of a code. A draft is nobody's business but its owner's: to others it is unknown."""
    found = CODE.match(code.strip())
    known = f"HS-{found[1].upper()}" if found else code.upper()
    row = await session.scalar(select(Dossier).where(Dossier.code == known))
    if row is None or (row.person_id != person_id and row.submitted_at is None):
        return Say("dossier.no_such_code", {"code": known})
    state = knowledge.words.say(f"dossier.state_{row.state}")
    if row.person_id != person_id:
        # Neither the product's name nor the commune: together they would name a person.
        return Say("dossier.stands", {"code": row.code, "state": state})
    params = await telling.about(session, knowledge, row, at)
    return Say(
        "dossier.stands_mine",
        {**params, "state": state, "next": knowledge.words.say(f"dossier.next_{row.state}", params)},
    )
