"""What was announced is put right and taken back on the web chat's own screen, in open pages and in those to come."""

import pytest
from playwright.async_api import Browser, Page, expect

from bot.announcer import abilities
from bot.deps import Deps
from bot.pace import Pace
from bot.relay import Relay
from ocop_core.db.models import Staff
from ocop_core.services.announcements import later, watching
from tests.announcements import house
from tests.support.browsers import MARKS, ON_SQLITE, launched
from tests.support.clock import Clock
from tests.support.making import make_officer
from tests.support.web import Phone

WRONG, RIGHT = "Tập huấn lúc 8 giờ.", "Tập huấn lúc 9 giờ."


async def carried(deps: Deps, clock: Clock) -> None:
    """Whatever is on a list arrives, with what the channels can do in earnest."""
    relay = Relay(deps.db, deps.channels["webchat"], clock, knowledge=deps.knowledge)
    relay.carrier.pace = Pace(None)
    for _ in range(2):
        await watching.move_on(deps.db, deps.knowledge, abilities(deps.channels.values()), clock(), per_day=9)
        await relay.drain()
        await watching.move_on(deps.db, deps.knowledge, abilities(deps.channels.values()), clock(), per_day=9)


async def announced(deps: Deps, clock: Clock) -> tuple[Staff, int]:
    """Wrong words that have arrived."""
    officer = await make_officer(deps.db, clock(), login="tinh", role="province", unit=None)
    number = await house.send(deps.db, clock(), WRONG)
    await carried(deps, clock)
    return officer, number


async def changed(deps: Deps, clock: Clock, officer: Staff, number: int, words: str) -> dict[str, int]:
    """Other words, or none; by fate how many got them."""
    async with deps.db.writing() as session:
        made = await later.recall(session, officer, number, words, clock())
    await carried(deps, clock)
    return await house.counts(deps.db, made.id)


async def test_corrected_words_stand_in_the_same_message_with_a_remark(phone: Phone, deps: Deps, clock: Clock) -> None:
    await phone.agree()
    officer, number = await announced(deps, clock)
    async with phone.listening() as push:
        assert await changed(deps, clock, officer, number, RIGHT) == {"sent": 1}
        event = await push.next()
    before = await phone.history()
    (shown,) = [m for m in before if m["text"] == RIGHT and not m["replaces"]]
    assert (shown["changed"], [button["label"] for button in shown["choices"]]) == ("edited", ["Đã đọc"])
    assert (event.data["replaces"], event.text, event.data["changed"]) == (shown["id"], RIGHT, "edited")
    assert WRONG not in str(before)


async def test_what_is_taken_back_leaves_the_screen_at_any_time(phone: Phone, deps: Deps, clock: Clock) -> None:
    await phone.agree()
    officer, number = await announced(deps, clock)
    clock.go(days=90)
    await changed(deps, clock, officer, number, RIGHT)
    async with phone.listening() as push:
        assert await changed(deps, clock, officer, number, "") == {"sent": 1}
        event = await push.next()
    shown = {m["id"]: m for m in await phone.history()}
    target = shown[event.data["replaces"]]
    assert (target["text"], target["choices"], target["changed"]) == ("", [], "recalled")
    assert WRONG not in str(shown)


@MARKS[0]
@MARKS[1]
@ON_SQLITE
@pytest.mark.parametrize("away", [False, True])
async def test_the_page_shows_it(away: bool, phone: Phone, deps: Deps, clock: Clock) -> None:
    await phone.agree()
    officer, number = await announced(deps, clock)
    async with launched() as chromium:
        page = await opened(chromium, phone)
        log = page.locator("#log")
        await expect(log).to_contain_text(WRONG)
        before = await log.locator(".msg").count()
        for words, seen in ((RIGHT, (RIGHT, "đã sửa")), ("", ("Cán bộ đã thu hồi tin này",))):
            await changed(deps, clock, officer, number, words)
            if away:
                await page.reload()
            for text in seen:
                await expect(log.locator(".bot").last).to_contain_text(text)
            await expect(log).not_to_contain_text(WRONG)
            assert await log.locator(".msg").count() == before


async def opened(chromium: Browser, phone: Phone) -> Page:
    """The chat of the same person in a real browser."""
    page = await chromium.new_page(viewport={"width": 360, "height": 740}, locale="vi-VN")
    address = str(phone.client.make_url("/chat"))
    for name, morsel in phone.client.session.cookie_jar.filter_cookies(phone.client.make_url("/chat")).items():
        await page.context.add_cookies([{"name": name, "value": morsel.value, "url": address}])
    await page.goto(address)
    return page
