"""python -m bench.soak_announce: an announcement under kills and storms: nobody lost, nobody twice."""

import argparse
import asyncio
import json
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.report import say
from bench.soak_house import TOKEN
from bench.soak_kill import FarTelegram
from bench.soak_torment import Torment
from bench.soak_troubles import TROUBLES, small_disk
from ocop_core.db.models import Staff
from ocop_core.db.models_announcements import Announcement
from ocop_core.services.announcements import acts, knowing, later

FIRST_CHAT = 1000
TEXT = "Thứ Hai có lớp tập huấn OCOP ở Châu Đốc, mình nhớ mang giấy tờ sản phẩm nha."
GOES_ON = 10.0


@dataclass(slots=True)
class Soak:
    """What came of it. `unsure` may be no more than what was in flight at a kill or met one of the `doubts`, faults
    after which nobody can know. `made` is how often there was trouble; `problems` must be empty.
    """

    seed: int
    people: int
    kills: int
    trouble: str = "nothing"
    seconds: float = 0.0
    delivered: int = 0
    unsure: int = 0
    in_flight: int = 0
    slowest_start: float = 0.0
    made: int = 0
    doubts: int = 0
    problems: list[str] = field(default_factory=list)


async def soak(
    folder: Path, *, people: int, kills: int, seed: int, database: str = "", trouble: str = "nothing"
) -> Soak:
    """Announces to `people` through `kills` kills, and examines who got it how often."""
    random, since = Random(seed), time.monotonic()
    found = Soak(seed, people, kills, trouble)
    server = FarTelegram(token=TOKEN, random=random)
    await server.start()
    torment = Torment(folder, server, database, random, trouble)
    try:
        await asyncio.to_thread(torment.command, "demo", "--people", str(people), "--seed-only")
        told = await asyncio.to_thread(torment.command, "announce", "--all", "--text", TEXT, "--yes", "--json")
        number = int(json.loads(told)["announcement"])
        torment.prepare(people, kills)
        await _torment(torment, number, found)
        await _finish(torment, number, found)
        await _examine(torment, number, found)
    finally:
        await torment.close()
        await server.stop()
    found.delivered, found.slowest_start = sum(_seen(server).values()), round(torment.slowest, 2)
    found.made, found.doubts = torment.scene.made, torment.scene.doubts
    found.in_flight = len(torment.left)
    found.seconds = round(time.monotonic() - since, 1)
    if found.slowest_start > GOES_ON:
        found.problems.append(f"once it took {found.slowest_start} s to go on")
    if found.unsure > found.in_flight + found.doubts:
        found.problems.append(f"{found.unsure} in doubt, {found.in_flight + found.doubts} had reason to be")
    return found


async def _torment(torment: Torment, number: int, found: Soak) -> None:
    for done in range(found.kills):
        if await _left(torment, number) == 0:
            found.kills = done
            break
        await torment.once()
        if done % 50 == 49:
            say(f"  {done + 1} kills, {torment.server.ledger.delivered:,} messages")


async def _left(torment: Torment, number: int) -> int:
    """How many have still to be told; an announcement that stopped by itself is let go on, as an officer would."""
    async with torment.db.reading() as session:
        row = await session.get_one(Announcement, number)
        tally = await knowing.tally(session, row)
    if row.state == "paused":
        async with torment.db.writing() as session:
            await acts.go_on(session, await _officer(session), number, datetime.now(UTC))
    return tally.counts["waiting"] + (row.listed_to != acts.COMPLETE)


async def _officer(session: AsyncSession) -> Staff:
    officer = await session.scalar(select(Staff).where(Staff.role == "province"))
    assert officer is not None
    return officer


async def _finish(torment: Torment, number: int, found: Soak) -> None:
    """Lets it run to its end, undisturbed."""
    await torment.house.start()
    until = time.monotonic() + max(120.0, found.people / 20)
    while await _left(torment, number):
        if time.monotonic() > until:
            found.problems.append("it never came to an end")
            break
        await asyncio.sleep(0.5)
    await asyncio.sleep(2)
    await torment.house.stop()


def _seen(server: FarTelegram) -> Counter[int]:
    """How often each chat got the announcement; other messages, such as reminders, may come as well."""
    return Counter(sent.chat_id for sent in server.sent if sent.text == TEXT)


async def _examine(torment: Torment, number: int, found: Soak) -> None:
    """Everybody once; who was in doubt stands there by name, may have got it or not, and gets it again by choice."""
    seen = _seen(torment.server)
    async with torment.db.reading() as session:
        row = await session.get_one(Announcement, number)
        told = await knowing.recipients(session, row, limit=found.people + 1)
        unsure = await knowing.recipients(session, row, "unsure", limit=found.people + 1)
    found.unsure = len(unsure)
    nameless = [each.recipient_id for each in unsure if not each.name]
    fates = {FIRST_CHAT + each.person_id - 1: each.fate for each in told}
    for chat in range(FIRST_CHAT, FIRST_CHAT + found.people):
        times, fate = seen.get(chat, 0), fates.get(chat, "lost")
        if times > 1:
            found.problems.append(f"{chat} got it {times} times")
        if times != 1 and fate not in ("unsure", "failed"):
            found.problems.append(f"{chat} is {fate}, and got it {times} times")
    found.problems += [f"recipient {each} is in doubt without a name" for each in nameless]
    await _again(torment, number, found)


async def _again(torment: Torment, number: int, found: Soak) -> None:
    """The officer chooses to send it again to those in doubt; afterwards nobody is without it."""
    async with torment.db.writing() as session:
        if found.unsure:
            officer = await _officer(session)
            await later.send_again(session, officer, number, ("unsure", "failed"), ("telegram",), datetime.now(UTC))
    await torment.house.start()
    while await _left(torment, number):
        await asyncio.sleep(0.3)
    await asyncio.sleep(1)
    await torment.house.stop()
    seen = _seen(torment.server)
    missed = [chat for chat in range(FIRST_CHAT, FIRST_CHAT + found.people) if not seen.get(chat)]
    found.problems += [f"{chat} never got it" for chat in missed]


def words(found: Soak) -> str:
    """The outcome in a few lines."""
    trouble = f", {found.trouble} {found.made} times" if found.trouble != "nothing" else ""
    doubts = f" and {found.doubts} answers that leave doubt" if found.doubts else ""
    lines = [
        f"seed {found.seed}: {found.people:,} people, {found.kills} kills{trouble} in {found.seconds:.0f} s",
        f"delivered {found.delivered:,} · in doubt {found.unsure} of {found.in_flight} in flight at a kill{doubts}",
        f"went on {found.slowest_start} s after a start at the latest · problems {len(found.problems)}",
    ]
    return "\n".join([*lines, *found.problems[:20]])


def main() -> None:
    """Runs the soak and says what came of it; ends with 1 where anybody was lost or written to twice."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak_announce", description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--trouble", choices=TROUBLES, default="nothing", help="what goes wrong besides")
    parser.add_argument("--database", default="", help="its address; by default SQLite in a folder of its own")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    asked = parser.parse_args()
    say(f"· {asked.people:,} people, {asked.kills} kills, seed {asked.seed}, trouble: {asked.trouble}")
    with tempfile.TemporaryDirectory(prefix="ocop-soak-") as name:
        folder = Path(name)
        with small_disk(folder) if asked.trouble == "disk" else nullcontext():
            work = soak(
                folder,
                people=asked.people,
                kills=asked.kills,
                seed=asked.seed,
                database=asked.database,
                trouble=asked.trouble,
            )
            found = asyncio.run(work)
    print(json.dumps(asdict(found), ensure_ascii=False) if asked.json else words(found))
    raise SystemExit(1 if found.problems else 0)


if __name__ == "__main__":
    main()
