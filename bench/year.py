"""Walks the clockwork through a year of the demo and writes down what three producers heard: `python -m bench.year`."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select, update

from bot import clockwork
from ocop_core.clock import VIETNAM, local, local_day
from ocop_core.db import migrating
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import Call, Reminder
from ocop_core.demo.seed import seed
from ocop_core.i18n import Words
from ocop_core.services import render
from ocop_core.services.knowledge import load_knowledge
from ocop_core.settings import from_env

BEGINS = datetime(2026, 11, 23, 9, 15, tzinfo=VIETNAM)
DAYS = 400
# Everything of a day is due then: the nightly check, what was to be said since half past seven, the call list.
HOUR = time(9, 15)
FILE = Path(__file__).parent.parent / "docs" / "mot-nam-nhac-han.md"
PEOPLE = 24
# Two certificates and a paper of one producer; one certificate through all its stages; one whose producer has no chat.
FIRST = BEGINS.date()
CHOSEN: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("Một chủ thể, hai sản phẩm, có chat", (180, 178)),
    ("Một sản phẩm, có chat, không bấm gì", (240,)),
    ("Một sản phẩm, không có chat", (176,)),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One line of the ledger about a certificate: when, which stage, what became of it, and the words if any."""

    day: date
    stage: str
    state: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A certificate with its ledger and the lines of the call list about it."""

    product: str
    ends_on: date
    heard: tuple[Heard, ...]
    calls: tuple[str, ...]


async def walk(folder: Path) -> dict[date, Told]:
    """A year of the demo, tick by tick; the certificates of the three producers by their last day."""
    db = Database(f"sqlite:///{folder / 'year.db'}")
    await migrating.upgrade(db)
    settings = from_env({"DATABASE_URL": db.url, "FILES_DIR": str(folder / "files")})
    await seed(db, load_knowledge(), settings, BEGINS, people=PEOPLE, channels=("webchat",))
    for number in range(DAYS):
        moment = datetime.combine(FIRST + timedelta(days=number), HOUR, tzinfo=VIETNAM)
        await clockwork.tick(db, settings, moment)
        async with db.writing() as session:
            delivered = update(Outbox).where(Outbox.state == "queued")
            await session.execute(delivered.values(state="sent", settled_at=moment))
    try:
        return {ends: await _told(db, ends) for _, several in CHOSEN for ends in map(_day, several)}
    finally:
        await db.close()


def _handed_on(call: Call) -> str:
    return "; sau bảy ngày chuyển cấp tỉnh" if call.state == "escalated" else ""


def _day(days: int) -> date:
    return FIRST + timedelta(days=days)


async def _told(db: Database, ends: date) -> Told:
    async with db.reading() as session:
        query = select(Certificate, Product).join(Product, Product.id == Certificate.product_id)
        row, product = (await session.execute(query.where(Certificate.expires_on == ends))).one()
        mine = (Reminder.kind == "certificate", Reminder.subject == row.id)
        reminders = (await session.scalars(select(Reminder).where(*mine).order_by(Reminder.at, Reminder.id))).all()
        texts = {
            (each.chat_id, each.created_at): render.load(each.body).text
            for each in (await session.scalars(select(Outbox).where(Outbox.kind == "reminder"))).all()
        }
        about = (Call.kind == "certificate", Call.subject == row.id)
        calls = (await session.scalars(select(Call).where(*about))).all()
    heard = tuple(
        Heard(local_day(each.at), each.stage, each.state, texts.get((each.chat_id, each.at), "")) for each in reminders
    )
    listed = tuple(f"từ {local(each.since):%d/%m/%Y}, vì {WHY[each.why]}{_handed_on(each)}" for each in calls)
    return Told(product.name, ends, heard, listed)


STATES = {"sent": "đã nhắn", "called": "danh sách gọi điện", "overtaken": "nhường lần gấp hơn"}
WHY = {"silent": "không trả lời lần nhắc chót", "no_chat": "không có chat", "filed": "báo đã nộp"}
HEAD = """# Một năm nhắc hạn, đối chiếu sổ

Trang này do `python -m bench.year` viết ra: dữ liệu mẫu của `ocop demo` bắt đầu ngày {begins}, rồi bộ hẹn giờ chạy mỗi
ngày một lần (như `ocop tick --at`) suốt {days} ngày. Dưới đây là sổ nhắc của ba chủ thể. Cột “Còn” là số ngày tới
ngày hết hạn; theo QĐ 26/2026/QĐ-TTg, Điều 7.6.a, khoảng nộp hồ sơ là từ 180 đến 120 ngày trước ngày đó. Ngày trong sổ
được so với ngày tính tay trong `tests/process/test_year.py`.
"""


def written(found: Mapping[date, Told], words: Words) -> str:
    """The ledger as a page to be read."""
    parts = [HEAD.format(begins=f"{FIRST:%d/%m/%Y}", days=DAYS)]
    for title, several in CHOSEN:
        parts.append(f"## {title}\n")
        for told in (found[_day(days)] for days in several):
            parts.append(f"### {told.product}, hết hạn {told.ends_on:%d/%m/%Y}\n")
            parts.append("| Ngày | Còn | Lần nhắc | Kết quả | Lời nhắn |\n| --- | ---: | --- | --- | --- |")
            parts += [_row(told, each, words) for each in told.heard]
            parts += [f"\nDanh sách gọi điện: {line}." for line in told.calls]
            parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _row(told: Told, each: Heard, words: Words) -> str:
    text = each.text.partition("\n")[0]
    left = (told.ends_on - each.day).days
    return f"| {each.day:%d/%m/%Y} | {left} | {words.say(f'stage.{each.stage}')} | {STATES[each.state]} | {text} |"


def main() -> None:
    """Writes the page."""
    with tempfile.TemporaryDirectory() as apart:
        FILE.write_text(written(asyncio.run(walk(Path(apart))), load_knowledge().words), encoding="utf-8")


if __name__ == "__main__":
    main()
