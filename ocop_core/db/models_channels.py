"""The tables of messengers' accounts: tokens, who acted when, uploads, templates, what was paid."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ocop_core.db.models import Base
from ocop_core.db.types import Id


class Account(Base):
    """Our account at a messenger whose tokens rotate.

    `seed` is the hash of the refresh token in the settings that this chain of tokens began with, `asked_at` when
    a new pair was asked for. `problem` is what somebody must mend. `paid_from`: no paid sending before. `budget`:
    dong a month, None for what the settings say. `figures`: what the messenger said of its limits.
    `verifier`, `nonce`, `code`: an authorisation under way. These three and the tokens are sealed.
    """

    __tablename__ = "account"
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    access: Mapped[str] = mapped_column(Text, default="")
    refresh: Mapped[str] = mapped_column(Text, default="")
    seed: Mapped[str] = mapped_column(String(64), default="")
    issued_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")
    problem_at: Mapped[datetime | None]
    paid_from: Mapped[datetime | None]
    budget: Mapped[int | None]
    figures: Mapped[dict[str, Any] | None]
    verifier: Mapped[str] = mapped_column(default="")
    nonce: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(Text, default="")
    code_at: Mapped[datetime | None]


class Contact(Base):
    """What a messenger told of somebody's account: last act that counts, until when the bot is silent, gone since."""

    __tablename__ = "contact"
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    acted_at: Mapped[datetime | None]
    muted_until: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(index=True)


class Upload(Base):
    """A stored file that lies at a messenger already, to be used again until it is forgotten there."""

    __tablename__ = "upload"
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    file_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime]


class Template(Base):
    """A message that was approved beforehand, for one of our kinds of message.

    `way` is by user id or by phone, `fields` which of its fields gets what, `price` in dong, `per_day` 0 for no
    quota, `from_hour` to `to_hour` when it may go out.
    """

    __tablename__ = "template"
    __table_args__ = (UniqueConstraint("channel", "kind", "way"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    outside_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(8))
    fields: Mapped[dict[str, Any]]
    price: Mapped[int]
    per_day: Mapped[int] = mapped_column(default=0)
    from_hour: Mapped[int] = mapped_column(default=7)
    to_hour: Mapped[int] = mapped_column(default=20)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    changed_at: Mapped[datetime]


class Payment(Base):
    """One paid sending: reserved before the call, kept if it went out or perhaps did. `day` is the Vietnamese one."""

    __tablename__ = "payment"
    __table_args__ = (Index("ix_payment_month", "channel", "day"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    outbox_id: Mapped[int] = mapped_column(Id, index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    kind: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(8))
    price: Mapped[int]
    day: Mapped[str] = mapped_column(String(10))
    external_id: Mapped[str | None] = mapped_column(index=True)
    at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
