"""The tables of dossiers: one for each try for stars, its papers in versions, their files, its history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class Dossier(Base):
    """A dossier. It keeps the `edition` of the law it was begun under, and from handing in on never changes it.

    `kind` is first, upgrade or renewal (of `certificate_id`); `stars` is what it aims at; `state` one of
    `rulebook.dossier_steps.STATES`. `producer` holds facts of the producer (`rulebook.producer.Producer`), `answers`
    the fields of Mẫu 01 and 02, `scores` points by criterion code with a note, `judgment` Mẫu 03, `result` what the
    council decided. `due_on` is the last day of the office's present step, `warned_at` when it was warned of it.
    `version` grows with every change, so that a page that is out of date is noticed.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_unit_state", "unit", "state", "id"),
        Index("ix_dossier_state", "state", "id"),
        Index("ix_dossier_due", "due_on", "id"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    unit: Mapped[str] = mapped_column(String(5))
    set_no: Mapped[int]
    edition: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(8))
    stars: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    producer: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]
    scores: Mapped[dict[str, Any]]
    judgment: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    submitted_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(Date)
    warned_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class DossierPaper(Base):
    """One version of one kind of paper. `state`: draft, given, accepted, returned or replaced.

    A draft is still being sent. A version that was handed in is never lost: the next one leaves it `replaced`.
    """

    __tablename__ = "dossier_paper"
    __table_args__ = (UniqueConstraint("dossier_id", "paper", "version"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    paper: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="draft")
    comment: Mapped[str] = mapped_column(Text, default="")
    issued_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class DossierFile(Base):
    """A page of a paper. `findings`: what looks wrong (blurred, dark, small, duplicate); None until it was looked at.

    `likeness` is a small fingerprint of the picture by which nearly the same picture is recognised.
    """

    __tablename__ = "dossier_file"
    __table_args__ = (
        UniqueConstraint("paper_id", "file_id"),
        Index("ix_dossier_file_file", "file_id"),
        Index(
            "ix_dossier_file_unseen",
            "id",
            sqlite_where=text("findings IS NULL"),
            postgresql_where=text("findings IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("dossier_paper.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    position: Mapped[int]
    findings: Mapped[list[Any] | None]
    likeness: Mapped[str] = mapped_column(String(16), default="")


class DossierEvent(Base):
    """The history of a dossier: who did what, when, with which words. Without `staff_id` it was the producer."""

    __tablename__ = "dossier_event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any] | None]
