"""Photos and papers in the web chat: believed by their content, seen by their own chat only."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from aiohttp.test_utils import TestServer
from PIL import Image
from sqlalchemy import select

from bot.deps import Deps
from ocop_core.conversation.reporting import ENDINGS
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File, Inbox
from ocop_core.services.dossiers import starting
from ocop_core.services.dossiers.starting import Start
from ocop_core.sniff import WORD
from tests.office import reading
from tests.support.making import NUI_CAM
from tests.support.pictures import jpeg, png
from tests.support.web import CHAT, MIB, PDF, Phone, error, problems


async def test_a_photo_is_kept_shown_small_and_stands_in_the_history(phone: Phone, db: Database) -> None:
    await phone.agree()
    assert (await phone.upload(jpeg(800, 400), "nhãn.jpg", key="browser-photo-1")).status == 200
    sent = [m for m in await phone.history() if m["files"]]
    assert [(m["from"], m["ref"], m["files"][0]["mime"]) for m in sent] == [("me", "browser-photo-1", "image/jpeg")]
    response = await phone.client.get(sent[0]["files"][0]["url"])
    assert (response.status, response.content_type) == (200, "image/jpeg")
    assert Image.open(BytesIO(await response.read())).size == (320, 160)
    assert response.headers["Cache-Control"].startswith("private")
    assert await problems(db) == []


async def test_the_same_upload_twice_is_one_message_and_one_file(phone: Phone, db: Database) -> None:
    await phone.agree()
    for _ in range(2):
        assert (await phone.upload(png(), key="browser-photo-1")).status == 200
    assert len([m for m in await phone.history() if m["files"]]) == 1
    async with db.reading() as session:
        assert len((await session.scalars(select(File))).all()) == 1


async def test_a_paper_is_downloaded_and_never_run(phone: Phone) -> None:
    await phone.agree()
    assert (await phone.upload(PDF, "giấy an toàn.pdf")).status == 200
    (url,) = [m["files"][0]["url"] for m in await phone.history() if m["files"]]
    response = await phone.client.get(url)
    assert (response.status, response.content_type, await response.read()) == (200, "application/pdf", PDF)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_before_consent_no_file_is_kept(phone: Phone, db: Database) -> None:
    assert (await phone.upload(png())).status == 200
    async with db.reading() as session:
        assert (await session.scalars(select(File))).all() == []


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"PK\x03\x04" + bytes(60), b"<svg/>"])
async def test_a_file_of_the_wrong_kind_is_refused_in_words(phone: Phone, content: bytes) -> None:
    response = await phone.upload(content, "anh.jpg")
    assert response.status == 415 and "ảnh" in await error(response)
    assert await phone.history() == []


async def test_a_file_too_large_is_refused_in_words(phone: Phone) -> None:
    response = await phone.upload(b"\x89PNG\r\n\x1a\n" + bytes(20 * MIB))
    assert response.status == 413 and "20 MB" in await error(response)


async def test_an_empty_file_and_a_form_without_one_are_refused_in_words(phone: Phone) -> None:
    assert await error(await phone.upload(b""))
    assert await error(await phone.upload(png(), key=""))
    for raw, kind in ((b"{}", "application/json"), (b"rubbish", "multipart/form-data; boundary=x"), (b"", "")):
        headers = {**CHAT, "Content-Type": kind} if kind else CHAT
        response = await phone.client.post("/chat/upload", data=raw, headers=headers)
        assert response.status == 400 and await error(response)


async def test_a_file_is_seen_by_its_own_chat_only(phone: Phone, stranger: Phone, server: TestServer) -> None:
    await phone.agree()
    await phone.upload(png())
    await stranger.say("xin chào")
    (url,) = [m["files"][0]["url"] for m in await phone.history() if m["files"]]
    nobody = Phone(server)
    assert (await phone.client.get(url)).status == 200
    assert [(await p.client.get(url)).status for p in (stranger, nobody)] == [404, 404]
    assert (await phone.client.get("/chat/files/999999")).status == 404
    assert (await phone.client.get(f"/chat/files/{10**18 - 1}")).status == 404
    await nobody.close()


async def test_nobody_attaches_the_file_of_somebody_else_by_its_number(
    phone: Phone, stranger: Phone, db: Database
) -> None:
    await phone.agree()
    await phone.upload(png(), "giấy tờ của cô Bảy.png")
    async with db.reading() as session:
        number = (await session.scalars(select(File.id))).one()
    await stranger.post({"kind": "photo", "file_id": number, "id": Phone.key()})
    assert [m["files"] for m in await stranger.history() if m["from"] == "me"] in ([], [[]])
    async with db.reading() as session:
        rows = (await session.scalars(select(Inbox.body).order_by(Inbox.id))).all()
    assert [body.get("files") for body in rows if body and body["kind"] == "photo"] == [[number], None]


async def test_a_picture_whose_content_is_lost_is_not_found_rather_than_broken(
    phone: Phone, deps: Deps, db: Database
) -> None:
    await phone.agree()
    await phone.upload(png())
    await phone.upload(PDF, "giay.pdf")
    urls = [m["files"][0]["url"] for m in await phone.history() if m["files"]]
    for path in deps.settings.files_dir.rglob("*"):
        if path.is_file():
            path.unlink()
    assert [(await phone.client.get(url)).status for url in urls] == [404, 404]


async def test_a_form_of_ones_dossier_is_a_word_file_to_download(
    phone: Phone, stranger: Phone, db: Database, deps: Deps
) -> None:
    await phone.agree()
    async with db.writing() as session:
        chat = (await session.scalars(select(Chat).where(Chat.channel == "webchat"))).one()
        begun = Start(name="Khô cá lóc", set_no=8, unit=NUI_CAM, phone="0912345678", producer_kind="household")
        at = deps.clock()
        await starting.start(session, chat.person_id, chat.id, begun, "HS-23456", at)
    await phone.say("cho tôi xin mẫu 01")
    (sent,) = [m for m in await phone.history() if m["files"]]
    assert (sent["from"], sent["files"][0]["name"]) == ("bot", "Mẫu số 01 - Khô cá lóc.docx")
    assert "Mẫu số 01 - Khô cá lóc.docx" in sent["text"]
    response = await phone.client.get(sent["files"][0]["url"])
    assert (response.status, response.content_type) == (200, WORD)
    assert response.headers["Cache-Control"] == "no-store"
    assert unquote(response.headers["Content-Disposition"]).endswith("''Mẫu số 01 - Khô cá lóc.docx")
    assert reading.after(await response.read(), "2. Tên sản phẩm:") == "Khô cá lóc"
    await stranger.agree()
    assert (await stranger.client.get(sent["files"][0]["url"])).status == 404
    assert await problems(db) == []


async def test_the_picker_offers_every_kind_of_sheet_that_a_report_may_come_in(phone: Phone) -> None:
    page = await (await phone.client.get("/chat")).text()
    picker = next(line for line in page.splitlines() if 'type="file"' in line)
    assert all(f",{ending}" in picker for ending in ENDINGS)
