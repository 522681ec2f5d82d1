"""A producer over Telegram and an officer on the same database, with the program as a process of its own."""

import asyncio
import hashlib
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.fakes.telegram_ledger import Sent
from bot.fakes.telegram_server import TelegramServer
from ocop_core.clock import utc_now
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Idea, IdeaFile, Inbox, Outbox, Person
from ocop_core.services import answering
from tests.process.conftest import Build
from tests.process.phone import Phone, fetched
from tests.support.making import make_officer

CODE = re.compile(r"YT-[2-9A-Z]{5}")
BAY = 1007
PUBLIC = "https://ocop.test"
HOOKED = {"PUBLIC_URL": PUBLIC, "SECRET_KEY": "k" * 40, "TELEGRAM_WEBHOOK_SECRET": "hook-secret"}
PICTURES = [b"\xff\xd8\xff\xe0" + bytes([n]) * 5000 + b"\xff\xd9" for n in range(3)]


async def tells(phone: Phone) -> Sent:
    """From the link on a leaflet to the receipt; album, sticker and contact on the way."""
    server, chat = phone.server, phone.chat_id
    consent = await phone.does(server.begin(chat, "idea"))
    assert phone.words.say("consent.yes") in consent.buttons[0][0]
    assert "(1/7)" in (await phone.press("consent.yes")).text
    assert "(1/7)" in (await phone.does(server.sticker(chat))).text
    assert "(2/7)" in (await phone.say("Kho ca loc Bay Chop")).text
    assert "(3/7)" in (await phone.press("nav.right")).text
    assert "(4/7)" in (await phone.say("1")).text
    assert "(4/7)" in (await phone.say("an hao tinh bien")).text
    assert "(5/7)" in (await phone.press("nav.right")).text
    for picture in PICTURES:
        await server.photo(chat, picture, album="g1")
    # The first is told at once, the rest of the album together, with the question below.
    album = await phone.shows(2)
    while "tất cả là 3 ảnh" not in album.text:
        album = await phone.shows()
    assert "(5/7)" in album.text
    assert "(6/7)" in (await phone.say("Ca loc nuoi o Chau Phu")).text
    asked = await phone.press("idea.producer_kind.household")
    assert phone.words.say("telegram.send_phone") in [label for label, _ in asked.buttons]
    review = await phone.press("telegram.send_phone")
    assert "0900 001 007" in review.text
    await phone.press("nav.send", count=2)
    return phone.screen[-2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database", "by_hook"), [("sqlite", False), ("postgresql", True)], indirect=["database"], ids=["poll", "hook"]
)
async def test_an_idea_by_telegram_is_answered_by_an_officer(
    database: str,
    db: Database,
    by_hook: bool,
    telegram: TelegramServer,
    build: Build,
    knowledge: Knowledge,
    tmp_path: Path,
) -> None:
    telegram.mail.copies = 3
    house = build(database, telegram.base, **(HOOKED if by_hook else {}))
    telegram.mail.doors = {PUBLIC: house.base}
    await house.start()
    phone = Phone(telegram, knowledge, BAY)

    receipt = await tells(phone)
    code = CODE.search(receipt.text)
    assert code
    await phone.nothing_more()
    async with db.reading() as session:
        idea = await session.scalar(select(Idea).where(Idea.code == code[0]))
        linked = (await session.scalars(select(IdeaFile.file_id).where(IdeaFile.idea_id == idea.id))).all()
        heard = (await session.scalars(select(Inbox))).all()
        people = await session.scalar(select(func.count()).select_from(Person))
    assert idea
    assert (idea.name, idea.unit, idea.phone) == ("Kho ca loc Bay Chop", "30538", "0900001007")
    files = await fetched(db)
    assert sorted(linked) == [file.id for file in files]
    assert [file.sha256 for file in files] == [hashlib.sha256(picture).hexdigest() for picture in PICTURES]
    stored = tmp_path / "files"
    assert [(stored / f.sha256[:2] / f.sha256).read_bytes() for f in files if f.sha256] == PICTURES
    assert len(heard) == len({row.message_id for row in heard}) == 15
    assert [row.problem for row in heard if row.problem] == []
    assert people == 1, "three copies of the first word are one person"

    officer = await make_officer(db, utc_now())
    async with db.writing() as session:
        await answering.ask_back(session, knowledge, officer, idea.id, "Chị Bảy gửi thêm giấy phép nha?", utc_now())
    asked = await phone.shows()
    assert "Chị Bảy gửi thêm giấy phép nha?" in asked.text
    await phone.press("idea_reply.button")
    await phone.say("Dạ em gửi sau ạ, tuần tới có giấy")
    await phone.press("nav.send")
    await phone.nothing_more()

    await telegram.block(BAY)
    await telegram.mail.settled()
    async with db.writing() as session:
        await answering.accept(session, knowledge, officer, idea.id, "Chúc mừng!", utc_now())
    await phone.nothing_more()
    assert await last_owed(db) == ("failed", False)
    await telegram.unblock(BAY)
    await telegram.mail.settled()
    mine = await phone.say("san pham da gui")
    assert code[0] in mine.text
    await asyncio.sleep(0.7)
    shown = [(sent.text, sent.buttons) for sent in phone.screen]
    assert len(shown) == len(set(shown)), "nothing was answered twice, though everything was heard three times"
    assert await last_owed(db) == ("sent", True)
    assert "Traceback" not in house.told()
    assert await house.stop() < 5


async def last_owed(db: Database) -> tuple[str, bool]:
    async with db.reading() as session:
        state = await session.scalar(select(Outbox.state).order_by(Outbox.id.desc()).limit(1))
        reachable = await session.scalar(select(Chat.reachable))
    return str(state), bool(reachable)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_was_said_while_the_program_was_away_is_answered_when_it_is_back(
    database: str, telegram: TelegramServer, build: Build, knowledge: Knowledge
) -> None:
    house = build(database, telegram.base)
    await house.start()
    phone = Phone(telegram, knowledge, BAY)
    await phone.say("xin chao")
    await house.stop()
    await telegram.say(BAY, "dong y")
    await telegram.say(BAY, "dang ky san pham")
    await telegram.say(BAY, "Kho ca loc Bay Chop")
    await house.start()
    assert "(2/7)" in (await phone.shows(3)).text
    await phone.nothing_more()
