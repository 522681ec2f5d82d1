"""Server push of the web chat: at once, in order, without a gap and without an echo."""

import asyncio

from sqlalchemy import select

from bot.deps import Deps
from ocop_core.conversation.said import Body
from ocop_core.db.models import Chat
from ocop_core.services import outbox
from tests.support import web
from tests.support.clock import Clock
from tests.support.web import Phone


async def owe(deps: Deps, *texts: str) -> None:
    """An officer's words, owed to the only chat there is."""
    async with deps.db.writing() as session:
        chat = (await session.scalars(select(Chat))).one()
        await outbox.owe(session, chat.id, "webchat", [Body("k", text) for text in texts], deps.clock())
    deps.webchat.wake(chat.id)


async def test_an_open_page_hears_both_sides_at_once_and_in_order(phone: Phone) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        await phone.say("đồng ý")
        mine, theirs = await push.take(2)
        assert [(mine.kind, mine.text), theirs.kind] == [("me", "đồng ý"), "message"]
        assert "Dạ cảm ơn mình" in theirs.text
        assert await push.silent()


async def test_a_page_that_was_away_gets_exactly_what_it_missed(phone: Phone, deps: Deps, clock: Clock) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        await phone.say("đồng ý")
        last = (await push.take(2))[-1].id
    await owe(deps, "một", "hai")
    clock.go(minutes=1)
    await phone.say("chuyện lạ")
    clock.go(minutes=1)
    await owe(deps, "ba")
    async with phone.listening(last) as push:
        missed = await push.take(5)
        assert [event.text for event in missed[:2]] == ["một", "hai"]
        assert [event.kind for event in missed] == ["message", "message", "me", "message", "message"]
        await owe(deps, "bốn")
        assert (await push.next()).text == "bốn"
        assert await push.silent()


async def test_a_page_that_is_cut_off_after_any_event_goes_on_behind_it(phone: Phone, deps: Deps, clock: Clock) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        for text in ("đồng ý", "chuyện lạ", "chuyện khác"):
            await phone.say(text)
            clock.go(seconds=1)
        await owe(deps, "một", "hai")
        events = await push.take(8)
    for cut, event in enumerate(events):
        async with phone.listening(event.id) as push:
            rest = events[cut + 1 :]
            assert [e.data for e in await push.take(len(rest))] == [e.data for e in rest]


async def test_a_page_that_missed_hundreds_of_messages_gets_them_all(phone: Phone, deps: Deps) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        await phone.say("đồng ý")
        last = (await push.take(2))[-1].id
    await owe(deps, *(f"tin {n}" for n in range(250)))
    async with phone.listening(last) as push:
        assert [event.text for event in await push.take(250)] == [f"tin {n}" for n in range(250)]
        assert await push.silent()


async def test_a_page_that_never_heard_anything_is_not_told_the_past_again(phone: Phone) -> None:
    await phone.say("xin chào")
    async with phone.listening("rubbish") as push:
        assert await push.silent()


async def test_two_pages_of_one_person_hear_the_same(phone: Phone) -> None:
    await phone.say("xin chào")
    async with phone.listening() as one, phone.listening() as two:
        await phone.say("đồng ý")
        assert [e.data for e in await one.take(2)] == [e.data for e in await two.take(2)]


async def test_a_page_hears_nothing_of_another_chat(phone: Phone, stranger: Phone) -> None:
    await phone.say("xin chào")
    await stranger.say("xin chào")
    async with stranger.listening() as push:
        await phone.say("đồng ý")
        assert await push.silent()


async def test_a_page_that_listens_before_anything_was_said_hears_the_first_word(phone: Phone) -> None:
    async with phone.listening() as push:
        await phone.say("xin chào")
        assert [event.kind for event in await push.take(2)] == ["me", "message"]


async def test_after_erasing_the_page_still_hears_what_is_said(phone: Phone) -> None:
    for text in ("xin chào", "đồng ý", "dữ liệu của tôi"):
        await phone.say(text)
    async with phone.listening() as push:
        await phone.post({"kind": "button", "data": "do:data.erase", "id": Phone.key()})
        await push.take(2)
        await phone.say("xóa hết")
        assert any("xóa xong" in event.text for event in await push.take(1))
        await phone.say("xin chào")
        assert [event.kind for event in await push.take(2)] == ["me", "message"]


async def test_when_the_process_stops_open_pages_are_let_go(deps: Deps) -> None:
    async with web.serving(deps) as server:
        phone = Phone(server)
        await phone.open()
        await phone.say("xin chào")
        async with phone.client.get("/chat/stream") as response:
            deps.stopping.set()
            deps.webchat.wake(1)
            assert b"retry" in await asyncio.wait_for(response.content.read(), 5)
        await phone.close()
    assert not deps.webchat._listeners
