"""A picture or file for many: brought to each messenger once, remembered through a stop, never read by a stranger."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.base import Means, Parcel
from bot.channels.console import Console
from bot.channels.holding import Holding
from bot.channels.labels import labels
from bot.channels.telegram import LASTS, Telegram
from bot.channels.zalo_bot import ZaloBot
from bot.fakes.telegram_server import TelegramServer
from bot.fakes.zalo_bot_server import ZaloBotServer
from ocop_core.conversation.said import Body, Button
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File
from ocop_core.db.models_channels import Upload
from ocop_core.errors import Refused
from ocop_core.services.files import shared, storing
from ocop_core.settings import Settings, from_env
from tests.channels.zalo import USER, House, opened
from tests.support.clock import Clock
from tests.support.pictures import heic, jpeg, png
from tests.support.words import word

TOKEN = "1000:local"
READ = Button(0, "Đã đọc", "do:notice.read:1")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


async def given(db: Database, settings: Settings, clock: Clock, content: bytes, name: str = "ap-phich.png") -> int:
    """A file that an office gives to many; its number."""
    ready = shared.prepare(settings.files_dir, content, name, settings.file_limit)
    async with db.writing() as session:
        return int((await shared.keep(session, ready, clock()))["id"])


@pytest.fixture
async def telegram_server() -> AsyncIterator[TelegramServer]:
    server = TelegramServer(token=TOKEN)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def telegram(
    db: Database, settings: Settings, clock: Clock, telegram_server: TelegramServer
) -> AsyncIterator[Callable[[], Any]]:
    """Makes the channel anew, as a process that starts."""
    made: list[Telegram] = []

    async def start() -> Telegram:
        holding = Holding(db, clock, "telegram", LASTS)
        files = storing.reader(db, settings.files_dir)
        channel = Telegram(TOKEN, telegram_server.base, files=files, holding=holding)
        await channel.start()
        made.append(channel)
        return channel

    yield start
    for channel in made:
        await channel.stop()


def to(address: int, number: int, text: str = "Mai có phiên chợ.") -> Parcel:
    return Parcel(address, address, str(address), Body("notice.text", text, (READ,), files=(number,)))


async def test_telegram_gets_a_picture_once_and_then_its_name_there_even_after_a_stop(
    db: Database, settings: Settings, clock: Clock, telegram: Callable[[], Any], telegram_server: TelegramServer
) -> None:
    number = await given(db, settings, clock, png())
    first = await telegram()
    sent = await asyncio.gather(*(first.send(to(1000 + place, number)) for place in range(12)))
    again = await telegram()
    await again.send(to(1100, number))
    assert len(telegram_server.files) == 1
    assert {each.method for each in telegram_server.sent} == {"sendPhoto"}
    assert len({each.chat_id for each in telegram_server.sent}) == 13
    # One message: the words and the button stand under the picture.
    assert telegram_server.sent[-1].text == "Mai có phiên chợ."
    assert telegram_server.sent[-1].buttons == (("Đã đọc", "do:notice.read:1"),)
    assert all(each.startswith("c") for each in sent)
    async with db.reading() as session:
        (row,) = (await session.scalars(select(Upload))).all()
    assert (row.channel, row.file_id, row.token.partition(":")[0]) == ("telegram", number, "photo")


async def test_a_word_file_goes_as_a_document_and_is_brought_once(
    db: Database,
    knowledge: Knowledge,
    settings: Settings,
    clock: Clock,
    telegram: Callable[[], Any],
    telegram_server: TelegramServer,
) -> None:
    number = await given(db, settings, clock, word("Cách ghi nhãn"), "Bài giảng.docx")
    channel = await telegram()
    for chat in (1000, 1001):
        await channel.send(to(chat, number))
    assert [each.method for each in telegram_server.sent] == ["sendDocument"] * 2
    assert len(telegram_server.files) == 1
    async with opened(db, knowledge, settings, clock) as house:
        await house.says("xin chào")
        for _ in range(2):
            await house.channel.send(await _parcel(house, USER, number))
        assert house.server.book.calls["/v2.0/oa/upload/file"] == 1


async def test_a_name_that_telegram_forgot_is_brought_again(
    db: Database, settings: Settings, clock: Clock, telegram: Callable[[], Any], telegram_server: TelegramServer
) -> None:
    number = await given(db, settings, clock, png())
    channel = await telegram()
    await channel.send(to(1000, number))
    telegram_server.files.clear()
    await channel.send(to(1001, number))
    await channel.send(to(1002, number))
    assert [each.chat_id for each in telegram_server.sent] == [1000, 1001, 1002]
    assert len(telegram_server.files) == 1


async def test_words_under_a_picture_are_put_right_there_and_long_ones_beside_it(
    db: Database, settings: Settings, clock: Clock, telegram: Callable[[], Any], telegram_server: TelegramServer
) -> None:
    number = await given(db, settings, clock, png())
    channel = await telegram()
    for text, methods in (("Mai có chợ.", ["editMessageCaption"]), ("Mai có chợ. " * 200, ["editMessageText"])):
        held = await channel.send(to(1000, number, text))
        before = len(telegram_server.sent)
        other = Body("notice.text", "Mốt mới có chợ.", (READ,), replaces=held)
        await channel.send(Parcel(2, 1000, "1000", other))
        assert [each.method for each in telegram_server.sent[before:]] == methods
        assert telegram_server.sent[-1].text == "Mốt mới có chợ."
    await channel.send(Parcel(3, 1000, "1000", Body("notice.recall", "", replaces=held)))


async def test_the_official_account_uploads_once_for_many_at_the_same_moment(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    async with opened(db, knowledge, settings, clock) as house:
        number = await given(db, settings, clock, png())
        people = [str(int(USER) + place) for place in range(8)]
        for user in people:
            await house.says("xin chào", user)
        house.server.sent.clear()
        parcels = [await _parcel(house, user, number) for user in people]
        await asyncio.gather(*map(house.channel.send, parcels))
        assert house.server.book.calls["/v2.0/oa/upload/image"] == 1
        assert sum(bool(each.file) for each in house.server.sent) == len(people)


async def _parcel(house: House, user: str, number: int) -> Parcel:
    owed = await house.owe("Mai có phiên chợ.", user=user)
    return replace(to(1, number), id=owed, chat_id=(await house.row(owed)).chat_id, address=user)


@pytest.fixture
async def zalo_bot(clock: Clock) -> AsyncIterator[ZaloBotServer]:
    server = ZaloBotServer(clock=clock)
    await server.start()
    yield server
    await server.stop()


@pytest.mark.parametrize(
    ("content", "public", "shown"),
    [
        (png(), "https://ocop.example.vn", ["https://ocop.example.vn/files/", "Mai có phiên chợ."]),
        (PDF, "https://ocop.example.vn", ["mở xem ở đây: https://ocop.example.vn/files/", "Mai có phiên chợ."]),
        (png(), "", ["kênh này chưa gửi được", "Mai có phiên chợ."]),
    ],
    ids=["picture by address", "file as a link", "said in words"],
)
async def test_a_zalo_bot_gets_an_address_or_is_told(
    db: Database,
    knowledge: Knowledge,
    settings: Settings,
    clock: Clock,
    zalo_bot: ZaloBotServer,
    content: bytes,
    public: str,
    shown: list[str],
) -> None:
    number = await given(db, settings, clock, content)
    env = {"DATABASE_URL": db.url, "FILES_DIR": str(settings.files_dir), "SECRET_KEY": "k" * 40, **zalo_bot.env()}
    config = from_env({**env, "PUBLIC_URL": public} if public else env)
    channel = ZaloBot(Means(config, labels(knowledge.words), storing.reader(db, config.files_dir), db, clock), 0.5)
    await channel.start()
    await zalo_bot.say("a" * 20, "xin chào")
    await channel.send(replace(to(1, number), address="a" * 20))
    assert [part in each.text for part, each in zip(shown, zalo_bot.sent, strict=True)] == [True, True]
    await channel.stop()


async def test_the_console_names_what_goes_with_a_message(db: Database, settings: Settings, clock: Clock) -> None:
    import io

    number, out = await given(db, settings, clock, PDF, "Kế hoạch chợ.pdf"), io.StringIO()
    await Console(out, files=storing.reader(db, settings.files_dir)).send(to(1, number))
    assert out.getvalue().splitlines() == ["Mai có phiên chợ.", "  + Kế hoạch chợ.pdf", "  [Đã đọc]"]


@pytest.mark.parametrize("content", [png(3000, 2400), jpeg(3200, 2400, turned=True), heic(2000, 900)])
def test_a_picture_is_made_small_enough_for_every_messenger(tmp_path: Path, content: bytes) -> None:
    from PIL import Image

    ready = shared.prepare(tmp_path, content, "Áp phích.HEIC", 20 * 1024 * 1024)
    assert (ready.mime, ready.name) == ("image/jpeg", "Áp phích.jpg") and ready.size <= shared.MOST_PICTURE
    with Image.open(storing.path_of(tmp_path, ready.sha256)) as made:
        assert max(made.size) == 1600 and "exif" not in made.info


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "file.empty"),
        (b"PK\x03\x04 a Word file", "file.shared_kind"),
        (b"MZ program", "file.shared_kind"),
        (b"\x89PNG\r\n\x1a\nbroken", "file.unreadable"),
        (PDF + b"<< /S /JavaScript /JS (app.alert) >>", "file.script"),
        (PDF + bytes(5 * 1024 * 1024), "file.too_large"),
    ],
)
def test_what_may_not_go_out_is_refused_in_words(
    tmp_path: Path, knowledge: Knowledge, content: bytes, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        shared.prepare(tmp_path, content, "x", 20 * 1024 * 1024)
    assert refused.value.key == why and knowledge.words.say(why, refused.value.params)


async def test_a_form_that_is_made_anew_is_not_remembered(db: Database, clock: Clock) -> None:
    holding = Holding(db, clock, "telegram", timedelta(days=1))
    async with db.writing() as session:
        session.add(File(id=7, state="made", name="to-khai.docx", created_at=clock()))
    await holding.remember(7, "document:abc")
    assert await holding.known(7) == ""
