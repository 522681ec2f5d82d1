"""A page with a phone for each local messenger, on which one chats as a user without any account."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

FOLDER = Path(__file__).parent / "phone"
PHONE = "84912345678"
LARGEST = 12 * 1024 * 1024
Act = Callable[[str, str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Key:
    """Something to tap under a message: what is read, and what comes back."""

    label: str
    act: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chat: `side` is me, bot or note."""

    side: str
    text: str
    keys: tuple[Key, ...] = ()
    file: str = ""


@dataclass(slots=True)
class Messenger:
    """A local messenger as the page needs it: whom it calls `me`, what was delivered, what a person can do."""

    name: str
    title: str
    me: str
    sent: Callable[[], list[Any]]
    line: Callable[[Any], tuple[str, Line]]
    acts: Mapping[str, Act]
    photo: Callable[[str, bytes], Awaitable[object]]
    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    seen: int = 0

    def catch_up(self) -> None:
        """Takes over what was delivered since the last look."""
        fresh = self.sent()[self.seen :]
        self.seen += len(fresh)
        for sent in fresh:
            user, line = self.line(sent)
            self.lines[user].append(line)


class Phones:
    """`GET /` the page · `GET /api/NAME` the lines · `POST /api/NAME` an act · `POST /api/NAME/photo` a picture."""

    def __init__(self, messengers: tuple[Messenger, ...], product: str) -> None:
        self._messengers = {one.name: one for one in messengers}
        self._product = product
        self._runner: web.AppRunner | None = None
        self.base = ""

    async def start(self, port: int) -> None:
        """Listens on the loopback address; if the port is taken, on a free one."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/", self._page)
        app.router.add_get("/api", self._list)
        app.router.add_get("/api/{name}", self._lines)
        app.router.add_post("/api/{name}", self._act)
        app.router.add_post("/api/{name}/photo", self._photo)
        app.router.add_static("/phone", FOLDER)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", port).start()
        except OSError:
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = "http://{}:{}".format(*self._runner.addresses[0][:2])

    async def stop(self) -> None:
        """Closes."""
        if self._runner:
            await self._runner.cleanup()

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(FOLDER / "index.html", headers={"Cache-Control": "no-cache"})

    async def _list(self, _: web.Request) -> web.Response:
        phones = [{"name": one.name, "title": one.title, "me": one.me} for one in self._messengers.values()]
        return _json({"product": self._product, "phones": phones})

    async def _lines(self, request: web.Request) -> web.Response:
        messenger = self._of(request)
        messenger.catch_up()
        lines = messenger.lines[request.query.get("me") or messenger.me]
        return _json([asdict(line) for line in lines])

    async def _act(self, request: web.Request) -> web.Response:
        messenger = self._of(request)
        asked: dict[str, str] = msgspec.json.decode(await request.read(), type=dict[str, str])
        user, act, value = asked.get("me") or messenger.me, asked.get("act", ""), asked.get("value", "")
        if act not in messenger.acts:
            raise web.HTTPNotFound
        messenger.catch_up()
        side = "me" if act == "say" else "note"
        messenger.lines[user].append(Line(side, asked.get("label") or value))
        await messenger.acts[act](user, value)
        return _json({"ok": True})

    async def _photo(self, request: web.Request) -> web.Response:
        messenger = self._of(request)
        user = request.query.get("me") or messenger.me
        content = await request.read()
        messenger.catch_up()
        messenger.lines[user].append(Line("me", "", file="anh.jpg"))
        await messenger.photo(user, content)
        return _json({"ok": True})

    def _of(self, request: web.Request) -> Messenger:
        found = self._messengers.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        return found


def _json(body: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), content_type="application/json")
