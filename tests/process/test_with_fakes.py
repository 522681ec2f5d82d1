"""`ocop demo --with-fakes`: the product on every channel, talked to through the page of phones."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from bot.fakes.all import APPROVED
from ocop_core.db.base import Database
from ocop_core.services.channels import ways

ROOT = Path(__file__).parents[2]
IDEA = ("Đồng ý", "đăng ký sản phẩm", "khô cá lóc Út Mười", "Đúng", "Đã bán rồi", "Núi Cấm", "Đúng", "cá lóc ao nhà")
LAST = ("Hộ kinh doanh", "0912 345 678", "Gửi")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def phones(tmp_path: Path) -> Iterator[str]:
    """The address of the page of phones."""
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "FILES_DIR": str(tmp_path / "files")}
    command = [sys.executable, "-m", "ocop", "demo", "--people", "3", "--with-fakes"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**env, "PORT": str(free_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = next(m.group(1) for line in process.stdout if (m := re.search(r"Điện thoại\s+(http://\S+)", line)))
        yield found
        process.send_signal(signal.SIGTERM)
        process.wait(10)


class Screen:
    """One phone of the page."""

    def __init__(self, base: str, name: str) -> None:
        self.address = f"{base}api/{name}"

    def lines(self) -> list[dict[str, Any]]:
        with urlopen(self.address) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def _post(self, **body: str) -> None:
        request = Request(self.address, json.dumps(body).encode(), {"Content-Type": "application/json"})
        urlopen(request).close()

    async def does(self, words: str) -> str:
        """Taps the key with these words if there is one, else types them; what is answered."""
        before = [line for line in self.lines() if line["side"] == "bot"]
        keys = before[-1]["keys"] if before else ()
        key = next((key for key in keys if words in key["label"]), None)
        act = (key["act"], key["value"], key["label"]) if key else ("say", words, words)
        self._post(act=act[0], value=act[1], label=act[2])
        return await self._answer(len(before))

    async def begins(self) -> str:
        self._post(act="begin", value="")
        return await self._answer(0)

    async def _answer(self, before: int) -> str:
        async with asyncio.timeout(15):
            while len(said := [line for line in self.lines() if line["side"] == "bot"]) <= before:
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.15)
        return " ".join(line["text"] for line in said[before:])


async def test_an_idea_is_handed_in_on_every_channel(phones: str) -> None:
    for name in ("zalo-oa", "zalo-bot", "telegram"):
        screen = Screen(phones, name)
        await screen.begins()
        for words in (*IDEA, *LAST):
            answer = await screen.does(words)
        await asyncio.sleep(0.5)
        said = answer + " ".join(line["text"] for line in screen.lines()[-3:])
        assert re.search(r"YT-[2-9A-Z]{5}", said), (name, said)


async def test_the_panel_knows_what_a_message_by_template_costs(phones: str, tmp_path: Path) -> None:
    assert Screen(phones, "zalo-oa").lines() == []
    db = Database(f"sqlite:///{tmp_path}/x.db")
    async with db.reading() as session:
        (cheapest,) = await ways.of_kind(session, "zalo_oa", "announcement")
    await db.close()
    assert (cheapest.way, cheapest.price) == ("user", APPROVED.by_uid)
