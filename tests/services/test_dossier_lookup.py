"""What a dossier's code tells: the owner what comes next, anybody else the state alone, wherever it stands."""

import pytest

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_dossiers import Dossier
from ocop_core.rulebook.dossier_steps import STATES, State
from ocop_core.services.dossiers import lookup
from tests.support.clock import Clock
from tests.support.dossiers import make_dossier


@pytest.mark.parametrize("state", STATES)
async def test_a_code_is_answered_in_every_state(
    db: Database, knowledge: Knowledge, clock: Clock, state: State
) -> None:
    row = await make_dossier(db, clock())
    async with db.writing() as session:
        kept = await session.get_one(Dossier, row.id)
        kept.state, kept.submitted_at = state, clock()
    async with db.reading() as session:
        own = await lookup.look_up(session, knowledge, row.code, row.person_id, clock())
        public = await lookup.look_up(session, knowledge, row.code, None, clock())
    said = knowledge.words.say(f"dossier.state_{state}")
    assert knowledge.words.say(own.key, own.params).startswith(f'Hồ sơ "Khô cá lóc Bảy Chóp" ({row.code}): {said}. ')
    assert public.params == {"code": row.code, "state": said}
