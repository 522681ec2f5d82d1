"""Files that a messenger still holds: fetched later, and the person is told of every one that cannot be had."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.channels.base import Limits
from bot.deps import Deps
from bot.fetcher import fetch_due
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.db.models import File
from ocop_core.errors import SendError
from ocop_core.services.files import storing
from ocop_core.services.reports import by_file
from tests.office.making import Sheet
from tests.services.test_reports import REPORTING, join, open_year
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, make_chat, make_officer, stored
from tests.support.pictures import png
from tests.support.talking import owed, say


class Messenger:
    """Holds files under names; a name may stand for trouble."""

    name = "console"
    limits = Limits(text=100, buttons=5, label=20, data=60, file_bytes=1024 * 1024)

    def __init__(self, held: dict[str, bytes | Exception]) -> None:
        self.held, self.asked = held, list[str]()

    async def fetch(self, ref: FileRef) -> bytes:
        self.asked.append(ref.ref)
        found = self.held[ref.ref]
        if isinstance(found, Exception):
            raise found
        return found


async def want(deps: Deps, *refs: str, size: int | None = None) -> list[int]:
    chat = await make_chat(deps.db, deps.clock())
    async with deps.db.writing() as session:
        return [await storing.want(session, chat.id, FileRef(ref, size=size), deps.clock()) for ref in refs]


async def states(deps: Deps) -> list[str]:
    async with deps.db.reading() as session:
        return list((await session.scalars(select(File.state).order_by(File.id))).all())


async def told(deps: Deps) -> list[str]:
    return [body.key for body in await owed(deps.db)]


async def test_a_file_is_fetched_checked_and_stored(deps: Deps) -> None:
    (number,) = await want(deps, "a")
    assert await fetch_due(deps, Messenger({"a": png()}))  # type: ignore[arg-type]
    row = await stored(deps.db, File, number)
    assert (row.state, row.mime, row.size) == ("kept", "image/png", len(png()))
    assert storing.path(deps.settings.files_dir, row).read_bytes() == png()
    assert await told(deps) == []
    assert not await fetch_due(deps, Messenger({}))  # type: ignore[arg-type]


Trouble = Callable[[], bytes | Exception]


@pytest.mark.parametrize(
    ("held", "key"),
    [
        (b"<html>", "file.kind"),
        (b"", "file.empty"),
        (SendError("refused", "file is too big"), "file.lost"),
        (SendError("gone", "no such chat"), "file.lost"),
    ],
)
async def test_of_a_file_that_is_no_use_the_person_is_told_once(deps: Deps, held: bytes | Exception, key: str) -> None:
    await want(deps, "a")
    messenger = Messenger({"a": held})
    await fetch_due(deps, messenger)  # type: ignore[arg-type]
    await fetch_due(deps, messenger)  # type: ignore[arg-type]
    assert (await states(deps), await told(deps), messenger.asked) == (["refused"], [key], ["a"])


async def test_a_file_that_is_too_large_is_not_even_fetched(deps: Deps) -> None:
    await want(deps, "a", size=2 * 1024 * 1024)
    messenger = Messenger({"a": png()})
    await fetch_due(deps, messenger)  # type: ignore[arg-type]
    assert (await told(deps), messenger.asked) == (["file.too_large"], [])


async def test_when_the_messenger_is_away_it_is_tried_again_and_after_eight_times_told(
    deps: Deps, clock: Clock
) -> None:
    (number,) = await want(deps, "a")
    messenger = Messenger({"a": SendError("retry", "no network")})
    for _ in range(storing.MOST_ATTEMPTS):
        assert await told(deps) == []
        await fetch_due(deps, messenger)  # type: ignore[arg-type]
        row = await stored(deps.db, File, number)
        clock.now = row.not_before or clock.now
    assert (await states(deps), await told(deps)) == (["refused"], ["file.lost"])
    assert len(messenger.asked) == storing.MOST_ATTEMPTS


async def test_a_wait_that_the_messenger_asks_for_is_kept(deps: Deps, clock: Clock) -> None:
    (number,) = await want(deps, "a")
    await fetch_due(deps, Messenger({"a": SendError("wait", "flood", after=77.0)}))  # type: ignore[arg-type]
    row = await stored(deps.db, File, number)
    assert row.not_before and (row.not_before - clock()).total_seconds() == 77


async def test_one_file_that_makes_trouble_does_not_hold_up_the_next(
    deps: Deps, caplog: pytest.LogCaptureFixture
) -> None:
    await want(deps, "odd", "b")
    await fetch_due(deps, Messenger({"odd": RuntimeError("a bug"), "b": png()}))  # type: ignore[arg-type]
    assert await states(deps) == ["wanted", "kept"]
    assert "a bug" in caplog.text


async def test_an_officers_sheet_is_read_answered_and_not_kept(deps: Deps) -> None:
    at = deps.clock()
    officer = await make_officer(deps.db, at)
    await join(deps.db, deps.knowledge, officer, at, "u1")
    period = await open_year(deps.db, deps.settings, at)
    async with deps.db.reading() as session:
        content = await by_file.blank(session, deps.knowledge, REPORTING, officer, period.id, NUI_CAM)
    sheet = Inbound("document", files=(FileRef("a", "bao-cao.xlsx"),))
    assert await say(deps.db, deps.knowledge, sheet, at=at) == [deps.knowledge.words.say("report_form.reading")]
    await fetch_due(deps, Messenger({"a": content}))  # type: ignore[arg-type]
    assert (await told(deps))[-1] == "report_form.read_partly"
    assert await states(deps) == ["refused"]


async def test_nobody_elses_sheet_is_read(deps: Deps) -> None:
    await say(deps.db, deps.knowledge, "chào", at=deps.clock())
    sheet = Inbound("document", files=(FileRef("a", "bao-cao.xlsx"),))
    await say(deps.db, deps.knowledge, sheet, at=deps.clock())
    assert await states(deps) == []
    await want(deps, "a")
    await fetch_due(deps, Messenger({"a": Sheet().page("x").row(1, "BC-1-30538").done()}))  # type: ignore[arg-type]
    assert (await told(deps))[-1] == "file.kind"
