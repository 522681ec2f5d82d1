"""What the chat would say to somebody who has just come, and why: the engine itself, with nothing recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.engine import step
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.said import Body
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge, Lacking, World
from ocop_core.knowledge.entries import Entry
from ocop_core.knowledge.library import Library
from ocop_core.knowledge.ranking import Hit
from ocop_core.services import facts
from ocop_core.services.asker import Asker
from ocop_core.services.render import render
from ocop_core.understanding import advised
from ocop_core.understanding.meaning import Meaning

_NOBODY = 0
MOST_HITS = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """What is said to a text, what it was taken for, and the entries that come nearest, best first.

    `full` is the text without short forms where it was read like that, else empty. `worked` is an answer that is worked
    out from the tables and stands in no entry, which goes before all of them.
    """

    bodies: Sequence[Body]
    meaning: Meaning
    hits: Sequence[Hit]
    full: str
    worked: Entry | None


async def tried(session: AsyncSession, knowledge: Knowledge, library: Library, text: str, at: datetime) -> Trial:
    """Tries a text; whoever asks has agreed to everything, and nothing is known of them."""
    plainly, full = library.index.find(text, MOST_HITS), knowledge.written_out(text)
    better = library.index.find(full, MOST_HITS) if full != text.lower() else ()
    longer = bool(better) and (not plainly or better[0].score > plainly[0].score)
    said, meaning = await _said(session, knowledge, text, at), knowledge.read(text)
    hits = better if longer else plainly
    return Trial(said, meaning, hits, full if longer else "", _worked(knowledge, library, text))


def _worked(knowledge: Knowledge, library: Library, text: str) -> Entry | None:
    best = advised.found(library, text, knowledge.written_out, 1)
    return best[0].entry if best and best[0].entry.id not in library.entries else None


async def _said(session: AsyncSession, knowledge: Knowledge, text: str, at: datetime) -> Sequence[Body]:
    you = knowledge.words.say("nav.you")
    try:
        turn = await _turn(session, World(knowledge, at, consented=True, you=you), text)
    except NoResultFound:
        # What belongs to a person cannot be shown for nobody.
        return ()
    return render(turn.says, knowledge.words, turn.state.turn, you) if turn.says else ()


async def _turn(session: AsyncSession, world: World, text: str) -> Turn:
    while True:
        try:
            return step(State(), Inbound("text", text), world)
        except Lacking as lacking:
            if lacking.need in world.facts:
                raise
            asker = Asker(world.knowledge, _NOBODY, _NOBODY, world.now)
            known = {lacking.need: await facts.found(session, asker, lacking.need)}
            world = replace(world, facts={**world.facts, **known})
