"""Lists of phone numbers, pasted or as office files: names beside them, twice, formulas, rows without a number."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import show_moment
from ocop_core.db.base import Database
from ocop_core.db.models import Person, Staff
from ocop_core.db.models_announcements import PhoneList, PhoneListed
from ocop_core.errors import Refused
from ocop_core.office.cells import plain, read_phones
from ocop_core.office.sheets import read_book
from ocop_core.services import access
from ocop_core.text import phones, tidy

MOST = 200_000
AT_ONCE = 2_000
LONGEST_NAME, LONGEST_SHOWN = 80, 60
SHOWN, OFFERED = 10, 30


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of a list with the names beside them; the rows that say one again, and those that hold none."""

    names: dict[str, str]
    double: tuple[int, ...]
    unreadable: tuple[tuple[int, str], ...]


def read(text: str) -> Found:
    """Every number of a pasted list once, whatever else stands in its line."""
    lines = (tidy(line.replace("\t", " ").replace(";", " ")) for line in text.split("\n"))
    return _gathered((number, [line], phones(line)) for number, line in enumerate(lines, start=1))


def read_file(content: bytes) -> Found:
    """Every number of an office file once, in whatever column it stands; to be done in a thread.

    A formula is what Excel last saw in it, never reckoned. Raises Refused(import_file.…) where nothing can be read.
    """
    rows = (enumerate(sheet.rows, start=1) for sheet in read_book(content).sheets)
    cells = ((number, [plain(cell) for cell in row]) for sheet in rows for number, row in sheet)
    return _gathered((number, texts, [n for text in texts for n in read_phones(text)]) for number, texts in cells)


def _gathered(rows: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> Found:
    names: dict[str, str] = {}
    double: list[int] = []
    unreadable: list[tuple[int, str]] = []
    for number, texts, numbers in rows:
        # What stands above the first number are titles and headings.
        if not numbers and any(texts) and (names or len(texts) == 1):
            unreadable.append((number, " ".join(filter(None, texts))[:LONGEST_SHOWN]))
        for phone in numbers:
            if phone in names:
                double.append(number)
            else:
                names[phone] = _name(texts)
    return Found(names, tuple(double), tuple(unreadable))


def _name(texts: Sequence[str]) -> str:
    """What stands beside a number and looks like a name: words without figures."""
    worded = (text for text in texts if " " in text and not any(map(str.isdigit, text)))
    return next(worded, "")[:LONGEST_NAME]


def check(found: Found) -> None:
    """Raises Refused for a list that holds no number, or too many."""
    if not found.names:
        raise Refused("notice.list_empty")
    if len(found.names) > MOST:
        raise Refused("notice.list_long", count=len(found.names), most=MOST)


async def keep(db: Database, staff: Staff, found: Found, at: datetime, name: str = "") -> int:
    """Keeps a list to be used now and later; its number. Raises Refused as `check` does.

    In pieces, as no reply should wait for 200,000 rows; a list that was not completed says nothing of itself.
    """
    check(found)
    row = PhoneList(
        name=tidy(name)[:LONGEST_NAME] or show_moment(at),
        unit=staff.unit,
        staff_id=staff.id,
        facts={},
        created_at=at,
    )
    async with db.writing() as session:
        session.add(row)
    numbers = [{"list_id": row.id, "phone": number, "name": told} for number, told in found.names.items()]
    for start in range(0, len(numbers), AT_ONCE):
        async with db.writing() as session:
            await session.execute(insert(PhoneListed), numbers[start : start + AT_ONCE])
        await asyncio.sleep(0)
    async with db.writing() as session:
        (await session.get_one(PhoneList, row.id)).facts = _facts(found)
    return row.id


def _facts(found: Found) -> dict[str, Any]:
    return {
        "numbers": len(found.names),
        "double": len(found.double),
        "double_rows": list(dict.fromkeys(found.double))[:SHOWN],
        "unreadable": len(found.unreadable),
        "rows": [list(each) for each in found.unreadable[:SHOWN]],
    }


async def drop_cut_short(db: Database, before: datetime) -> int:
    """Lists whose writer died on the way go with their numbers, a piece at a time; how many."""
    async with db.reading() as session:
        rows = (await session.scalars(select(PhoneList).where(PhoneList.created_at < before))).all()
    cut = [row.id for row in rows if not row.facts]
    for number in cut:
        while await _drop_piece(db, number):
            await asyncio.sleep(0)
    return len(cut)


async def _drop_piece(db: Database, number: int) -> bool:
    """Some numbers of a list, or in the end the list itself; whether there is more to do."""
    async with db.writing() as session:
        some = select(PhoneListed.phone).where(PhoneListed.list_id == number).limit(AT_ONCE)
        piece = delete(PhoneListed).where(PhoneListed.list_id == number, PhoneListed.phone.in_(some))
        gone: Any = await session.execute(piece.execution_options(synchronize_session=False))
        if gone.rowcount > 0:
            return True
        await session.execute(delete(PhoneList).where(PhoneList.id == number))
    return False


async def listed(session: AsyncSession, staff: Staff) -> Sequence[PhoneList]:
    """The lists that the officer may use, newest first; none that was not completed."""
    units = access.units_of(staff)
    query = select(PhoneList) if units is None else select(PhoneList).where(PhoneList.unit.in_(units))
    rows = await session.scalars(query.order_by(PhoneList.id.desc()).limit(OFFERED))
    return [row for row in rows if row.facts]


async def chosen(session: AsyncSession, staff: Staff, numbers: Sequence[int]) -> Sequence[PhoneList]:
    """The lists with these numbers that the officer may use; none that was not completed."""
    units = access.units_of(staff)
    query = select(PhoneList).where(PhoneList.id.in_(numbers)).order_by(PhoneList.id)
    rows = await session.scalars(query if units is None else query.where(PhoneList.unit.in_(units)))
    return [row for row in rows if row.facts]


async def strangers(session: AsyncSession, staff: Staff, number: int, limit: int = 200) -> tuple[int, list[str]]:
    """How many numbers of a list belong to nobody who can be written to, and the first of them: these are phoned."""
    await access.phone_list(session, staff, number)
    known = select(Person.phone).where(Person.phone.is_not(None), Person.consented_at.is_not(None))
    unknown = (PhoneListed.list_id == number, PhoneListed.phone.not_in(known))
    count = await session.scalar(select(func.count()).select_from(PhoneListed).where(*unknown)) or 0
    query = select(PhoneListed.phone).where(*unknown).order_by(PhoneListed.phone).limit(limit)
    return count, list((await session.scalars(query)).all())


async def forget(session: AsyncSession, numbers: Collection[str], shared: Collection[str]) -> None:
    """Somebody's numbers leave every list; one that others have too stays theirs, without the name beside it."""
    listed = PhoneListed.list_id.in_(select(PhoneList.id))
    for number in numbers:
        row = (listed, PhoneListed.phone == number)
        if number in shared:
            await session.execute(update(PhoneListed).where(*row).values(name=""))
        else:
            await session.execute(delete(PhoneListed).where(*row))
