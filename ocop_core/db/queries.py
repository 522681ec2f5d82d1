"""Named statements that several services share: insert once, who is asking, what is owed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Base, Chat, Inbox, Outbox, Person

_CHAT = (
    select(
        Chat.id,
        Chat.person_id,
        Chat.state,
        Chat.reachable,
        Person.consented_at,
        Person.call,
        Person.phone,
        Person.unit,
    )
    .join(Person, Person.id == Chat.person_id)
    .where(Chat.channel == bindparam("channel"), Chat.address == bindparam("address"))
)
_CHAT_LOCKED = _CHAT.with_for_update(of=Chat)
_STORE = (
    update(Chat.__table__)  # type: ignore[arg-type]
    .where(Chat.__table__.c.id == bindparam("chat_id"))
    .values(state=bindparam("new_state"), reachable=True, heard_at=bindparam("at"))
)
_OWE = insert(Outbox.__table__)  # type: ignore[arg-type]
_ONCE: dict[tuple[str, str], Insert] = {}


async def insert_once(session: AsyncSession, model: type[Base], **values: Any) -> bool:
    """Inserts a row unless its unique key is there already; True if it is new."""
    dialect = session.get_bind().dialect.name
    key = (dialect, model.__tablename__)
    if key not in _ONCE:
        maker = postgresql.insert if dialect == "postgresql" else sqlite.insert
        _ONCE[key] = maker(model.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]
    result = await session.execute(_ONCE[key], values)
    return bool(result.rowcount)  # type: ignore[attr-defined]


async def heard_once(
    session: AsyncSession, channel: str, message_id: str, chat_id: int, body: Any, at: datetime
) -> bool:
    """Records a message of a messenger; False if it was here before."""
    return await insert_once(
        session,
        Inbox,
        channel=channel,
        message_id=message_id,
        chat_id=chat_id,
        body=body,
        problem=None,
        at=at,
    )


async def chat_row(session: AsyncSession, channel: str, address: str) -> Any:
    """The chat with the facts of its person that a turn needs, locked against a second message."""
    statement = _CHAT if session.get_bind().dialect.name == "sqlite" else _CHAT_LOCKED
    return (await session.execute(statement, {"channel": channel, "address": address})).first()


async def store_state(session: AsyncSession, chat_id: int, state: str, at: datetime) -> None:
    """Keeps the new state of a conversation; whoever writes can be reached again."""
    await session.execute(_STORE, {"chat_id": chat_id, "new_state": state, "at": at})


async def owe_rows(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Adds owed messages, in order."""
    await session.execute(_OWE, rows if len(rows) > 1 else rows[0])
