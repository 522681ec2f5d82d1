"""Messages that a messenger approved beforehand: which of ours they carry, what they cost, when they may go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_channels import Template
from ocop_core.errors import Refused
from ocop_core.services import audit

KINDS = ("reminder", "announcement", "notice")
WAYS = ("user", "phone")
SOURCES = ("text", "first_line", "name", "date")
MOST_FIELDS = 12
DEAREST = 10_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A template as it was typed. `fields`: a line each, `field = source`; a source that begins with = is literal."""

    outside_id: str
    kind: str
    way: str
    fields: str
    price: str
    per_day: str
    from_hour: str
    to_hour: str


async def listed(session: AsyncSession, channel: str) -> Sequence[Template]:
    """All templates of a channel, by kind."""
    query = select(Template).where(Template.channel == channel)
    return (await session.scalars(query.order_by(Template.kind, Template.way))).all()


async def save(
    session: AsyncSession, staff: Staff, channel: str, number: int | None, given: Filled, at: datetime
) -> int:
    """Adds a template, or changes the one with this number. Raises Refused with the field in its key."""
    if given.kind not in KINDS or given.way not in WAYS:
        raise Refused("admin_channel.template.no_kind")
    if not 0 < len(given.outside_id.strip()) <= 64:
        raise Refused("admin_channel.template.no_id")
    fields = _fields(given.fields)
    price = _number(given.price, DEAREST, "admin_channel.template.no_price")
    per_day = _number(given.per_day or "0", 1_000_000, "admin_channel.template.no_quota")
    begins, ends = (_number(hour, 24, "admin_channel.template.no_hours") for hour in (given.from_hour, given.to_hour))
    if begins >= ends:
        raise Refused("admin_channel.template.no_hours")
    await _only_one(session, channel, given, number)
    row = await _row(session, channel, number)
    row.outside_id, row.kind, row.way, row.fields = given.outside_id.strip(), given.kind, given.way, fields
    row.price, row.per_day, row.from_hour, row.to_hour = price, per_day, begins, ends
    row.active, row.changed_at = True, at
    session.add(row)
    await session.flush()
    await audit.note(session, staff.id, "template.saved", f"template:{row.id}", at)
    return row.id


async def _row(session: AsyncSession, channel: str, number: int | None) -> Template:
    if number is None:
        return Template(channel=channel)
    row = await session.get(Template, number)
    if row is None or row.channel != channel:
        raise Refused("access.none")
    return row


async def one(session: AsyncSession, channel: str, number: int) -> Template:
    """One template. Raises Refused."""
    return await _row(session, channel, number)


async def _only_one(session: AsyncSession, channel: str, given: Filled, number: int | None) -> None:
    query = select(Template.id).where(
        Template.channel == channel, Template.kind == given.kind, Template.way == given.way
    )
    other = await session.scalar(query.limit(1))
    if other is not None and other != number:
        raise Refused("admin_channel.template.twice")


async def drop(session: AsyncSession, staff: Staff, channel: str, number: int, at: datetime) -> None:
    """Gone; a second tap is no error."""
    await session.execute(delete(Template).where(Template.id == number, Template.channel == channel))
    await audit.note(session, staff.id, "template.dropped", f"template:{number}", at)


def written(fields: dict[str, str]) -> str:
    """The fields again as they are typed."""
    return "\n".join(f"{name} = {source}" for name, source in fields.items())


def _fields(text: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        name, mark, source = (part.strip() for part in line.partition("="))
        if not mark or not name or not (source in SOURCES or source.startswith("=")):
            raise Refused("admin_channel.template.no_field", line=line.strip()[:60])
        made[name[:40]] = source[:200]
    if not 0 < len(made) <= MOST_FIELDS:
        raise Refused("admin_channel.template.no_fields")
    return made


def _number(text: str, most: int, key: str) -> int:
    if text.strip().isascii() and text.strip().isdecimal() and int(text) <= most:
        return int(text)
    raise Refused(key)
