"""Facts on demand: the engine asks, the same step is taken again with the answer, each is looked up once."""

import pytest

from ocop_core.conversation.said import Say
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge, Lacking, Need, World
from ocop_core.db.base import Database
from ocop_core.services import facts, talk
from ocop_core.services.asker import Asker
from tests.support.clock import Clock
from tests.support.talking import say

WEATHER: Need[str] = Need("weather", "Núi Cấm")


def test_a_world_without_the_fact_says_what_it_lacks(knowledge: Knowledge, clock: Clock) -> None:
    with pytest.raises(Lacking) as lacking:
        World(knowledge, clock()).look(WEATHER)
    assert lacking.value.need == WEATHER
    assert World(knowledge, clock(), facts={WEATHER: "mưa"}).look(WEATHER) == "mưa"


async def test_a_step_is_taken_again_with_what_it_lacked(
    db: Database, knowledge: Knowledge, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, str]] = []

    async def look(session: object, asker: Asker, about: str) -> str:
        asked.append((asker.person_id, about))
        return "mưa"

    def step(state: object, inbound: object, world: World) -> Turn:
        return Turn(talk.states.NEW, (Say("nav.noted", {"value": world.look(WEATHER)}),))

    monkeypatch.setattr(facts, "LOADERS", {"weather": look})
    monkeypatch.setattr(talk, "step", step)
    assert "mưa" in " ".join(await say(db, knowledge, "trời sao rồi", at=clock()))
    assert len(asked) == 1
