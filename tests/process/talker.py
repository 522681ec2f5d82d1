"""A person at the terminal: lines into `ocop chat --json`, one JSON object a line out."""

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from bench.soak_house import ROOT

KEYS = {"key", "text", "choices", "form", "field", "step", "of"}
PATIENCE = 20.0
NOWHERE = "/khong/co/o/dau"
Said = dict[str, Any]


class Talker:
    """One conversation on one database, over as many processes as it takes."""

    def __init__(self, folder: Path, database: str, person: str = "bay") -> None:
        self.person = person
        self.env = {"DATABASE_URL": database, "FILES_DIR": str(folder / "files"), "PUBLIC_URL": ""}
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._errors = folder / f"{person}.log"

    def open(self) -> None:
        """Starts the process."""
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "ocop.py"), "chat", "--json", "--as", self.person],
                env={**os.environ, **self.env},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        threading.Thread(target=_pump, args=(self._process.stdout, self._lines), daemon=True).start()

    def write(self, line: str | bytes) -> None:
        """Types a line and does not wait."""
        self.write_raw((line.encode() if isinstance(line, str) else line) + b"\n")

    def write_raw(self, content: bytes) -> None:
        """Types something without the end of the line."""
        assert self._process and self._process.stdin
        self._process.stdin.write(content)
        self._process.stdin.flush()

    def hear(self, seconds: float = PATIENCE) -> Said:
        """The next message, held to the contract."""
        try:
            raw = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"nothing was said for {seconds} s: {self.errors()}") from None
        said: Said = json.loads(raw)
        assert said.keys() == KEYS, raw
        assert all(choice.keys() == {"n", "label"} for choice in said["choices"]), raw
        if said["form"] is None:
            assert said["field"] is said["step"] is said["of"] is None, raw
        return said

    def say(self, line: str | bytes) -> Said:
        """Types a line and returns what is answered."""
        self.write(line)
        return self.hear()

    def up_to_now(self) -> list[Said]:
        """Everything that has been said and not heard; a file that is not there marks the present."""
        self.write(f":photo {NOWHERE}")
        said: list[Said] = []
        while (heard := self.hear())["key"] != "file.not_there":
            said.append(heard)
        return said

    def is_silent(self, seconds: float = 0.3) -> bool:
        """Whether nothing more comes."""
        try:
            self._lines.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def kill(self) -> None:
        """Kills the process as a power cut would."""
        assert self._process
        self._process.kill()
        self._end()

    def close(self) -> int:
        """Ends the input; the code with which the process then ends by itself."""
        assert self._process and self._process.stdin
        self._process.stdin.close()
        return self._end()

    def interrupt(self, sign: int) -> int:
        """Sends a signal; the code with which the process then ends."""
        assert self._process
        self._process.send_signal(sign)
        return self._end()

    def _end(self) -> int:
        assert self._process and self._process.stdin and self._process.stdout
        try:
            return self._process.wait(timeout=10)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process = None

    @property
    def open_now(self) -> bool:
        """Whether a process is there to be ended."""
        return self._process is not None

    def errors(self) -> str:
        """What was written to standard error."""
        return self._errors.read_text("utf-8", "replace")


def _pump(stream: Any, lines: queue.Queue[bytes]) -> None:
    with stream:
        for line in stream:
            if line.endswith(b"\n"):  # a kill may cut a line in two
                lines.put(line)
