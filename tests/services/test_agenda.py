"""What waits for an officer today, in the own commune and nowhere else."""

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_threads import Thread
from ocop_core.services import agenda, answering, ideas
from ocop_core.services.inbox import threads
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, THOI_SON, make_chat, make_idea, make_officer


async def ask(db: Database, clock: Clock, unit: str) -> Thread:
    chat = await make_chat(db, clock(), address=f"chat-{unit}-{clock()}")
    answers = {"about": "hỏi về bao bì", "place": unit, "phone": "0912345678"}
    async with db.writing() as session:
        return await threads.begin(session, chat.person_id, chat.id, answers, clock())


async def test_a_day_holds_what_waits_in_the_own_commune(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    lan = await make_officer(db, clock())
    since = clock()
    for place in (NUI_CAM, NUI_CAM, THOI_SON):
        await make_idea(db, knowledge, clock(), place=place)
        await ask(db, clock, place)
        clock.go(hours=1)
    async with db.reading() as session:
        today = await agenda.today(session, lan, clock().date())
    assert (today.new.count, today.calls.count, today.answered.count, today.asked) == (2, 2, 0, 0)
    assert {idea.unit for idea in today.new.first} == {thread.unit for thread in today.calls.first} == {NUI_CAM}
    assert today.new.oldest == today.calls.oldest == since


async def test_an_idea_waits_for_the_officer_again_as_soon_as_the_producer_has_replied(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan, idea = await make_officer(db, clock()), await make_idea(db, knowledge, clock())
    async with db.writing() as session:
        await answering.ask_back(session, knowledge, lan, idea.id, "gửi thêm ảnh nhãn giúp em", clock.go(hours=1))
    async with db.reading() as session:
        asked = await agenda.today(session, lan, clock().date())
    assert (asked.new.count, asked.answered.count, asked.asked) == (0, 0, 1)
    async with db.writing() as session:
        await ideas.reply(session, idea.person_id, idea.chat_id, {"idea": idea.code, "text": "dạ"}, clock.go(hours=1))
    async with db.reading() as session:
        back = await agenda.today(session, lan, clock().date())
    assert (back.answered.count, back.answered.oldest, back.asked) == (1, clock(), 0)
