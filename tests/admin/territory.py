"""One object of every kind in one commune, and every address of the panel that leads to them."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from aiohttp import web
from sqlalchemy import select

from admin.routes import ROUTES
from ocop_core.clock import VIETNAM
from ocop_core.db.models import Chat, Person, Staff
from ocop_core.db.models_accounts import AssistedChat
from ocop_core.db.models_announcements import Announcement
from ocop_core.db.models_channels import Template
from ocop_core.db.models_dossiers import DossierPaper
from ocop_core.db.models_events import Event, Registration
from ocop_core.db.models_imports import ImportRow
from ocop_core.db.models_knowledge import Unanswered
from ocop_core.db.models_promises import Call
from ocop_core.knowledge.entries import load_entries
from ocop_core.office.importing import read_file
from ocop_core.services.announcements import kept
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.certificates import register
from ocop_core.services.events import planning
from ocop_core.services.files import shared
from ocop_core.services.imports import batches
from ocop_core.services.inbox import canned
from ocop_core.services.knowing import entry_rows, unanswered
from ocop_core.services.reports import periods
from tests.admin.house import THOI_SON, House
from tests.announcements import house as people_house
from tests.office.messy import places
from tests.services.eventful import PLAN
from tests.support.certified import make_certificate, make_product
from tests.support.dossiers import hand_in, make_dossier
from tests.support.making import make_chat
from tests.support.pictures import jpeg

PHONE = "0977123456"
_CHOICE = re.compile(r"\{(\w+):([\w-]+(?:\|[\w-]+)+)\}")


@dataclass(frozen=True, slots=True)
class Door:
    """One way into the panel: a method at an address, and the name of the route behind it."""

    method: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Territory:
    """What stands in the addresses: by the name of the route, or by the first word of the address."""

    ids: Mapping[str, Mapping[str, Any]]

    def doors(self) -> Iterator[Door]:
        """Every way into the panel, with every act that an address may name."""
        app = web.Application()
        for definition in ROUTES:
            assert isinstance(definition, web.RouteDef)
            name = str(definition.kwargs["name"])
            resource = app.router.add_resource(definition.path)
            pattern = str(resource.get_info().get("formatter", definition.path))
            for chosen in _choices(definition.path):
                values = {**self._ids(name, definition.path), **chosen}
                path = pattern.format(**values)
                assert asks_for(definition.path, path), (definition.path, path)
                yield Door(definition.method, name, f"/admin{path}")

    def _ids(self, name: str, path: str) -> Mapping[str, Any]:
        return self.ids.get(name) or self.ids.get(path.split("/")[1]) or {}


def asks_for(pattern: str, path: str) -> bool:
    """Whether an address fits the pattern of its route, so that a 404 is not only a mistake of the test."""
    resource = web.Application().router.add_resource(pattern)
    return "formatter" not in resource.get_info() or resource.get_info()["pattern"].fullmatch(path) is not None


def _choices(pattern: str) -> Iterator[dict[str, str]]:
    found = _CHOICE.findall(pattern)
    for values in itertools.product(*(choices.split("|") for _, choices in found)):
        yield {name: value for (name, _), value in zip(found, values, strict=True)}


async def settle(house: House, name: str = "Nguyễn Thị Bảy") -> Territory:
    """Everything that Thới Sơn can have, its people and products under that name."""
    at = house.clock.now = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
    staff = await house.officer("son", unit=THOI_SON)
    idea = await house.idea(name, THOI_SON, owner=name, phone=PHONE)
    thread = await house.talk(idea, about=f"{name} cần hỏi")
    file = await house.photo(idea, jpeg(40, 30))
    dossier = await make_dossier(house.db, at, address="hs", name=name, unit=THOI_SON, phone=PHONE)
    await hand_in(house.db, house.settings.files_dir, dossier, at)
    product = await make_product(house.db, at, name, unit=THOI_SON, phone=PHONE)
    certificate = await make_certificate(house.db, product, date(2027, 5, 1), at)
    async with house.db.writing() as session:
        stored = await session.get_one(type(product), product.id)
        stored.producer = name
        stored.search = register.search_text(stored)
        paper = (await session.scalars(select(DossierPaper.id).where(DossierPaper.dossier_id == dossier.id))).first()
        call = Call(kind="certificate", subject=1, version=1, unit=THOI_SON, product_id=product.id, why="no_chat")
        call.stage, call.state, call.since, call.changed_at = "opens", "open", at, at
        template = Template(channel="zalo_oa", outside_id="1", kind="reminder", way="user", fields={}, price=1)
        template.changed_at = at
        session.add_all([call, template])
        quick = await canned.add(session, staff, "Chào", "Chào bà con", at)
        await entry_rows.sync_shipped(session, load_entries()[:3], at)
        await unanswered.note(session, "nuoi ong du muc nop o dau", THOI_SON, at)
        asked = (await session.scalars(select(Unanswered.id))).one()
        batch = await batches.keep(session, staff, "a.xlsx", places(), _read(house, places()), at)
        row = (await session.scalars(select(ImportRow.source_row).where(ImportRow.batch_id == batch.id))).first()
        assert row is not None
    event, coming = await _event(house, staff, name, at)
    notice = await _notice(house, staff, name, at)
    group = await _group(house, staff, at)
    assisted = await _assisted(house, staff, name, at)
    await periods.make_due(house.db, house.settings, at)
    async with house.db.reading() as session:
        period = (await periods.listed(session, 102))[0].period.id
    return Territory(
        MappingProxyType(
            {
                "ideas": {"id": idea.id},
                "inbox": {"id": thread.id},
                "canned_one": {"id": quick.id},
                "canned_drop": {"id": quick.id},
                "requests": {"id": 1},
                "files": {"id": file},
                "dossiers": {"id": dossier.id, "paper": paper},
                "certificates": {"id": certificate.id},
                "calls": {"id": call.id},
                "imports": {"id": batch.id, "row": row},
                "events": {"id": event, "row": coming},
                "notices": {"id": notice},
                "kept_drop": {"id": group},
                "assist": {"id": assisted},
                "reports": {"id": period, "unit": THOI_SON, "key": "products"},
                "knowledge": {"entry": load_entries()[0].id, "id": asked},
                "channels": {"id": template.id},
                "staff": {"id": staff.id},
                "account_chat_drop": {"id": assisted},
                "stages": {"plan": "certificate", "stage": "half"},
                "static": {"version": "x", "name": "admin.css"},
                "links": {"payload": "idea"},
                "link": {"secret": "khong-co"},
            }
        )
    )


def _read(house: House, content: bytes) -> Any:
    return read_file(content, house.knowledge.province, house.knowledge.sets)


async def _event(house: House, staff: Staff, name: str, at: datetime) -> tuple[int, int]:
    """An open class with a picture, to which somebody comes."""
    ready = shared.prepare(house.settings.files_dir, jpeg(80, 60), "a.jpg", house.settings.file_limit)
    async with house.db.writing() as session:
        row = await planning.create(session, staff, PLAN, at)
        await planning.open_up(session, staff, row.id, at)
        stored = await session.get_one(Event, row.id)
        stored.picture = stored.handout = await shared.keep(session, ready, at)
        coming = Registration(event_id=row.id, code="DK-AAAAA", name=name, phone=PHONE, state="going")
        coming.products, coming.answers, coming.created_at, coming.changed_at = [], {}, at, at
        session.add(coming)
        await session.flush()
        return row.id, coming.id


async def _notice(house: House, staff: Staff, name: str, at: datetime) -> int:
    """An announcement with a file, to one who was told and one who could not be."""
    await people_house.people(house.db, at, 2, unit=THOI_SON)
    ready = shared.prepare(house.settings.files_dir, jpeg(80, 60), "a.jpg", house.settings.file_limit)
    number = await people_house.send(house.db, at, staff=staff)
    async with house.db.writing() as session:
        for person in await session.scalars(select(Person).where(Person.unit == THOI_SON)):
            person.name = name
        (await session.get_one(Announcement, number)).file = await shared.keep(session, ready, at)
    await people_house.sent_to_all(house.db, house.knowledge, at, number)
    return number


async def _group(house: House, staff: Staff, at: datetime) -> int:
    """People whom the office writes to again and again."""
    async with house.db.writing() as session:
        await kept.keep(session, staff, "Tổ 1", Audience(sets=(5,)), at)
        return (await kept.listed(session, staff))[0].id


async def _assisted(house: House, staff: Staff, name: str, at: datetime) -> int:
    chat = await make_chat(house.db, at, address="lam-ho", channel="assist", name=name)
    async with house.db.writing() as session:
        session.add(AssistedChat(chat_id=chat.id, staff_id=staff.id, unit=THOI_SON, since=at))
        (await session.get_one(Chat, chat.id)).reachable = False
    return chat.id
