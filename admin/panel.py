"""What every page can reach: the database, what is known, settings, templates, the clock, who is signed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from jinja2 import Environment

from ocop_core.conversation.world import Knowledge, World
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.errors import Refused
from ocop_core.services.knowing.entry_rows import Shelf
from ocop_core.settings import Settings


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file held in memory; `version` is a hash of its content."""

    content: bytes
    mime: str
    version: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel's surroundings; one per application."""

    db: Database
    knowledge: Knowledge
    settings: Settings
    pages: Environment
    assets: Mapping[str, Asset]
    now: Callable[[], datetime]
    shelf: Shelf

    def world(self) -> World:
        """What the forms need to show answers in words."""
        return World(self.knowledge, self.now())


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks for the page, with the secret of their session."""

    staff: Staff
    secret: str


PANEL = web.AppKey("panel", Panel)
SIGNED_IN = web.RequestKey("signed_in", SignedIn)


def panel(request: web.Request) -> Panel:
    """The surroundings of this request's application."""
    return request.app[PANEL]


def signed_in(request: web.Request) -> SignedIn | None:
    """Who is signed in, if anybody."""
    return request.get(SIGNED_IN)


def officer(request: web.Request) -> Staff:
    """The officer who is signed in; the session guard makes sure there is one."""
    return request[SIGNED_IN].staff


def operator(request: web.Request) -> Staff:
    """The officer, who must be an operator. To others such a page does not exist."""
    staff = officer(request)
    if staff.role != "operator":
        raise Refused("access.none")
    return staff
