"""A day of the Official Account, an hour at a time, with everything that goes wrong there; the books must agree."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.channels.base import Means
from bot.channels.labels import labels
from bot.channels.zalo_oa import ZaloOa
from bot.fakes.zalo_oa_methods import Approved
from bot.relay import Relay
from ocop_core.clock import local
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Inbox, Outbox
from ocop_core.db.models_channels import Payment
from ocop_core.services.files import storing
from ocop_core.settings import Settings
from tests.channels.zalo import House, opened
from tests.support.clock import Clock

PEOPLE = [f"25125236254000{number:02}" for number in range(12)]
PERMANENT = (-230, -232, -213, -201)


@pytest.fixture
async def house(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> AsyncIterator[House]:
    async with opened(db, knowledge, settings, clock, patience=20) as made:
        made.server.templates["t-reminder"] = Approved(("noi_dung",))
        await made.template()
        yield made


async def other_process(house: House, knowledge: Knowledge, settings: Settings) -> tuple[ZaloOa, Relay]:
    """A second copy, started by mistake on the same database."""
    given = storing.reader(house.db, settings.files_dir)
    channel = ZaloOa(Means(house.deps.settings, labels(knowledge.words), given, house.db, house.clock))
    await channel.start()
    relay = Relay(house.db, channel, house.clock)
    relay.holder = "another-machine:1:relay"
    return channel, relay


async def both_send(house: House, other: Relay) -> None:
    """Each takes its turn; the lease of the other runs out while the clock goes on."""
    for relay in (house.relay, other):
        house.clock.go(seconds=15)
        while await relay._turn() or relay._tasks or relay._settled:
            if relay._tasks:
                await asyncio.wait(relay._tasks)


def happens(house: House, hour: int) -> None:
    """What goes wrong at Zalo in an hour."""
    match hour:
        case 4:
            house.server.book.wallet = 0
        case 9:
            house.server.book.wallet = 100_000
        case 12:
            house.server.oauth.revoke()
        case 15:
            house.server.fail("500", 2, prefix="access_token")
        case 18:
            house.server.fail("-32", 1, prefix="message")
            house.server.fail("-200", 1, prefix="message")


async def written(house: House) -> None:
    """Everybody has written: today, three days ago, nine days ago; then it is midnight."""
    for number, user in enumerate(PEOPLE):
        if number % 3 == 0:
            house.clock.go(days=3)
        await house.says("xin chào", user)
    house.clock.go(hours=24 - local(house.clock()).hour)


async def test_a_day_with_everything_that_goes_wrong(house: House, knowledge: Knowledge, settings: Settings) -> None:
    chance = random.Random(48)
    channel, other = await other_process(house, knowledge, settings)
    await written(house)
    said, owed = len(PEOPLE), []
    for hour in range(24):
        house.clock.go(hours=1)
        happens(house, hour)
        for user in chance.sample(PEOPLE, 3):
            owed.append(await house.owe(f"Nhắc {len(owed)}.", user=user))
        if hour % 3 == 0:
            await house.hear(await house.server.say(chance.choice(PEOPLE[:6]), f"tin {hour}"))
            said += 1
        await asyncio.gather(*(one.tokens.access() for one in (house.channel, channel)))
        await both_send(house, other)
    for _ in range(16):
        house.clock.go(hours=1)
        await both_send(house, other)
    await channel.stop()
    await agree(house, said, owed)


async def agree(house: House, said: int, owed: list[int]) -> None:
    """Nothing lost, nothing twice, no refusal for good repeated, every dong accounted for."""
    async with house.db.reading() as session:
        states = Counter((await session.scalars(select(Outbox.state).where(Outbox.id.in_(owed)))).all())
        heard = await session.scalar(select(func.count()).select_from(Inbox))
        booked = await session.scalar(select(func.sum(Payment.price)))
        chats = await session.scalar(select(func.count()).select_from(Chat))
    assert (heard, chats) == (said, len(PEOPLE))
    assert states == {"sent": len(owed)}
    reminders = Counter(sent.text for sent in house.server.sent if sent.text.startswith("Nhắc "))
    assert set(reminders.values()) == {1} and len(reminders) == len(owed)
    assert sum(house.server.book.refused[code] for code in PERMANENT) == 0
    assert booked == house.server.book.charged > 0
    assert house.server.oauth.refresh not in house.server.oauth.spent
    assert house.server.book.refused[-321] <= 8
