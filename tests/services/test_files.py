"""Files: believed by their content, stored whole or not at all, shown small, upright and without a place."""

import asyncio
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from ocop_core import sniff
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.db.base import Database
from ocop_core.db.models import File
from ocop_core.errors import Refused
from ocop_core.services.files import pictures, storing, uploads
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import make_chat, make_file, stored
from tests.support.pictures import bomb, heic, jpeg, png
from tests.support.talking import heard

HEADS = {
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/gif": b"GIF89a",
    "image/webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "image/heic": b"\x00\x00\x00\x18ftypheic",
    "application/pdf": b"%PDF-1.7",
    "audio/ogg": b"OggS",
    "audio/mpeg": b"ID3\x03",
    "audio/aac": b"\xff\xf1P",
    "audio/mp4": b"\x00\x00\x00\x18ftypM4A ",
}


@pytest.mark.parametrize(("mime", "head"), HEADS.items(), ids=HEADS)
def test_a_file_is_what_its_content_says(mime: str, head: bytes) -> None:
    assert sniff.sniff(head + bytes(50)) == mime
    assert storing.check(head + bytes(50), 1000) == mime
    assert sniff.ending(mime) != ".bin"
    assert sniff.is_picture(mime) == mime.startswith("image/")


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04" + bytes(40),
        b"MZ" + bytes(40),
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        b" %PDF-1.7",
        b"\xff\xd8",
        b"a",
    ],
)
def test_what_is_no_picture_no_pdf_and_no_voice_is_refused(content: bytes) -> None:
    assert sniff.sniff(content) is None
    with pytest.raises(Refused) as refused:
        storing.check(content, 1000)
    assert refused.value.key == "file.kind"


def test_an_empty_file_and_one_too_large_are_refused_with_the_reason() -> None:
    with pytest.raises(Refused) as empty:
        storing.check(b"", 1000)
    with pytest.raises(Refused) as large:
        storing.check(HEADS["image/png"] + bytes(2 * 1024 * 1024), 1024 * 1024)
    assert (empty.value.key, large.value.key, large.value.params) == ("file.empty", "file.too_large", {"limit": 1})


def test_content_is_stored_once_under_its_hash_and_never_half(tmp_path: Path) -> None:
    digest = storing.put(tmp_path, b"mot")
    assert storing.put(tmp_path, b"mot") == digest
    assert storing.path_of(tmp_path, digest).read_bytes() == b"mot"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest]


async def test_the_same_content_stored_by_many_at_once_is_whole(tmp_path: Path) -> None:
    content = bytes(300_000)
    digests = await asyncio.gather(*(asyncio.to_thread(storing.put, tmp_path, content) for _ in range(8)))
    assert len(set(digests)) == 1
    assert storing.path_of(tmp_path, digests[0]).read_bytes() == content
    assert sum(1 for path in tmp_path.rglob("*") if path.is_file()) == 1


async def test_the_same_picture_sent_twice_is_one_file_of_the_chat(
    db: Database, clock: Clock, settings: Settings
) -> None:
    async def send(address: str) -> int:
        envelope = heard(Inbound("photo"), address=address)
        return await uploads.store(db, settings.files_dir, 10**7, envelope, png(), "a.png", clock())

    assert await send("u1") == await send("u1") != await send("u2")
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(File)) == 2


async def wanted(db: Database, clock: Clock, channel: str = "console") -> list[int]:
    async with db.reading() as session:
        return [row.id for row in await storing.wanted(session, channel, clock())]


async def test_a_wanted_file_is_fetched_once(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        number = await storing.want(session, chat.id, FileRef("r1", "a.png", "image/png", 10), clock())
    assert await wanted(db, clock) == [number] and await wanted(db, clock, "telegram") == []
    async with db.writing() as session:
        await storing.fetched(session, number, "0" * 64, "image/png", 99)
        await storing.fetched(session, number, "1" * 64, "image/gif", 1)
    row = await stored(db, File, number)
    assert (row.state, row.sha256, row.mime, row.size) == ("kept", "0" * 64, "image/png", 99)
    assert await wanted(db, clock) == []


async def test_a_file_that_cannot_be_had_is_tried_slower_and_given_up_after_eight_times(
    db: Database, clock: Clock
) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        number = await storing.want(session, chat.id, FileRef("r1"), clock())
    waits: list[timedelta] = []
    again = True
    while again:
        assert await wanted(db, clock) == [number]
        async with db.writing() as session:
            again = await storing.postponed(session, number, clock(), None)
        row = await stored(db, File, number)
        assert row.not_before and await wanted(db, clock) == []
        waits.append(row.not_before - clock())
        clock.now = row.not_before
    assert [wait.total_seconds() for wait in waits] == [10, 20, 40, 80, 160, 320, 640, 900]


async def test_a_refused_file_is_told_once(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        number = await storing.want(session, chat.id, FileRef("r1"), clock())
        assert await storing.refused(session, number, "file.kind") is not None
        assert await storing.refused(session, number, "file.kind") is None
    assert (await stored(db, File, number)).reason == "file.kind"


async def shown(db: Database, clock: Clock, settings: Settings, content: bytes, size: pictures.Size) -> Image.Image:
    chat = await make_chat(db, clock())
    row = await stored(db, File, await make_file(db, settings.files_dir, chat, content, clock()))
    first = await pictures.rendition(settings.files_dir, row, size)
    assert await pictures.rendition(settings.files_dir, row, size) == first
    return Image.open(BytesIO(first))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_picture_is_shown_upright_small_and_without_what_the_phone_wrote_into_it(
    db: Database, clock: Clock, settings: Settings
) -> None:
    picture = await shown(db, clock, settings, jpeg(800, 400, turned=True), "thumb")
    assert (picture.format, picture.size) == ("JPEG", (160, 320))
    assert not picture.getexif()
    top, bottom = picture.getpixel((80, 20)), picture.getpixel((80, 300))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 200 > 60 > top[2] and bottom[2] > 200 > 60 > bottom[0]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("content", [png(3000, 100), heic()], ids=["png", "heic"])
async def test_other_kinds_of_pictures_are_shown_as_jpeg(
    db: Database, clock: Clock, settings: Settings, content: bytes
) -> None:
    picture = await shown(db, clock, settings, content, "page")
    assert picture.format == "JPEG" and max(picture.size) <= 1800


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_picture_that_cannot_be_read_is_refused_kindly(db: Database, clock: Clock, settings: Settings) -> None:
    with pytest.raises(Refused) as refused:
        await shown(db, clock, settings, png()[:40], "thumb")
    assert refused.value.key == "file.unreadable"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_picture_whose_content_has_gone_from_the_disk_is_refused_kindly(
    db: Database, clock: Clock, settings: Settings
) -> None:
    chat = await make_chat(db, clock())
    row = await stored(db, File, await make_file(db, settings.files_dir, chat, png(), clock()))
    storing.path(settings.files_dir, row).unlink()
    with pytest.raises(Refused) as refused:
        await pictures.rendition(settings.files_dir, row, "thumb")
    assert refused.value.key == "file.unreadable"


def test_a_small_file_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        pictures.shrink(bomb(12_000, 9_000), 320)
    assert refused.value.key == "file.unreadable"


def test_a_rendition_is_never_seen_half_written(tmp_path: Path) -> None:
    digest = storing.put(tmp_path, jpeg())
    row = File(sha256=digest)
    asyncio.run(pictures.rendition(tmp_path, row, "thumb"))
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {"", ".thumb"}
