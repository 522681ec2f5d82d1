"""The tables that keep account, chat and phone apart: confirmed numbers, codes that join chats, who shares a chat."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class PersonPhone(Base):
    """A number that is surely a person's own: vouched for by a messenger, proved by a code, or known to an officer.

    Two persons may share one phone, so a number can stand here for both.
    """

    __tablename__ = "person_phone"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(primary_key=True, index=True)
    how: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    confirmed_at: Mapped[datetime]


class LinkCode(Base):
    """A one-time code that joins a chat to an account (`person_id`) or to an officer (`staff_id`). Only its hash."""

    __tablename__ = "link_code"
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class LinkTry(Base):
    """A code that was tried in vain: who guesses is soon refused."""

    __tablename__ = "link_try"
    __table_args__ = (Index("ix_link_try_chat", "chat_id", "at"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    at: Mapped[datetime]


class StaffChat(Base):
    """A chat in which an officer wants to be told."""

    __tablename__ = "staff_chat"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    since: Mapped[datetime]


class ChatPerson(Base):
    """Another person who speaks in a chat that several share, with where their conversation stopped."""

    __tablename__ = "chat_person"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[datetime]


class AssistedChat(Base):
    """A conversation that an officer holds for somebody without a phone of their own (làm hộ)."""

    __tablename__ = "assisted_chat"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    unit: Mapped[str] = mapped_column(String(5), index=True)
    since: Mapped[datetime]
