"""The way to a receipt at the terminal, with slips, and what must be kept of it."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.process.talker import Talker

CODE = re.compile(r"YT-[2-9A-Z]{5}")
# What is typed, and the field at which the conversation then stands.
WAY: tuple[tuple[str, str | None], ...] = (
    ("xin chao", None),
    ("dong y", None),
    ("dang ky san pham", "name"),
    ("Kho ca loc Bay Chop", "set"),
    ("0", "name"),
    ("Kho ca loc Bay Chop", "set"),
    ("dung", "novelty"),
    ("co ton tien khong?", "novelty"),
    ("2", "place"),
    ("an hao tinh bien", "place"),
    ("dung", "material"),
    ("Ca loc nuoi o Chau Phu", "producer_kind"),
    ("ho kinh doanh", "phone"),
    ("0912 34", "phone"),
    ("0912 345 678", None),
    ("gui", None),
)
KEPT = {
    "name": "Kho ca loc Bay Chop",
    "novelty": "trial",
    "place": "30538",
    "material": "Ca loc nuoi o Chau Phu",
    "producer_kind": "household",
    "phone": "0912345678",
}


def rows(tmp_path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(tmp_path / "ocop.db", isolation_level=None)) as connection:
        return connection.execute(query).fetchall()


def go_on(talker: Talker, line: str, field: str | None, last: dict[str, Any]) -> dict[str, Any]:
    """Says a line; an answer that was in flight at a kill may come once more before the new one."""
    said = talker.say(line)
    if said == last:
        said = talker.hear()
    assert said["field"] == field, (line, said)
    return said


def finish(talker: Talker, tmp_path: Path, receipt: dict[str, Any]) -> None:
    """The receipt came, more is offered, and everything lies in the database as it was told."""
    assert receipt["key"] == "idea.receipt"
    code = CODE.search(receipt["text"])
    assert code
    assert "?" in talker.hear()["text"]
    ((kept, answers),) = rows(tmp_path, "select code, answers from idea")
    assert kept == code[0]
    found = json.loads(answers)
    assert {key: found[key] for key in KEPT} == KEPT
    assert rows(tmp_path, "select problem from inbox where problem is not null") == []
