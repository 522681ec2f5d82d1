"""`ocop announce --file`: a picture or PDF goes along from the command line as from the panel."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ocop_core.db.base import Database
from ocop_core.db.models import File
from ocop_core.db.models_announcements import Announcement
from ocop_core.services.files import storing
from ocop_core.sniff import sniff
from tests.announcements import house
from tests.support.clock import Clock
from tests.support.pictures import png

OCOP = Path(sys.executable).with_name("ocop")


class Desk:
    """Somebody at a terminal of the office."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder, self.files_dir = db, folder, folder / "files"

    async def announces(self, content: bytes, name: str, *options: str) -> tuple[int, list[dict[str, Any]], str]:
        """The exit code, what is told to programs, and what is told to people."""
        path = self.folder / name
        path.write_bytes(content)
        command = [str(OCOP), "announce", "--text", "Mai có phiên chợ.", "--all", "--file", str(path), "--json"]
        env = {**os.environ, "DATABASE_URL": self.db.url, "FILES_DIR": str(self.files_dir)}
        child = await asyncio.create_subprocess_exec(*command, *options, env=env, stdout=PIPE, stderr=PIPE)
        said, words = await child.communicate()
        return child.returncode or 0, [json.loads(line) for line in said.splitlines()], words.decode()

    async def kept(self) -> tuple[list[Announcement], list[File]]:
        """What stands in the database now."""
        async with self.db.reading() as session:
            rows = (await session.scalars(select(Announcement))).all()
            return list(rows), list((await session.scalars(select(File))).all())


@pytest.fixture
async def desk(db: Database, clock: Clock, tmp_path: Path) -> Desk:
    await house.people(db, clock() - timedelta(days=1), 2, channel="webchat")
    return Desk(db, tmp_path)


async def test_a_picture_is_tried_sent_and_not_sent_twice(desk: Desk) -> None:
    code, rows, said = await desk.announces(png(3000, 2000), "áp phích.png")
    assert (code, len(rows), "Gửi kèm áp phích.jpg" in said) == (0, 2, True)
    assert await desk.kept() == ([], [])
    for repeated in (False, True):
        _, (told,), _ = await desk.announces(png(3000, 2000), "áp phích.png", "--yes")
        assert told["repeated"] is repeated
    (sent,), (file,) = await desk.kept()
    assert (file.name, file.mime) == ("áp phích.jpg", "image/jpeg")
    assert sent.file and sent.file["id"] == file.id
    assert sniff(storing.path(desk.files_dir, file).read_bytes()) == "image/jpeg"


@pytest.mark.parametrize("options", [(), ("--yes",)], ids=["tried", "sent"])
@pytest.mark.parametrize(
    ("content", "said"), [(b"PK\x03\x04docx", "lưu thành PDF"), (b"", "trống")], ids=["Word", "empty"]
)
async def test_what_cannot_go_is_refused_in_words_before_anything_is_written(
    desk: Desk, content: bytes, said: str, options: tuple[str, ...]
) -> None:
    code, rows, words = await desk.announces(content, "lich.docx", *options)
    assert (code, rows, said in words) == (1, [], True)
    assert await desk.kept() == ([], [])
