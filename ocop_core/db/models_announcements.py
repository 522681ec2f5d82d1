"""The tables of announcements: what is told to many, who is to get it, and what was done about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class Announcement(Base):
    """One thing that is told to many.

    `state`: draft, approval (a second officer has to agree), held (can still be taken back, or waits for its
    hour), listing (the list of recipients is being written down), sending, paused, stopped, done.
    `kind`: notice, correction or recall; the last two are about another one, `about_id`. `unit` is the territory
    of its author, None for the province. `body` is the rendered message that all share, empty where the text
    holds placeholders. `not_before` holds everything back: the hold, the hour that was chosen, the night.
    `listed_to` is the last person who is on the list; `grounds` says why it is urgent, `trouble` why it stopped
    by itself, `event_id` the event it invites to, `watched` the figures at which that was last looked at.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        Index("ix_announcement_state", "state"),
        Index("ix_announcement_hash", "hash"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default="notice")
    about_id: Mapped[int | None] = mapped_column(ForeignKey("announcement.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    unit: Mapped[str | None] = mapped_column(String(5), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    file: Mapped[dict[str, Any] | None]
    audience: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[str] = mapped_column(Text, default="")
    hash: Mapped[str] = mapped_column(String(64), default="")
    grounds: Mapped[str] = mapped_column(Text, default="")
    trouble: Mapped[str] = mapped_column(String(16), default="")
    send_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    listed_to: Mapped[int] = mapped_column(default=0)
    watched: Mapped[dict[str, Any] | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    event_id: Mapped[int | None] = mapped_column(Id)


class Recipient(Base):
    """One person on the list of an announcement, which is written down when sending begins.

    What became of the message stands in the outbox, in the row `outbox_id`; without one and without `skip` it
    has still to leave. `skip` says why it never will: blocked, stopped, missing, digest, gone.
    """

    __tablename__ = "recipient"
    __table_args__ = (
        UniqueConstraint("announcement_id", "person_id"),
        Index("ix_recipient_person", "person_id", "id"),
        Index(
            "ix_recipient_waiting",
            "announcement_id",
            "channel",
            "id",
            sqlite_where=text("outbox_id IS NULL AND skip IS NULL"),
            postgresql_where=text("outbox_id IS NULL AND skip IS NULL"),
        ),
        Index(
            "ix_recipient_skip",
            "announcement_id",
            "skip",
            sqlite_where=text("skip IS NOT NULL"),
            postgresql_where=text("skip IS NOT NULL"),
        ),
        Index(
            "ix_recipient_outbox",
            "outbox_id",
            sqlite_where=text("outbox_id IS NOT NULL"),
            postgresql_where=text("outbox_id IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id"))
    channel: Mapped[str | None] = mapped_column(String(16))
    skip: Mapped[str | None] = mapped_column(String(10))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    read_at: Mapped[datetime | None]


class AnnouncementEvent(Base):
    """What was done to an announcement: by whom, when, how many it was about. Rows are only added."""

    __tablename__ = "announcement_event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    act: Mapped[str] = mapped_column(String(16))
    detail: Mapped[dict[str, Any] | None]


class KeptAudience(Base):
    """Whom an office writes to again and again, under a name; `unit` None is the province's."""

    __tablename__ = "kept_audience"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    unit: Mapped[str | None] = mapped_column(String(5), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    audience: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class PhoneList(Base):
    """A list of phone numbers under a name, kept to be used again; `unit` None is the province's."""

    __tablename__ = "phone_list"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    unit: Mapped[str | None] = mapped_column(String(5), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class PhoneListed(Base):
    """One number of a list, once."""

    __tablename__ = "phone_listed"
    list_id: Mapped[int] = mapped_column(ForeignKey("phone_list.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(default="")
