"""The tables: people and their chats, what was heard and is owed, ideas, files, officers."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ocop_core.db.types import Id, Json, Moment

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


SHARED = "@"


class Base(DeclarativeBase):
    """All tables, with names for constraints so that migrations can speak of them."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: Json, list[Any]: Json, int: Integer, str: String}


class Person(Base):
    """An account: a producer, whatever chats and phones they use."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(index=True)
    call: Mapped[str] = mapped_column(String(8), default="")
    unit: Mapped[str | None] = mapped_column(String(5))
    consented_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Chat(Base):
    """One person's chat on one channel, with the state of its conversation."""

    __tablename__ = "chat"
    __table_args__ = (UniqueConstraint("channel", "address"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(Text, default="")
    reachable: Mapped[bool] = mapped_column(Boolean, default=True)
    heard_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Inbox(Base):
    """What was heard: each message of a messenger once. `problem` marks what could not be handled."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("channel", "message_id"), Index("ix_inbox_chat", "chat_id", "id"))
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    message_id: Mapped[str]
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id"))
    body: Mapped[dict[str, Any] | None]
    problem: Mapped[str | None]
    at: Mapped[datetime]


class Outbox(Base):
    """What is owed: queued → sending → sent | failed | unsure | cancelled.

    A message to one of many points to its announcement; the body `SHARED` is the one that stands there.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_owed",
            "channel",
            "lane",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_outbox_flying",
            "chat_id",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "ix_outbox_next",
            "chat_id",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_outbox_chat", "chat_id", "id"),
        Index(
            "ix_outbox_announcement",
            "announcement_id",
            "state",
            sqlite_where=text("announcement_id IS NOT NULL"),
            postgresql_where=text("announcement_id IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    channel: Mapped[str] = mapped_column(String(16))
    lane: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    body: Mapped[str] = mapped_column(Text)
    ref: Mapped[str | None]
    announcement_id: Mapped[int | None] = mapped_column(Id)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    external_id: Mapped[str | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Lease(Base):
    """Who alone does something now: a name, a holder, an end. `not_before` pauses what it is about."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]
    not_before: Mapped[datetime | None]
    note: Mapped[str | None]


class File(Base):
    """A stored file: content by hash on disk, facts here. `state` is wanted, kept or refused.

    `chat_id` None: nobody sent it in a chat, an office gives it to many.
    """

    __tablename__ = "file"
    __table_args__ = (
        Index(
            "ix_file_wanted",
            "id",
            sqlite_where=text("state = 'wanted'"),
            postgresql_where=text("state = 'wanted'"),
        ),
        Index(
            "ix_file_shared",
            "sha256",
            sqlite_where=text("chat_id IS NULL"),
            postgresql_where=text("chat_id IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id"), index=True)
    state: Mapped[str] = mapped_column(String(8))
    ref: Mapped[dict[str, Any] | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]


class Idea(Base):
    """A product idea that was handed in. No legal form and no deadline: that is the dossier's."""

    __tablename__ = "idea"
    __table_args__ = (
        Index("ix_idea_unit_state", "unit", "state", "id"),
        Index("ix_idea_state", "state", "id"),
        Index("ix_idea_person", "person_id", "id"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    state: Mapped[str] = mapped_column(String(10))
    name: Mapped[str]
    set_no: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(5))
    phone: Mapped[str]
    producer_kind: Mapped[str] = mapped_column(String(16))
    answers: Mapped[dict[str, Any]]
    more: Mapped[dict[str, Any]]
    search: Mapped[str] = mapped_column(Text)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class IdeaEvent(Base):
    """The history of an idea: who did what, when, with which words."""

    __tablename__ = "idea_event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any] | None]


class IdeaFile(Base):
    """A photo or paper of an idea."""

    __tablename__ = "idea_file"
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True, index=True)


class Staff(Base):
    """An officer or operator. `unit` is None for the province."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str | None] = mapped_column(String(5))
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class StaffKey(Base):
    """A session or a one-time link of an officer; only the hash of the secret is stored."""

    __tablename__ = "staff_key"
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    agent: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class Audit(Base):
    """Who did what in the panel or on the command line; rows are only added."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    act: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str]
    detail: Mapped[dict[str, Any] | None]
