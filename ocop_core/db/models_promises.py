"""The tables of promises: papers with a day of their own, what is promised, what was said, who is to be phoned."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class CertificateEvent(Base):
    """The history of a certificate: granted, dates, number, revoked, lapsed, restored; who, when, why."""

    __tablename__ = "certificate_event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any] | None]


class DatedPaper(Base):
    """A paper that runs out, told in the chat. `given_on` is the day as it was told, `ends_on` what follows from it.

    `version` counts the days it has had; `state` is kept or removed. One that came in with a dossier names it, and
    the kind of paper it is there.
    """

    __tablename__ = "dated_paper"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    given_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(8), default="kept")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), index=True)
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    paper: Mapped[str] = mapped_column(String(40), default="", server_default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Promise(Base):
    """What is promised about one thing: which plan, to which last day, and the stage that speaks next.

    `kind` and `subject` name the thing, `version` counts its days; `plan_no` is the state of the plan by which it was
    reckoned. `state`: open, done (nothing left to say), void (facts changed), ended (somebody answered).
    """

    __tablename__ = "promise"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index(
            "ix_promise_due", "next_due", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")
        ),
        Index("ix_promise_person", "person_id"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    plan: Mapped[str] = mapped_column(String(16))
    plan_no: Mapped[int]
    ends_on: Mapped[date] = mapped_column(Date)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(6))
    next_stage: Mapped[str | None] = mapped_column(String(16))
    next_due: Mapped[datetime | None]


class Reminder(Base):
    """What became of a stage: sent, overtaken by a later one, or called where nobody could be reached by chat.

    The unique key is the promise itself: no stage of a version is ever spoken twice.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "version", "stage"),
        Index("ix_reminder_person", "person_id", "at"),
        Index("ix_reminder_at", "at"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chat_id: Mapped[int | None] = mapped_column(Id)


class Reaction(Base):
    """What somebody answered to a promise: filed, again, stopped, officer, renewing; rows are only added."""

    __tablename__ = "reaction"
    __table_args__ = (Index("ix_reaction_subject", "kind", "subject", "version"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    act: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(12), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class Call(Base):
    """Somebody whom officers should phone about a promise: `why` is no_chat, silent, asked or filed.

    `state`: open, called, escalated (the province's) or done. A later stage opens it again unless it is done.
    """

    __tablename__ = "call"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "version"),
        Index("ix_call_unit", "unit", "state", "id"),
        Index("ix_call_state", "state", "since"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    unit: Mapped[str] = mapped_column(String(5))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(String(8))
    stage: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[datetime]
    changed_at: Mapped[datetime]


class StageRule(Base):
    """A stage as officers have set it, in the place of the one that came with the program, or one of their own.

    `days` before the end; `text` in the place of the usual words, if they have written any.
    """

    __tablename__ = "stage_rule"
    plan: Mapped[str] = mapped_column(String(16), primary_key=True)
    stage: Mapped[str] = mapped_column(String(16), primary_key=True)
    days: Mapped[int]
    is_on: Mapped[bool] = mapped_column(Boolean, default=True)
    text: Mapped[str] = mapped_column(Text, default="", server_default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class StageRuleChange(Base):
    """How a stage was before it was changed; rows are only added."""

    __tablename__ = "stage_rule_change"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    plan: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
