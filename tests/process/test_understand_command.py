"""`ocop understand --json`: a line in, a line out, at once, whatever bytes come."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.soak_house import ROOT

KEYS = ["text", "intent", "score", "runner_up", "set", "unit", "fields", "answer"]


class Asked:
    """The command, running; a line is written and its answer read before the next."""

    def __init__(self, folder: Path, *more: str) -> None:
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/ocop.db", "FILES_DIR": str(folder / "files")}
        command = [sys.executable, "ocop.py", "understand", "--json", *more]
        self.child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=ROOT
        )

    def of(self, line: bytes) -> dict[str, Any]:
        assert self.child.stdin and self.child.stdout
        self.child.stdin.write(line + b"\n")
        self.child.stdin.flush()
        found: dict[str, Any] = json.loads(self.child.stdout.readline())
        assert list(found) == KEYS
        return found

    def end(self) -> tuple[int, bytes]:
        _, problems = self.child.communicate(timeout=20)
        return self.child.returncode, problems


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    running = Asked(tmp_path, "--at", "2026-11-23T10:00")
    yield running
    running.child.kill()
    running.child.communicate()


def test_lines_are_answered_one_by_one_and_nothing_is_written(asked: Asked, tmp_path: Path) -> None:
    first = asked.of(b"tui muon dk sp mam ca loc o nui cam, sdt 0912.345.678")
    assert (first["intent"], first["set"][0], first["unit"]) == ("idea.register", 8, ["30538"])
    assert first["fields"]["phone"] == "0912345678"
    assert asked.of(b"mai nha")["fields"]["date"] == "2026-11-24"
    answer = asked.of("giấy ocop xài được mấy năm".encode())["answer"]
    assert "36 tháng" in answer and "QĐ 26/2026" in answer and "23/11/2026" in answer
    assert asked.end() == (0, b"")
    assert not (tmp_path / "ocop.db").exists()


def test_any_bytes_are_taken_calmly(asked: Asked) -> None:
    for line in (b"", b"\0\xff\xfe\xed\xa0\x80", b"a" * 100_000, "😀🎉".encode(), b"{}", "\u2028x".encode()):
        assert asked.of(line)["intent"] == "none"
    assert asked.of("dạ đồng ý\r".encode())["fields"]["yesno"] is True
    assert asked.end() == (0, b"")
