"""The one door to every object: who may see and change it. Absent and forbidden look the same."""

from typing import TypeVar

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Chat, File, Idea, IdeaFile, Staff
from ocop_core.db.models_accounts import AssistedChat
from ocop_core.db.models_announcements import Announcement, KeptAudience, PhoneList
from ocop_core.db.models_dossiers import Dossier, DossierFile, DossierPaper
from ocop_core.db.models_events import Event
from ocop_core.db.models_imports import ImportBatch
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_threads import Canned, Thread, ThreadFile, ThreadLine
from ocop_core.errors import Refused

T = TypeVar("T", Idea, Thread, Dossier, Product)
# What an office makes for itself; only the province makes things for the whole province.
Made = TypeVar("Made", Canned, ImportBatch, Announcement, Event, KeptAudience, PhoneList)
ROLES = ("commune", "province", "operator")


def units_of(staff: Staff) -> tuple[str, ...] | None:
    """The communes an officer answers for; None is the whole province."""
    if staff.role == "commune":
        return (staff.unit or "",)
    return None


def may(staff: Staff, unit: str) -> bool:
    """Whether an officer answers for this commune."""
    units = units_of(staff)
    return staff.active and (units is None or unit in units)


async def idea(session: AsyncSession, staff: Staff, idea_id: int) -> Idea:
    """An idea of the officer's own territory, to look at. Raises Refused."""
    return _own(staff, await session.get(Idea, idea_id))


async def idea_to_change(session: AsyncSession, staff: Staff, idea_id: int) -> Idea:
    """An idea of the officer's own territory, locked for the transaction. Raises Refused."""
    await _lock_chat(session, await session.scalar(select(Idea.chat_id).where(Idea.id == idea_id)))
    return _own(staff, await session.get(Idea, idea_id, with_for_update=True))


async def thread(session: AsyncSession, staff: Staff, thread_id: int) -> Thread:
    """A talk with the officer's own territory, to look at. Raises Refused."""
    return _own(staff, await session.get(Thread, thread_id))


async def thread_to_change(session: AsyncSession, staff: Staff, thread_id: int) -> Thread:
    """A talk with the officer's own territory, locked for the transaction. Raises Refused."""
    return _own(staff, await locked_thread(session, thread_id))


async def locked_thread(session: AsyncSession, thread_id: int) -> Thread | None:
    """Any talk, locked for the transaction: for what the program itself does."""
    await _lock_chat(session, await session.scalar(select(Thread.chat_id).where(Thread.id == thread_id)))
    return await session.get(Thread, thread_id, with_for_update=True)


async def dossier(session: AsyncSession, staff: Staff, dossier_id: int) -> Dossier:
    """A dossier of the officer's own territory that was handed in, to look at. Raises Refused."""
    return _handed_in(_own(staff, await session.get(Dossier, dossier_id)))


async def dossier_to_change(session: AsyncSession, staff: Staff, dossier_id: int) -> Dossier:
    """A dossier of the officer's own territory that was handed in, locked for the transaction. Raises Refused."""
    # Whatever chat they use last is told: with all of them locked first, none is waited for in the wrong order.
    owner = select(Dossier.person_id).where(Dossier.id == dossier_id).scalar_subquery()
    await session.execute(select(Chat.id).where(Chat.person_id == owner).order_by(Chat.id).with_for_update())
    return _handed_in(_own(staff, await session.get(Dossier, dossier_id, with_for_update=True)))


def _handed_in(row: Dossier) -> Dossier:
    # What a producer has not handed in yet is nobody else's to read.
    if row.submitted_at is None:
        raise Refused("access.none")
    return row


async def product(session: AsyncSession, staff: Staff, product_id: int) -> Product:
    """A product of the officer's own territory, to look at. Raises Refused."""
    return _own(staff, await session.get(Product, product_id))


async def certificate(session: AsyncSession, staff: Staff, certificate_id: int) -> tuple[Certificate, Product]:
    """A certificate with its product, to look at. Raises Refused."""
    row = await session.get(Certificate, certificate_id)
    return _there(row), await product(session, staff, _there(row).product_id)


async def certificate_to_change(session: AsyncSession, staff: Staff, certificate_id: int) -> Certificate:
    """A certificate of the officer's own territory, locked for the transaction. Raises Refused."""
    row = _there(await session.get(Certificate, certificate_id, with_for_update=True))
    await product(session, staff, row.product_id)
    return row


def _there(row: Certificate | None) -> Certificate:
    if row is None:
        raise Refused("access.none")
    return row


async def assisted(session: AsyncSession, staff: Staff, chat_id: int) -> Chat:
    """A conversation that is held for somebody of the officer's own territory. Raises Refused."""
    row = await session.get(AssistedChat, chat_id)
    if row is None or not may(staff, row.unit):
        raise Refused("access.none")
    return await session.get_one(Chat, chat_id)


async def canned(session: AsyncSession, staff: Staff, canned_id: int) -> Canned:
    """A canned answer that the officer may change: the commune's own, or as the province any. Raises Refused."""
    return _of_the_office(staff, await session.get(Canned, canned_id))


async def import_batch(session: AsyncSession, staff: Staff, batch_id: int) -> ImportBatch:
    """An import that the officer may see: a commune its own, the province all. Raises Refused."""
    return _of_the_office(staff, await session.get(ImportBatch, batch_id))


async def import_batch_to_change(session: AsyncSession, staff: Staff, batch_id: int) -> ImportBatch:
    """The same, locked for the transaction. Raises Refused."""
    return _of_the_office(staff, await session.get(ImportBatch, batch_id, with_for_update=True))


async def _lock_chat(session: AsyncSession, chat_id: int | None) -> None:
    # A message of the producer locks its chat first and the idea later: in the other order both would wait.
    if chat_id is not None:
        await session.get(Chat, chat_id, with_for_update=True)


def _own(staff: Staff, row: T | None) -> T:
    if row is None or not may(staff, row.unit):
        raise Refused("access.none")
    return row


def _of_the_office(staff: Staff, row: Made | None) -> Made:
    units = units_of(staff)
    if row is None or not staff.active or not (units is None or row.unit in units):
        raise Refused("access.none")
    return row


async def staff_file(session: AsyncSession, staff: Staff, file_id: int) -> File:
    """A kept file of an idea, a talk or a dossier of the officer's own territory. Raises Refused."""
    of_idea = select(IdeaFile.file_id).join(Idea, Idea.id == IdeaFile.idea_id).where(IdeaFile.file_id == file_id)
    of_line = select(ThreadFile.file_id).join(ThreadLine, ThreadLine.id == ThreadFile.line_id)
    of_thread = of_line.join(Thread, Thread.id == ThreadLine.thread_id).where(ThreadFile.file_id == file_id)
    of_paper = select(DossierFile.file_id).join(DossierPaper, DossierPaper.id == DossierFile.paper_id)
    of_dossier = of_paper.join(Dossier, Dossier.id == DossierPaper.dossier_id).where(
        DossierFile.file_id == file_id, Dossier.submitted_at.is_not(None)
    )
    units = units_of(staff)
    if units is not None:
        of_idea, of_thread = of_idea.where(Idea.unit.in_(units)), of_thread.where(Thread.unit.in_(units))
        of_dossier = of_dossier.where(Dossier.unit.in_(units))
    row = await session.get(File, file_id)
    linked = select(or_(exists(of_idea), exists(of_thread), exists(of_dossier)))
    if not staff.active or row is None or row.state != "kept" or not await session.scalar(linked):
        raise Refused("access.none")
    return row


async def chat_file(session: AsyncSession, chat: Chat, file_id: int) -> File:
    """A file that this chat has sent, or that was made for it. Raises Refused."""
    row = await session.get(File, file_id)
    if row is None or row.chat_id != chat.id or row.state not in ("kept", "made"):
        raise Refused("access.none")
    return row


async def shared_file(session: AsyncSession, file_id: int) -> File:
    """A file that an office gives to many; whoever asks has been told its mark. Raises Refused."""
    row = await session.get(File, file_id)
    if row is None or row.chat_id is not None or row.state != "kept":
        raise Refused("access.none")
    return row


async def announcement(session: AsyncSession, staff: Staff, number: int) -> Announcement:
    """An announcement of the officer's own office, or as the province any. Raises Refused."""
    return _of_the_office(staff, await session.get(Announcement, number))


async def announcement_to_change(session: AsyncSession, staff: Staff, number: int) -> Announcement:
    """The same, locked for the transaction. Raises Refused."""
    return _of_the_office(staff, await session.get(Announcement, number, with_for_update=True))


async def phone_list(session: AsyncSession, staff: Staff, number: int) -> PhoneList:
    """A list of phone numbers of the officer's own office, or as the province any. Raises Refused."""
    return _of_the_office(staff, await session.get(PhoneList, number))


async def kept_audience(session: AsyncSession, staff: Staff, number: int) -> KeptAudience:
    """An audience that the officer's own office keeps, or as the province any. Raises Refused."""
    return _of_the_office(staff, await session.get(KeptAudience, number))


async def event(session: AsyncSession, staff: Staff, number: int) -> Event:
    """A training or fair of the officer's own office, or as the province any. Raises Refused."""
    return _of_the_office(staff, await session.get(Event, number))


async def event_to_see(session: AsyncSession, staff: Staff, number: int) -> tuple[Event, tuple[str, ...] | None]:
    """An event, and of which communes the officer may see who goes; None is all of it, as it is their office's own.

    Of what the province holds a commune sees its own people, once it is out. Raises Refused.
    """
    row, units = await session.get(Event, number), units_of(staff)
    if row is not None and units is not None and staff.active and row.unit is None and row.state != "draft":
        return row, units
    return _of_the_office(staff, row), None


async def event_to_change(session: AsyncSession, staff: Staff, number: int) -> Event:
    """The same, locked for the transaction. Raises Refused."""
    return _of_the_office(staff, await session.get(Event, number, with_for_update=True, populate_existing=True))
