"""Files that many were given: in the chat with the message, opened by their address, not by a guess."""

from sqlalchemy import select

from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.services import outbox
from ocop_core.services.files import shared
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.pictures import jpeg
from tests.support.web import Phone


async def told(db: Database, settings: Settings, clock: Clock, content: bytes, name: str) -> None:
    """The chat is told something with a file."""
    ready = shared.prepare(settings.files_dir, content, name, settings.file_limit)
    async with db.writing() as session:
        file = await shared.keep(session, ready, clock())
        chat = (await session.scalars(select(Chat))).one()
        body = Body("notice.text", "Mai có chợ.", files=shared.number_of(file))
        await outbox.owe(session, chat.id, chat.channel, [body], clock())


async def test_a_picture_stands_in_the_chat_in_its_full_size(
    phone: Phone, db: Database, settings: Settings, clock: Clock
) -> None:
    await phone.agree()
    await told(db, settings, clock, jpeg(1200, 800), "chợ.jpg")
    (file,) = (await phone.history())[-1]["files"]
    assert (file["mime"], file["name"]) == ("image/jpeg", "chợ.jpg")
    opened = await phone.client.get(file["url"])
    assert (opened.status, opened.content_type) == (200, "image/jpeg")
    assert "Content-Disposition" not in opened.headers and "sandbox" in opened.headers["Content-Security-Policy"]


async def test_a_pdf_is_downloaded_under_its_name_and_no_address_can_be_guessed(
    phone: Phone, db: Database, settings: Settings, clock: Clock
) -> None:
    await phone.agree()
    await told(db, settings, clock, b"%PDF-1.7\n" + bytes(99), "Kế hoạch.pdf")
    (file,) = (await phone.history())[-1]["files"]
    opened = await phone.client.get(file["url"])
    assert opened.status == 200 and "K%E1%BA%BF" in opened.headers["Content-Disposition"]
    head, mark, tail = file["url"].partition("-")
    wrong = head + mark + ("0" if tail[0] != "0" else "1") + tail[1:]
    assert (await phone.client.get(wrong)).status == 404
    number = head.rpartition("/")[2]
    assert (await phone.client.get(f"/chat/files/{number}")).status == 404
