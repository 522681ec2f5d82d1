"""Links that open one thing in the chat, a form, an answer or an event: an address, or words to be typed."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Staff
from ocop_core.errors import Refused
from ocop_core.i18n import Words
from ocop_core.office.poster import Poster
from ocop_core.services.knowing import entry_lists
from ocop_core.settings import Settings

# What a link may open besides answers and events, as `conversation/plain` reads it.
FORMS = ("idea", "ho-so", "cham-diem", "han-giay", "su-kien", "can-bo")
ANSWER = "hoi-"


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that can be opened: what stands on a sheet about it, and what is typed where links carry nothing."""

    payload: str
    title: str
    text: str
    typed: str


@dataclass(frozen=True, slots=True)
class Way:
    """How it is opened on one channel: an address, or words to be typed there; Zalo's address opens only the chat."""

    channel: str
    address: str = ""
    typed: str = ""


def form(words: Words, payload: str) -> Link:
    """The link to a form or a list."""
    of = f"admin_link.{payload.replace('-', '_')}"
    return Link(payload, words.say(f"{of}_title"), words.say(f"{of}_text"), words.say(f"{of}_typed"))


async def find(session: AsyncSession, staff: Staff, words: Words, payload: str) -> Link:
    """The link with this payload. Raises Refused where it would open nothing."""
    if payload in FORMS:
        return form(words, payload)
    entry = entry_of(payload)
    if not entry:
        raise Refused("access.none")
    row = await entry_lists.one(session, staff, entry)
    if row.state != "active":
        raise Refused("access.none")
    return Link(payload, row.question, row.answer, row.question)


def entry_of(payload: str) -> str:
    """The answer that a link opens, by its name; "" for any other link."""
    return payload.removeprefix(ANSWER) if payload.startswith(ANSWER) else ""


def event_code(number: int) -> str:
    """What is typed to see an event."""
    return f"SK{number}"


def web(settings: Settings, payload: str) -> str:
    """The address for everybody: it opens in any browser."""
    return f"{settings.public_url}/chat?start={payload}"


def ways(settings: Settings, payload: str, typed: str) -> tuple[Way, ...]:
    """Every channel that is on, the one that needs nothing first."""
    found = [Way("webchat", web(settings, payload))]
    if settings.zalo_oa.on:
        oa = settings.zalo_oa.oa_id
        found.append(Way("zalo_oa", f"https://zalo.me/{oa}" if oa else "", typed))
    if settings.zalo_bot.on:
        found.append(Way("zalo_bot", typed=typed))
    if settings.telegram_token:
        name = settings.telegram_name
        found.append(Way("telegram", f"https://t.me/{name}?start={payload}") if name else Way("telegram", typed=typed))
    return tuple(found)


def otherwise(words: Words, settings: Settings, typed: str) -> str:
    """A line for whoever cannot scan: what to write, and where; "" where there is only the web chat."""
    names = ["Zalo"] if settings.zalo_oa.on or settings.zalo_bot.on else []
    names += ["Telegram"] if settings.telegram_token else []
    return words.say("admin_link.otherwise", {"typed": typed, "where": ", ".join(names)}) if names else ""


def sheet(knowledge: Knowledge, settings: Settings, link: Link) -> Poster:
    """What stands on the poster of a form or an answer."""
    words = knowledge.words
    say = words.say
    return Poster(
        kicker=say("admin_link.kicker"),
        title=link.title,
        facts=_steps(words) if link.payload in FORMS else (),
        text=link.text,
        scan=say("admin_link.scan"),
        link=web(settings, link.payload),
        office=say("admin_event.poster_office", {"name": knowledge.province.name}),
        other=otherwise(words, settings, link.typed) if link.payload in FORMS else "",
    )


def _steps(words: Words) -> tuple[tuple[str, str], ...]:
    """How it goes, for whoever has never done it."""
    return tuple((words.say("admin_link.step", {"n": n}), words.say(f"admin_link.step_{n}")) for n in (1, 2, 3, 4))
