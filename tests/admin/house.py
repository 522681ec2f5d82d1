"""A small commune world for the panel's tests: people are fictional, everything else is real."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestClient
from sqlalchemy import select

from admin.app import add_admin
from ocop_core.conversation.effects import PassOn
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Idea, IdeaEvent, IdeaFile, Outbox, Person, Staff
from ocop_core.db.models_knowledge import KnowledgeEntry
from ocop_core.db.models_threads import Thread
from ocop_core.knowledge.entries import HINT, load_entries
from ocop_core.office.importing import read_file
from ocop_core.services import ideas, render
from ocop_core.services.dossiers import reviewing
from ocop_core.services.files import storing
from ocop_core.services.imports import batches
from ocop_core.services.inbox import threads
from ocop_core.services.knowing import entry_rows, unanswered
from ocop_core.services.staff import passwords, roster, session_keys
from ocop_core.settings import Settings
from tests.office.messy import official, places
from tests.support.clock import Clock
from tests.support.dossiers import hand_in, make_dossier

NUI_CAM, THOI_SON = "30538", "30502"
PASSWORD = "lúa thơm tháng mười"


@dataclass
class House:
    """The database with its people, and the panel in front of it."""

    db: Database
    knowledge: Knowledge
    settings: Settings
    clock: Clock

    def app(self) -> web.Application:
        app = web.Application(client_max_size=self.settings.file_limit + 1024 * 1024)
        add_admin(app, self.db, self.knowledge, self.settings, self.clock)
        return app

    async def officer(
        self, login: str = "lan", role: str = "commune", unit: str | None = NUI_CAM, name: str = ""
    ) -> Staff:
        hashed = await _hash()
        async with self.db.writing() as session:
            added = await roster.add(session, login, name or f"Cán bộ {login.title()}", role, unit, self.clock.now)
            row = await session.get_one(Staff, added.id)
            row.password_hash = hashed
        return row

    async def enter(self, browser: "Browser", login: str = "lan") -> None:
        """Signs a browser in without the tenth of a second that a password takes."""
        at = self.clock.now
        async with self.db.writing() as session:
            officer = await roster.by_login(session, login)
            secret = await session_keys.issue(session, officer.id, session_keys.SESSION, "", at, session_keys.IDLE)
        url = browser.client.make_url("/admin/")
        browser.client.session.cookie_jar.update_cookies({"ocop_staff": secret}, url)

    async def idea(self, name: str = "Đường thốt nốt", unit: str = NUI_CAM, **more: Any) -> Idea:
        async with self.db.writing() as session:
            person = Person(
                name=more.pop("owner", "Nguyễn Thị Bảy"), call=more.pop("call", "co"), created_at=self.clock.now
            )
            session.add(person)
            await session.flush()
            chat = Chat(
                channel="console", address=f"a{person.id}", person_id=person.id, state="", created_at=self.clock.now
            )
            session.add(chat)
            await session.flush()
            answers = {
                "name": name,
                "set": 8,
                "novelty": "existing",
                "place": unit,
                "material": "nước thốt nốt tươi",
                "producer_kind": "household",
                "phone": "0912345678",
                **more,
            }
            code = f"AG-{person.id:04}"
            return await ideas.register(session, self.knowledge, person.id, chat.id, answers, code, self.clock.now)

    async def photo(self, idea: Idea, content: bytes, mime: str = "image/png") -> int:
        digest = storing.put(self.settings.files_dir, content)
        async with self.db.writing() as session:
            file_id = await storing.keep(session, idea.chat_id, content, mime, digest, "<b>a</b>.png", self.clock.now)
            session.add(IdeaFile(idea_id=idea.id, file_id=file_id))
        return file_id

    async def talk(self, idea: Idea, about: str = "cho hỏi làm giấy an toàn thực phẩm ở đâu") -> Thread:
        """The producer of an idea asks the officers of the commune something."""
        answers = {"about": about, "place": idea.unit, "phone": idea.phone}
        async with self.db.writing() as session:
            return await threads.begin(session, idea.person_id, idea.chat_id, answers, self.clock.now)

    async def knows(self) -> list[str]:
        """The chat knows some answers, one of them changed, and could not give one; the pages about it."""
        async with self.db.writing() as session:
            await entry_rows.sync_shipped(session, load_entries()[:40], self.clock.now)
            await unanswered.note(session, "nuoi ong du muc nop o dau", NUI_CAM, self.clock.now)
            row = await session.get_one(KnowledgeEntry, "attp_han")
            await entry_rows.put(session, row, {"answer": "Dạ, ba năm.", "certainty": HINT}, None, self.clock.now)
        pages = ("", "/new", "/try", "/try?q=giay+attp+may+nam", "/attp_han", "/attp_han/edit", "/unanswered")
        return [f"knowledge{page}" for page in (*pages, "/unanswered/1", "/unanswered/1/answer")]

    async def imports(self) -> list[str]:
        """A list with doubtful rows, one of them left out, and one that was written; the pages about them."""
        for content in (places(), official()):
            read = read_file(content, self.knowledge.province, self.knowledge.sets)
            async with self.db.writing() as session:
                batch = await batches.keep(session, None, "Danh sách " + "ơ" * 60, content, read, self.clock.now)
        async with self.db.writing() as session:
            await batches.apply(session, None, batch.id, self.clock.now)
        one = f"imports/{batch.id - 1}"
        return ["imports", one, f"{one}?show=add", f"imports/{batch.id}"]

    async def dossiers(self) -> list[str]:
        """A dossier that was handed in with its papers, one of them returned; the pages about it."""
        row = await make_dossier(self.db, self.clock.now, address="hs", name="Khô cá lóc" + "ơ" * 40)
        await hand_in(self.db, self.settings.files_dir, row, self.clock.now)
        officer = await self.officer("tinh", "province", None)
        async with self.db.writing() as session:
            first, *others = await reviewing.present(session, row)
            await reviewing.return_paper(session, officer, row.id, first.id, "Ảnh mờ quá", self.clock.now)
            await reviewing.accept_paper(session, officer, row.id, others[0].id, self.clock.now)
        return ["dossiers", "dossiers?state=all", *(f"dossiers/{row.id}{page}" for page in ("", "/judgment"))]

    async def says(self, talk: Thread, words: str, *files: int) -> None:
        """The producer says something more."""
        async with self.db.writing() as session:
            await threads.pass_on(session, talk.chat_id, PassOn(str(talk.id), words, files), self.clock.now)

    async def lines(self, talk: Thread) -> list[tuple[str, str, str]]:
        """Who did what with which words."""
        async with self.db.reading() as session:
            return [(line.who, line.act, line.text) for line in await threads.lines(session, talk)]

    async def state_of(self, talk: Thread) -> str:
        async with self.db.reading() as session:
            return (await session.get_one(Thread, talk.id)).state

    async def owed(self) -> list[str]:
        async with self.db.reading() as session:
            rows = await session.scalars(select(Outbox.body).order_by(Outbox.id))
            return [render.load(body).text for body in rows]

    async def stored(self, idea: Idea) -> Idea:
        async with self.db.reading() as session:
            return await session.get_one(Idea, idea.id)

    async def acts(self, idea: Idea) -> list[str]:
        query = select(IdeaEvent.act).where(IdeaEvent.idea_id == idea.id).order_by(IdeaEvent.id)
        async with self.db.reading() as session:
            return list(await session.scalars(query))


_hashes: list[str] = []


async def _hash() -> str:
    if not _hashes:
        _hashes.append(await passwords.hash_password(PASSWORD))
    return _hashes[0]


class Browser:
    """What an officer's browser does: keeps cookies, follows links, sends the forms it was shown."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client

    async def get(self, path: str, **options: Any) -> ClientResponse:
        return await self.client.get(path, **options)

    async def page(self, path: str, status: int = 200) -> str:
        response = await self.client.get(path)
        assert response.status == status, (path, response.status)
        return await response.text()

    async def send(
        self, page: str, action: str, fields: Mapping[str, str] | None = None, **options: Any
    ) -> ClientResponse:
        """Posts as a form on `page` would: with its hidden fields."""
        data = {**hidden(await self.page(page), action if action != page else None), **(fields or {})}
        return await self.client.post(action, data=data, allow_redirects=False, **options)

    async def send_file(
        self, page: str, fields: Mapping[str, str], content: bytes, name: str, field: str = "file", to: str = ""
    ) -> ClientResponse:
        """Posts the form of a page with a file that was chosen in it; `to` where the page holds several."""
        form = FormData({**hidden(await self.page(page), to or None), **fields}, quote_fields=False)
        form.add_field(field, BytesIO(content), filename=name, content_type="application/octet-stream")
        return await self.client.post(to or page, data=form, allow_redirects=False)

    async def sign_in(self, login: str = "lan", password: str = PASSWORD) -> ClientResponse:
        return await self.send("/admin/sign-in", "/admin/sign-in", {"login": login, "password": password})


Open = Callable[[], Awaitable[Browser]]


def hidden(html: str, action: str | None) -> dict[str, str]:
    """The hidden fields of the form with this action, or of the page's own form."""
    for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", html, re.S):
        given = re.search(r'action="([^"]*)"', attributes)
        if 'method="post"' in attributes and (given is None or action is None or given[1] == action):
            fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside)
            return {name: unescape(value) for name, value in fields}
    raise AssertionError(f"no form for {action}")


def text_of(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
