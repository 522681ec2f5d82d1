"""The tables of talks between producers and officers: threads, their lines and files, canned answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class Thread(Base):
    """Somebody talks with the officers of a commune: open while they wait, answered, closed.

    `waiting_since` is the first word that nobody has answered yet, and stands exactly while the thread is open;
    `answered_at` the last word of an officer; `last_at` the last word of anybody; `staff_id` who looks after it.
    `closed_by` is the officer who closed it, None for the producer or for time.
    """

    __tablename__ = "thread"
    __table_args__ = (
        Index("ix_thread_unit", "unit", "state", "last_at"),
        Index("ix_thread_state", "state", "last_at"),
        Index(
            "ix_thread_waiting",
            "waiting_since",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    unit: Mapped[str] = mapped_column(String(5))
    phone: Mapped[str]
    about: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default="open")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    opened_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    last_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class ThreadLine(Base):
    """One line of a thread; without `staff_id` it is the producer's, or nobody's.

    `act` is said, called, taken, handed, opened, closed or lapsed; only what is said was sent to the other side.
    """

    __tablename__ = "thread_line"
    __table_args__ = (Index("ix_thread_line_thread", "thread_id", "id"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    act: Mapped[str] = mapped_column(String(8), default="said")
    text: Mapped[str] = mapped_column(Text, default="")


class ThreadFile(Base):
    """A photo, paper or voice note of a line."""

    __tablename__ = "thread_file"
    line_id: Mapped[int] = mapped_column(ForeignKey("thread_line.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True, index=True)


class Canned(Base):
    """An answer to be used again; `unit` is None where the whole province may use it."""

    __tablename__ = "canned"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit: Mapped[str | None] = mapped_column(String(5), index=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
