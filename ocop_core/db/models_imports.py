"""The tables of imported lists: each file with its rows as they were read, what became of them, what stood before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class ImportBatch(Base):
    """One file that was read. `state`: open, undone or dropped; an open one may have been applied in part.

    `about` holds the name of the sheet, of other sheets, and the headings that were not understood; `counts` how many
    rows of each action there are; `version` moves with each change, against pages that are out of date. `staff_id` is
    None for the command line.
    """

    __tablename__ = "import_batch"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    unit: Mapped[str | None] = mapped_column(String(5))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    about: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(8), default="open")
    version: Mapped[int] = mapped_column(default=1)
    counts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class ImportRow(Base):
    """One row of a file. `action`: add, change, same, skip or doubtful, as planned last.

    `state`: open, applied or undone. `key` is by what rows about one product are found, `reading` what was read,
    `mended` what an officer has written over it, `problems` and `changes` what the plan says, `before` what stood
    before it was applied, so that it can be put back.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("batch_id", "source_row"),
        Index("ix_import_row_action", "batch_id", "action", "source_row"),
        Index("ix_import_row_key", "batch_id", "key"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    source_row: Mapped[int]
    action: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default="open")
    key: Mapped[str]
    reading: Mapped[dict[str, Any]]
    mended: Mapped[dict[str, Any] | None]
    problems: Mapped[list[Any]]
    changes: Mapped[list[Any]]
    product_id: Mapped[int | None] = mapped_column(Id, index=True)
    certificate_id: Mapped[int | None] = mapped_column(Id)
    before: Mapped[dict[str, Any] | None]
    applied_at: Mapped[datetime | None]
