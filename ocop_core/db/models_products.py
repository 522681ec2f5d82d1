"""The tables of products and of the certificates they were given, whether a chat stands behind them or only paper."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class Product(Base):
    """A product and who makes it. `person_id` is None while nobody in a chat is known to be its producer.

    `producer` is the name on the papers (tên chủ thể), `search` the folded words by which officers find it.
    """

    __tablename__ = "product"
    __table_args__ = (Index("ix_product_unit", "unit", "id"), Index("ix_product_phone", "phone"))
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    producer: Mapped[str] = mapped_column(default="")
    producer_kind: Mapped[str] = mapped_column(String(16), default="")
    unit: Mapped[str] = mapped_column(String(5))
    set_no: Mapped[int | None]
    phone: Mapped[str | None]
    address: Mapped[str] = mapped_column(Text, default="")
    search: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Certificate(Base):
    """One certificate of a product; a renewal is the next `version` and supersedes the one before.

    `state`: current, superseded, revoked or lapsed; a current one may have run out, which its day tells.
    `score100` is the council's average in hundredths of a point, `level` who recognised it (district, province,
    ministry), `edition` the decision it was judged by, `source` what made the row, e.g. `dossier:12`, `import:3`.
    `dated` counts how often its days were set: promises about other days are other promises.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("product_id", "version"),
        Index("ix_certificate_state_end", "state", "expires_on"),
        Index(
            "ix_certificate_one_current",
            "product_id",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    version: Mapped[int]
    number: Mapped[str | None] = mapped_column(index=True)
    decision_no: Mapped[str] = mapped_column(default="")
    stars: Mapped[int]
    score100: Mapped[int | None]
    level: Mapped[str] = mapped_column(String(10))
    edition: Mapped[str] = mapped_column(String(10))
    issued_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="current")
    reason: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(40))
    dated: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
