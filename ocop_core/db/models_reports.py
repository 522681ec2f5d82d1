"""The tables of reports: periods, what each commune has reported, its history, reminders and the year's targets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class ReportPeriod(Base):
    """A period for which reports are owed. `key` is that of the yearly rule, or `adhoc`. `state`: open or closed."""

    __tablename__ = "report_period"
    __table_args__ = (UniqueConstraint("year", "key", "title"), Index("ix_report_period_due", "due_on"))
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    year: Mapped[int]
    key: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8), default="open")
    created_at: Mapped[datetime]


class Report(Base):
    """What a commune reports for a period: draft → sent → accepted, or returned with a comment."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("period_id", "unit"), Index("ix_report_unit", "unit", "id"))
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("report_period.id"))
    unit: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(8), default="draft")
    figures: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sent_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class ReportEvent(Base):
    """The history of a report: sent, returned, accepted, reopened; who, when, with which words."""

    __tablename__ = "report_event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class ReportReminder(Base):
    """A reminder that an office has had; the unique key is why it is had once. `stage`: days before, or `now`."""

    __tablename__ = "report_reminder"
    __table_args__ = (UniqueConstraint("period_id", "unit", "stage"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("report_period.id"))
    unit: Mapped[str] = mapped_column(String(5))
    stage: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class YearTarget(Base):
    """A target of a year as the province has set it, in the place of the plan's."""

    __tablename__ = "year_target"
    year: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    low: Mapped[int]
    high: Mapped[int | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class StaffDigest(Base):
    """The weekly letter to an officer; the unique key is why there is one a week."""

    __tablename__ = "staff_digest"
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(Date, primary_key=True)
    at: Mapped[datetime]
    chat_id: Mapped[int | None] = mapped_column(Id)
