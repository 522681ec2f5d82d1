"""Somebody at the console."""

import io
import itertools
import json
from typing import Any

from bot.channels.base import Means
from bot.channels.console import Console
from tests.channels.drivers.base import PHOTO, Shown


class ConsoleDriver:
    """Lines."""

    address = "bay"

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.channel = Console(self.out, as_json=True)
        self._numbers = itertools.count(1)

    async def open(self, means: Means) -> None:
        pass

    async def close(self) -> None:
        pass

    def _line(self, line: str, **more: Any) -> dict[str, Any]:
        return {"address": self.address, "id": f"line{next(self._numbers)}", "line": line, **more}

    async def said(self, text: str) -> dict[str, Any]:
        return self._line(text)

    async def tapped(self, label: str) -> dict[str, Any]:
        assert self.channel.last is not None
        buttons = (*self.channel.last.choices, *self.channel.last.exits)
        return self._line(f":tap {next(b.data for b in buttons if label in b.label)}")

    async def started(self, payload: str) -> dict[str, Any]:
        return self._line(f":start {payload}")

    async def photo(self, file_id: int, content: bytes = PHOTO) -> dict[str, Any]:
        return self._line(":photo x.jpg", file_id=file_id)

    async def shown(self) -> Shown:
        lines = [json.loads(line) for line in self.out.getvalue().splitlines()]
        return [(line["text"], [c["label"] for c in line["choices"]]) for line in lines]
