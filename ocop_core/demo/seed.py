"""Fills an empty database with invented producers, ideas in all states, talks and officers."""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.forms.idea import KINDS
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox, Person, Staff
from ocop_core.db.models_channels import Contact
from ocop_core.demo.certificates import add_certificates
from ocop_core.demo.dossiers import COURSES, Story, tell_dossier
from ocop_core.demo.events import add_events
from ocop_core.demo.pictures import product_picture
from ocop_core.demo.talks import add_canned, tell_talk
from ocop_core.services import answering, ideas
from ocop_core.services.files import storing
from ocop_core.services.receipt_codes import CODE_LETTERS
from ocop_core.services.staff import roster
from ocop_core.settings import Settings

HERE = Path(__file__).parent
FIRST_TELEGRAM_CHAT = 1000
FIRST_FOLLOWER = 2512523625400000
TOLD = 80
LAST_WORDS = (3, 20, 40, 60, 100, 150, 400)
COMMUNES = ("30538", "30628", "31078")
# 0 new · 1 taken over · 2 asked back · 4 accepted · 5 declined
FATES = (0, 0, 0, 1, 1, 2, 2, 4, 4, 4, 5)
OFFICERS = (
    ("tinh", "Nguyễn Thanh Bình", "province", None),
    ("nuicam", "Lê Thị Mỹ Hạnh", "commune", COMMUNES[0]),
    ("chomoi", "Trần Quốc Cường", "commune", COMMUNES[1]),
    ("vanhanh", "Phạm Minh Khoa", "operator", None),
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What there is after filling: the officers, and whether anything was added."""

    officers: tuple[Staff, ...]
    fresh: bool


async def seed(
    db: Database, knowledge: Knowledge, settings: Settings, at: datetime, *, people: int, channels: tuple[str, ...]
) -> Seeded:
    """Fills an empty database; one that holds people already is left as it is. Same data every time."""
    async with db.writing() as session:
        if await session.scalar(select(func.count()).select_from(Person)):
            return Seeded(await _officers(session, at), fresh=False)
        officers = await _officers(session, at)
        await add_canned(session, officers[0], at)
        rng = random.Random(2026)  # noqa: S311 - invented data, the same every time
        chats = await _people(session, rng, people, channels, at)
    maker = _Maker(db, knowledge, settings, rng, officers, at)
    told = chats[:TOLD]
    ages = sorted((rng.randint(6, 24 * 60) for _ in told), reverse=True)
    for number, ((person_id, chat_id), age) in enumerate(zip(told, ages, strict=True)):
        await maker.story(number, person_id, chat_id, at - timedelta(hours=age))
    await maker.dossiers(chats)
    async with db.writing() as session:
        await add_certificates(session, [person_id for person_id, _ in told], officers, at)
        await add_events(session, [person_id for person_id, _ in told], officers, at)
    async with db.writing() as session:
        # Nobody is really written to: what the stories owed counts as delivered then.
        await session.execute(update(Outbox).values(state="sent", settled_at=Outbox.created_at))
    return Seeded(officers, fresh=True)


async def _officers(session: AsyncSession, at: datetime) -> tuple[Staff, ...]:
    known = {row.login: row for row in (await session.scalars(select(Staff))).all()}
    made = [
        known.get(login) or await roster.add(session, login, name, role, unit, at)
        for login, name, role, unit in OFFICERS
    ]
    return tuple(made)


async def _people(
    session: AsyncSession, rng: random.Random, count: int, channels: tuple[str, ...], at: datetime
) -> list[tuple[int, int]]:
    """People with a chat on every channel; returns (person, first chat) in order."""
    parts = tomllib.loads((HERE / "people.toml").read_text("utf-8"))
    first = (await session.scalar(select(func.max(Person.id))) or 0) + 1
    rows = [_person(rng, parts, first + n, at) for n in range(count)]
    await session.execute(insert(Person), rows)
    first_chat = (await session.scalar(select(func.max(Chat.id))) or 0) + 1
    chats = [
        {
            "id": first_chat + n * len(channels) + c,
            "channel": channel,
            "address": _address(channel, n),
            "person_id": first + n,
            "state": "",
            "reachable": True,
            "created_at": rows[n]["created_at"],
        }
        for n in range(count)
        for c, channel in enumerate(channels)
    ]
    await session.execute(insert(Chat), chats)
    if "zalo_oa" in channels:
        await _acted(session, count, at)
    await _move_sequences(session)
    return [(first + n, first_chat + n * len(channels)) for n in range(count)]


def _address(channel: str, number: int) -> str:
    """An address of the kind that the messenger gives."""
    kinds = {
        "telegram": str(FIRST_TELEGRAM_CHAT + number),
        "zalo_oa": str(FIRST_FOLLOWER + number),
        "zalo_bot": f"{number:020x}",
    }
    return kinds.get(channel, f"demo-{channel}-{number}")


async def _acted(session: AsyncSession, count: int, at: datetime) -> None:
    """Followers of the Official Account wrote lately, some days ago, or long ago: free, paid, by template only."""
    hours = [LAST_WORDS[n % len(LAST_WORDS)] for n in range(count)]
    rows = [
        {"channel": "zalo_oa", "address": _address("zalo_oa", n), "acted_at": at - timedelta(hours=back)}
        for n, back in enumerate(hours)
    ]
    await session.execute(insert(Contact), rows)
    heard = select(Contact.acted_at).where(Contact.channel == Chat.channel, Contact.address == Chat.address)
    followers = update(Chat).where(Chat.channel == "zalo_oa").values(heard_at=heard.scalar_subquery())
    await session.execute(followers.execution_options(synchronize_session=False))


async def _move_sequences(session: AsyncSession) -> None:
    """PostgreSQL does not notice ids that were given by hand."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in ("person", "chat"):
        highest = await session.scalar(select(func.max(Person.id if table == "person" else Chat.id)))
        await session.execute(select(func.setval(func.pg_get_serial_sequence(table, "id"), highest)))


def _person(rng: random.Random, parts: dict[str, Any], person_id: int, at: datetime) -> dict[str, Any]:
    woman = rng.random() < 0.5
    given = rng.choice(parts["women"] if woman else parts["men"])
    since = at - timedelta(days=rng.randint(60, 200))
    return {
        "id": person_id,
        "name": f"{rng.choice(parts['family'])} {given}",
        "phone": rng.choice(parts["phones"]) + f"{rng.randint(0, 9_999_999):07}",
        "call": rng.choice(("co", "chi") if woman else ("chu", "anh")),
        "consented_at": since,
        "created_at": since,
    }


@dataclass(frozen=True, slots=True)
class _Maker:
    """Tells one producer's story with the same services that real ones use."""

    db: Database
    knowledge: Knowledge
    settings: Settings
    rng: random.Random
    officers: tuple[Staff, ...]
    now: datetime

    async def story(self, number: int, person_id: int, chat_id: int, at: datetime) -> None:
        products = tomllib.loads((HERE / "products.toml").read_text("utf-8"))["product"]
        product = products[number % len(products)]
        units = self.knowledge.province.units
        unit = self.rng.choice(COMMUNES) if number % 3 == 0 else units[(number * 7) % len(units)].code
        photos = await self._photos(chat_id, at) if number % 3 != 2 else []
        async with self.db.writing() as session:
            person = await session.get_one(Person, person_id)
            answers = self._answers(product, unit, person.phone or "", photos)
            idea = await ideas.register(session, self.knowledge, person_id, chat_id, answers, self._code(), at)
        await self._answered(idea.id, unit, at)
        if number % 4 == 0:
            # Nobody leaves people waiting for weeks.
            lately = max(at, self.now - timedelta(days=1 + number % 6))
            await tell_talk(self.db, self.knowledge, self._officer(unit), number // 4, (chat_id, unit), photos, lately)

    def _answers(self, product: dict[str, Any], unit: str, phone: str, photos: list[int]) -> dict[str, Any]:
        return {
            "name": product["name"],
            "set": product["set"],
            "novelty": self.rng.choice(("existing", "existing", "trial", "idea")),
            "place": unit,
            "material": product["material"],
            "producer_kind": self.rng.choice((*KINDS[:4], "household", "household", "company")),
            "phone": phone,
            "photos": photos,
        }

    def _code(self) -> str:
        return "YT-" + "".join(self.rng.choice(CODE_LETTERS) for _ in range(5))

    async def _photos(self, chat_id: int, at: datetime) -> list[int]:
        content = product_picture(self.rng.randrange(10_000))
        digest = storing.put(self.settings.files_dir, content)
        async with self.db.writing() as session:
            return [await storing.keep(session, chat_id, content, "image/jpeg", digest, "san-pham.jpg", at)]

    async def dossiers(self, chats: Sequence[tuple[int, int]]) -> None:
        """Dossiers in all states, as far as there are people."""
        products = tomllib.loads((HERE / "products.toml").read_text("utf-8"))["product"]
        for number, (fate, (person_id, chat_id)) in enumerate(zip(COURSES, chats, strict=False)):
            unit = COMMUNES[number % 2]
            story = Story(fate, person_id, chat_id, unit, products[(number * 5 + 3) % len(products)])
            offices = (self._officer(unit), self.officers[0])
            await tell_dossier(self.db, self.knowledge, self.settings, offices, story, self.now)

    def _officer(self, unit: str) -> Staff:
        return next((o for o in self.officers if o.unit == unit), self.officers[0])

    async def _answered(self, idea_id: int, unit: str, at: datetime) -> None:
        """New, taken, asked, accepted or declined, as an officer would have done it."""
        officer = self._officer(unit)
        step = self.rng.choice(FATES)
        later = at + timedelta(hours=5)
        async with self.db.writing() as session:
            if step >= 1:
                await answering.take_over(session, self.knowledge, officer, idea_id, later)
            if step == 2:
                words = "Cô chú chụp giúp mặt sau nhãn sản phẩm, có chỗ ghi thành phần nha."
                await answering.ask_back(session, self.knowledge, officer, idea_id, words, later)
            if step == 4:
                words = "Tuần sau mời mình ra Ủy ban xã, em hướng dẫn làm hồ sơ."
                await answering.accept(session, self.knowledge, officer, idea_id, words, later)
            if step == 5:
                words = "Sản phẩm trùng với một sản phẩm mình đã gửi. Em giữ bản trước nha."
                await answering.decline(session, self.knowledge, officer, idea_id, words, later)
