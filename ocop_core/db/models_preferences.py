"""The table of what people prefer: which unasked messages they want."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class Preference(Base):
    """One person's choice; who has none wants everything."""

    __tablename__ = "preference"
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"), primary_key=True, autoincrement=False)
    reminders: Mapped[bool] = mapped_column(Boolean)
    announcements: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[datetime]
