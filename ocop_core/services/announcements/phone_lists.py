"""Lists of phone numbers, pasted as they come: names beside them, twice, with formulas, with what is no number."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import show_moment
from ocop_core.db.models import Person, Staff
from ocop_core.db.models_announcements import PhoneList, PhoneListed
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.text import phones, tidy

MOST = 200_000
AT_ONCE = 5_000
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was found in a list: numbers with the names beside them, lines that are double or hold no number."""

    names: dict[str, str]
    double: int
    unreadable: tuple[str, ...]


def read(text: str) -> Pasted:
    """Every number once, whatever else stands in its line."""
    names: dict[str, str] = {}
    double, unreadable = 0, []
    for line in text.split("\n"):
        cells = tidy(line.replace("\t", " ").replace(";", " "))
        if not cells:
            continue
        found = phones(cells)
        if not found:
            unreadable.append(cells[:60])
        for number in found:
            double += number in names
            names.setdefault(number, "")
    return Pasted(names, double, tuple(unreadable))


async def keep(session: AsyncSession, staff: Staff, text: str, at: datetime, name: str = "") -> PhoneList:
    """Keeps a list to be used now and later. Raises Refused where it holds no number, or too many."""
    pasted = read(text)
    if not pasted.names:
        raise Refused("notice.list_empty")
    if len(pasted.names) > MOST:
        raise Refused("notice.list_long", count=len(pasted.names), most=MOST)
    facts = {"numbers": len(pasted.names), "double": pasted.double, "unreadable": len(pasted.unreadable)}
    row = PhoneList(
        name=tidy(name)[:LONGEST_NAME] or show_moment(at),
        unit=staff.unit,
        staff_id=staff.id,
        facts={**facts, "examples": list(pasted.unreadable[:5])},
        created_at=at,
    )
    session.add(row)
    await session.flush()
    numbers = [{"list_id": row.id, "phone": number, "name": told} for number, told in pasted.names.items()]
    for start in range(0, len(numbers), AT_ONCE):
        await session.execute(insert(PhoneListed), numbers[start : start + AT_ONCE])
    return row


async def strangers(session: AsyncSession, staff: Staff, number: int, limit: int = 200) -> tuple[int, list[str]]:
    """How many numbers of a list belong to nobody who can be written to, and the first of them: these are phoned."""
    row = await session.get(PhoneList, number)
    units = access.units_of(staff)
    if row is None or not (units is None or row.unit in units):
        raise Refused("access.none")
    known = select(Person.phone).where(Person.phone.is_not(None), Person.consented_at.is_not(None))
    unknown = (PhoneListed.list_id == number, PhoneListed.phone.not_in(known))
    count = await session.scalar(select(func.count()).select_from(PhoneListed).where(*unknown)) or 0
    query = select(PhoneListed.phone).where(*unknown).order_by(PhoneListed.phone).limit(limit)
    return count, list((await session.scalars(query)).all())
