"""The tables of knowledge: entries, what they were before, and questions that had no answer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class KnowledgeEntry(Base):
    """A question and its answer. `state` is active or hidden; `origin` says whose words these are now.

    What is shipped came with the program and is renewed with it; once an officer has written in it, it is the
    officer's and stays as they wrote it. `checked` is the day on which the answer was last held against its source,
    `search` the folded words by which officers find it.
    """

    __tablename__ = "knowledge_entry"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    also: Mapped[list[Any]]
    answer: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    checked: Mapped[date] = mapped_column(Date)
    certainty: Mapped[str] = mapped_column(String(10))
    next: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(8), default="active")
    origin: Mapped[str] = mapped_column(String(8))
    search: Mapped[str] = mapped_column(Text, default="", server_default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class KnowledgeVersion(Base):
    """One change of an entry; `before` is what stood there, None if it was new. The last id is the version of all."""

    __tablename__ = "knowledge_version"
    __table_args__ = (Index("ix_knowledge_version_entry", "entry_id", "id"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(60), ForeignKey("knowledge_entry.id"))
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    before: Mapped[dict[str, Any] | None]


class Unanswered(Base):
    """A question that had no answer, once however often it is asked: open, answered (by `entry_id`) or dismissed.

    `folded` is the question as it is compared, `sample` as somebody wrote it, without phone numbers; `unit` is
    where it was asked last.
    """

    __tablename__ = "unanswered"
    __table_args__ = (Index("ix_unanswered_state", "state", "count"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    folded: Mapped[str] = mapped_column(unique=True)
    sample: Mapped[str] = mapped_column(Text)
    count: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    unit: Mapped[str | None] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default="open")
    entry_id: Mapped[str | None] = mapped_column(String(60), ForeignKey("knowledge_entry.id"))
