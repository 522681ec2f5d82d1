"""The program as a process of its own, on one database, started and really killed as often as wanted."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "100:ocop-soak"
START_SECONDS = 30.0
_DOUBTFUL = re.compile(r": (\d+) messages were in flight")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class House:
    """`ocop run` (or another command) with its own port and log; the database and the files are in `folder`."""

    def __init__(self, folder: Path, telegram: str = "", *, database: str = "", command: str = "run") -> None:
        self.folder, self.command = folder, command
        self.database = database or f"sqlite:///{folder / 'ocop.db'}"
        self.port = free_port()
        self.log = folder / f"{command}-{self.port}.log"
        self.env = {
            "DATABASE_URL": self.database,
            "FILES_DIR": str(folder / "files"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "TELEGRAM_TOKEN": TOKEN if telegram else "",
            "TELEGRAM_API_BASE": telegram,
            "TELEGRAM_WEBHOOK_SECRET": "",
            # The people of a soak answer faster than people do.
            "TELEGRAM_CHAT_RATE": "1000",
            "PUBLIC_URL": "",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0

    @property
    def base(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The number of the process that runs now."""
        assert self._process
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def launch(self) -> None:
        """Starts the process and does not wait for it."""
        self._begun = len(self.told())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "ocop.py"), self.command],
                cwd=self.folder,
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def ready(self) -> None:
        """Returns when the process has said where it listens. Raises RuntimeError with its last words."""
        until = time.monotonic() + START_SECONDS
        address = f"{self.env['PUBLIC_URL'] or self.base}/chat"
        while address not in self.told()[self._begun :]:
            if not self.running or time.monotonic() > until:
                raise RuntimeError(self.told()[-3000:])
            await asyncio.sleep(0.02)

    async def start(self) -> None:
        """Starts the process and waits until it answers."""
        self.launch()
        await self.ready()

    def kill(self) -> None:
        """Kills it as a power cut would: no signal that it could handle, no last word."""
        assert self._process
        self._process.kill()
        self._process.wait()

    async def stop(self) -> float:
        """Asks it to end (SIGTERM); returns the seconds it took."""
        assert self._process
        since = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        while self._process.poll() is None:
            await asyncio.sleep(0.01)
        return time.monotonic() - since

    def told(self) -> str:
        """Everything the processes have written to their log."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def doubtful(self) -> int:
        """How many messages were in flight at the kills, as the next process found them."""
        return sum(int(count) for count in _DOUBTFUL.findall(self.told()))
