"""The tables of trainings and fairs: what is held, who comes, what they were told, what was said afterwards."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class Event(Base):
    """A training, a fair or another meeting.

    `kind`: class, fair or other; `state`: draft, open, closed (nobody new any more), cancelled, over. `unit` is
    whose it is, None for the province. `capacity` None is any number. `audience` says who may come, as with
    announcements; `closes_on` is the last day to say so. `materials`, words, and `handout`, a file, are for those who
    came. `version` tells two officers apart who change it.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_state", "state", "starts_at"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str]
    map_url: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str | None] = mapped_column(String(5), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int | None]
    closes_on: Mapped[date]
    audience: Mapped[dict[str, Any]]
    papers: Mapped[str] = mapped_column(Text, default="")
    picture: Mapped[dict[str, Any] | None]
    materials: Mapped[str] = mapped_column(Text, default="")
    handout: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Registration(Base):
    """One person at one event, or somebody who came without an account (`person_id` None, with name and phone).

    `state`: going, waiting, offered (a place is free, and theirs until `offered_until`), declined, cancelled, came.
    `queue` orders those who wait. `approval` is empty, asked, approved or refused: a stand at a fair is granted by
    an officer. `answers` are those to the questions afterwards; `walked_in` came without saying so before.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_registration_line", "event_id", "state", "queue"),
        Index("ix_registration_person", "person_id", "id"),
        Index("ix_registration_offered", "state", "offered_until"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(16), default="")
    state: Mapped[str] = mapped_column(String(10))
    queue: Mapped[int] = mapped_column(default=0)
    offered_until: Mapped[datetime | None]
    products: Mapped[list[Any]]
    approval: Mapped[str] = mapped_column(String(8), default="")
    answers: Mapped[dict[str, Any]]
    walked_in: Mapped[bool] = mapped_column(default=False)
    came_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class EventNotice(Base):
    """Something that one who is registered is told: once for each kind and stamp.

    `kind`: offered, lapsed, unplaced, changed, cancelled, approved, refused, materials, after, or a reminder (d3,
    d1, h2). `stamp` is what it belongs to: the version of the event, or its beginning. `state`: owed, told, unreached
    (nowhere to tell it), void. Rows rather than messages, because nobody is written to at night and because whoever
    changes an event must not wait for the chats of all who come.
    """

    __tablename__ = "event_notice"
    __table_args__ = (
        UniqueConstraint("registration_id", "kind", "stamp"),
        Index("ix_event_notice_state", "state", "id"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    stamp: Mapped[int] = mapped_column(BigInteger)
    detail: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(String(10), default="owed")
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class EventHistory(Base):
    """What was done to an event: by whom, when, what changed. Rows are only added."""

    __tablename__ = "event_history"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    act: Mapped[str] = mapped_column(String(12))
    detail: Mapped[dict[str, Any] | None]
