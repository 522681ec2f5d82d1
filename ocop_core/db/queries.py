"""Named statements that several services share: insert once, who is asking, the state of a chat."""

from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, delete, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from ocop_core.db.hot import Hot, Statement, Wording
from ocop_core.db.models import Base, Chat, Idea, IdeaEvent, Inbox, Lease, Person
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.types import Moment


def unless_there(model: type[Base]) -> Wording:
    """An insert that a row with the same unique key makes void, in the words of a dialect."""

    def words(dialect: str) -> Insert:
        maker = postgresql.insert if dialect == "postgresql" else sqlite.insert
        return maker(model.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]

    return words


_other = aliased(Chat)
_CHAT = Hot(
    select(
        Chat.id,
        Chat.person_id,
        Chat.state,
        Chat.reachable,
        Person.consented_at,
        Person.call,
        Person.phone,
        Person.unit,
        exists().where(_other.person_id == Chat.person_id, _other.id != Chat.id).label("joined"),
    )
    .join(Person, Person.id == Chat.person_id)
    .where(Chat.channel == bindparam("channel"), Chat.address == bindparam("address"))
    .with_for_update(of=Chat)
)
_NEW_PERSON = Hot(
    insert(Person.__table__).returning(Person.__table__.c.id),  # type: ignore[arg-type]
    columns=("name", "call", "created_at"),
)
_NEW_CHAT = Hot(
    unless_there(Chat),
    columns=("channel", "address", "person_id", "state", "reachable", "created_at", "heard_at"),
)
_people = Person.__table__
_CONSENT = Hot(
    update(_people).where(_people.c.id == bindparam("person")).values(consented_at=bindparam("at"))  # type: ignore[arg-type]
)
_REMEMBER = Hot(
    update(_people)  # type: ignore[arg-type]
    .where(_people.c.id == bindparam("person"))
    .values(phone=bindparam("new_phone"), unit=bindparam("new_unit"))
    .returning(_people.c.name)
)
_IDEA = Hot(
    insert(Idea.__table__).returning(Idea.__table__.c.id),  # type: ignore[arg-type]
    columns=[c.name for c in Idea.__table__.c if c.name not in ("id", "officer_id")],
)
_EVENT = Hot(insert(IdeaEvent.__table__), columns=("idea_id", "at", "act", "note"))  # type: ignore[arg-type]
_CODE = Hot(select(Idea.id).where(Idea.code == bindparam("code")))
_DOSSIER_CODE = Hot(select(Dossier.id).where(Dossier.code == bindparam("code")))
_STORE = Hot(
    update(Chat.__table__)  # type: ignore[arg-type]
    .where(Chat.__table__.c.id == bindparam("chat_id"))
    .values(state=bindparam("new_state"), reachable=True, heard_at=bindparam("at"))
)
_HEARD = Hot(
    unless_there(Inbox),
    columns=("channel", "message_id", "chat_id", "body", "problem", "at"),
)
_RENEW = Hot(
    update(Lease.__table__)  # type: ignore[arg-type]
    .where(Lease.__table__.c.name == bindparam("lease"), Lease.__table__.c.holder == bindparam("ours"))
    .where(Lease.__table__.c.until > bindparam("at"))
    .where(Lease.__table__.c.not_before.is_(None) | (Lease.__table__.c.not_before <= bindparam("at")))
    .values(until=bindparam("to"))
)
_FOLLOWING = bindparam("following", type_=Moment())
_LATEST = bindparam("latest", type_=Moment())
_MOMENT = bindparam("at", type_=Moment())
_BEAT = Hot(
    update(Lease.__table__)  # type: ignore[arg-type]
    .where(Lease.__table__.c.name == bindparam("lease"))
    .values(holder=bindparam("ours"), until=_MOMENT)
)
_TAKE = Hot(
    update(Lease.__table__)  # type: ignore[arg-type]
    .where(Lease.__table__.c.name == bindparam("lease"))
    .where(
        Lease.__table__.c.not_before.is_(None)
        | (Lease.__table__.c.not_before <= _MOMENT)
        | (Lease.__table__.c.not_before > _LATEST)
    )
    .values(holder=bindparam("ours"), until=_MOMENT, not_before=_FOLLOWING)
)
_ONCE: dict[tuple[str, str], Statement] = {}


async def insert_once(session: AsyncSession, model: type[Base], **values: Any) -> bool:
    """Inserts a row unless its unique key is there already; True if it is new."""
    dialect = session.get_bind().dialect.name
    key = (dialect, model.__tablename__)
    if key not in _ONCE:
        _ONCE[key] = unless_there(model)(dialect)
    result = await session.execute(_ONCE[key], values)
    return bool(result.rowcount)  # type: ignore[attr-defined]


async def heard_once(
    session: AsyncSession, channel: str, message_id: str, chat_id: int, body: Any, at: datetime
) -> bool:
    """Records a message of a messenger; False if it was here before."""
    values = {"channel": channel, "message_id": message_id, "chat_id": chat_id, "body": body, "problem": None, "at": at}
    return bool(await _HEARD.run(session, values))


async def chat_row(session: AsyncSession, channel: str, address: str) -> Any:
    """The chat with the facts of its person that a turn needs, locked against a second message."""
    return await _CHAT.first(session, {"channel": channel, "address": address})


async def new_chat(session: AsyncSession, channel: str, address: str, name: str, at: datetime) -> None:
    """A chat with a new person, unless somebody else was faster with the chat."""
    person = await _NEW_PERSON.first(session, {"name": name, "call": "", "created_at": at})
    values = {"channel": channel, "address": address, "person_id": person.id, "state": "", "reachable": True}
    if not await _NEW_CHAT.run(session, {**values, "created_at": at, "heard_at": at}):
        # The chat has its person already; nobody will ever speak for this one.
        await session.execute(delete(Person).where(Person.id == person.id))


async def code_taken(session: AsyncSession, code: str) -> bool:
    """Whether an idea has this receipt code already, or a dossier its letters."""
    if await _CODE.first(session, {"code": code}) is not None:
        return True
    return await _DOSSIER_CODE.first(session, {"code": code.replace("YT-", "HS-")}) is not None


async def store_state(session: AsyncSession, chat_id: int, state: str, at: datetime) -> None:
    """Keeps the new state of a conversation; whoever writes can be reached again."""
    await _STORE.run(session, {"chat_id": chat_id, "new_state": state, "at": at})


async def renew_lease(session: AsyncSession, name: str, holder: str, at: datetime, to: datetime) -> bool:
    """Holds a lease until `to`; False unless it is the holder's own, still runs and is not paused."""
    return bool(await _RENEW.run(session, {"lease": name, "ours": holder, "at": at, "to": to}))


async def beat_lease(session: AsyncSession, name: str, holder: str, at: datetime) -> bool:
    """Notes a sign of life; False where there is no such row yet."""
    return bool(await _BEAT.run(session, {"lease": name, "ours": holder, "at": at}))


async def take_due(
    session: AsyncSession, name: str, holder: str, at: datetime, following: datetime, latest: datetime
) -> bool:
    """Takes what is due at `at` and writes its next time; False where it is not due, or was never done.

    A next time after `latest` was written by a clock that ran ahead.
    """
    values = {"lease": name, "ours": holder, "at": at, "following": following, "latest": latest}
    return bool(await _TAKE.run(session, values))


async def consent(session: AsyncSession, person_id: int, at: datetime) -> None:
    """The person agrees."""
    await _CONSENT.run(session, {"person": person_id, "at": at})


async def remember(session: AsyncSession, person_id: int, phone: str, unit: str) -> str:
    """Keeps phone and commune of a person; returns the name."""
    row = await _REMEMBER.first(session, {"person": person_id, "new_phone": phone, "new_unit": unit})
    return str(row.name)


async def new_idea(session: AsyncSession, values: dict[str, Any]) -> int:
    """Stores an idea and that it was handed in; its number."""
    number = int((await _IDEA.first(session, values)).id)
    event = {"idea_id": number, "at": values["created_at"], "act": "registered", "note": ""}
    await _EVENT.run(session, event)
    return number
