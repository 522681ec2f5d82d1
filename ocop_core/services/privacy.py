"""A person's own data: shown and erased. Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import show_moment
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, File, Idea, IdeaEvent, IdeaFile, Inbox, Outbox, Person
from ocop_core.db.models_accounts import ChatPerson, PersonPhone
from ocop_core.db.models_announcements import Recipient
from ocop_core.db.models_preferences import Preference
from ocop_core.db.models_threads import Thread, ThreadFile, ThreadLine
from ocop_core.services import audit
from ocop_core.services.accounts import phones
from ocop_core.services.announcements import phone_lists
from ocop_core.services.certificates import promise_privacy
from ocop_core.services.dossiers import dossier_privacy
from ocop_core.services.events import privacy as event_privacy
from ocop_core.text import shorten, show_phone

SHOWN_ABOUT = 80


async def show(session: AsyncSession, knowledge: Knowledge, person_id: int, chat_id: int) -> list[Say]:
    """What is stored about the person, in words, with the button that erases it."""
    words = knowledge.words
    person = await session.get_one(Person, person_id)
    ideas = (await session.scalars(select(Idea).where(Idea.person_id == person_id).order_by(Idea.id))).all()
    asked = select(Thread.about).where(Thread.person_id == person_id).order_by(Thread.id)
    talks = [" ".join(about.split()) for about in (await session.scalars(asked)).all()]
    none = words.say("nav.none")
    params = {
        "name": person.name or none,
        "phone": show_phone(person.phone) if person.phone else none,
        "unit": knowledge.province.unit(person.unit).name if person.unit else none,
        "ideas": "\n".join(f"• {i.name} ({i.code})" for i in ideas) or none,
        "talks": "\n".join(f"• {shorten(about, SHOWN_ABOUT)}" for about in talks) or none,
        "dossiers": await dossier_privacy.lines(session, person_id) or none,
        "papers": await promise_privacy.lines(session, words, person_id) or none,
        "events": await event_privacy.lines(session, person_id) or none,
        "files": await _count(session, File, chat_id),
        "messages": await _count(session, Inbox, chat_id),
        "since": show_moment(person.consented_at) if person.consented_at else none,
    }
    choices = (
        Choice("do:data.erase", words.say("data.erase_button"), 0),
        Choice("do:link.offer", words.say("link.button"), 0),
        Choice("do:who.ask", words.say("who.button"), 0),
    )
    return [Say("data.shown", params, choices, alone=True)]


async def _count(session: AsyncSession, model: type[File] | type[Inbox], chat_id: int) -> int:
    return await session.scalar(select(func.count()).select_from(model).where(model.chat_id == chat_id)) or 0


async def erase(session: AsyncSession, person_id: int, at: datetime) -> None:
    """Erases a person: words, files, phone, answers. A code handed in stays, withdrawn and without a person.

    Files on disk go with the next sweep of `files.sweep`, as no row points to them any more.
    """
    chats = select(Chat.id).where(Chat.person_id == person_id)
    ideas = select(Idea.id).where(Idea.person_id == person_id)
    await session.execute(delete(IdeaFile).where(IdeaFile.idea_id.in_(ideas)))
    await _erase_talks(session, person_id)
    await dossier_privacy.erase(session, person_id, at)
    await promise_privacy.erase(session, person_id, at)
    numbers, shared = await phones.written(session, person_id)
    await phone_lists.forget(session, numbers, shared)
    await event_privacy.erase(session, person_id, numbers - shared, at)
    await session.execute(delete(Preference).where(Preference.person_id == person_id))
    await session.execute(delete(File).where(File.chat_id.in_(chats)))
    await session.execute(update(IdeaEvent).where(IdeaEvent.idea_id.in_(ideas)).values(note="", detail=None))
    blank = {
        "answers": {},
        "more": {},
        "phone": "",
        "name": "—",
        "search": "",
        "state": "withdrawn",
        "changed_at": at,
    }
    await session.execute(update(Idea).where(Idea.person_id == person_id).values(**blank))
    await session.execute(update(Inbox).where(Inbox.chat_id.in_(chats)).values(body=None, problem=None))
    # Rows stay without their words: SQLite would give their numbers to new messages, which an open page has passed.
    owed = update(Outbox).where(Outbox.chat_id.in_(chats))
    await session.execute(owed.where(Outbox.state == "queued").values(state="cancelled", settled_at=at))
    await session.execute(owed.values(body="", reason=None))
    waiting = (Recipient.person_id == person_id, Recipient.outbox_id.is_(None), Recipient.skip.is_(None))
    await session.execute(update(Recipient).where(*waiting).values(skip="gone"))
    await session.execute(update(Chat).where(Chat.person_id == person_id).values(state=""))
    await session.execute(delete(ChatPerson).where(ChatPerson.person_id == person_id))
    await session.execute(delete(PersonPhone).where(PersonPhone.person_id == person_id))
    person = {"name": "", "phone": None, "unit": None, "call": "", "consented_at": None}
    await session.execute(update(Person).where(Person.id == person_id).values(**person))
    await audit.note(session, None, "person.erased", f"person:{person_id}", at)


async def _erase_talks(session: AsyncSession, person_id: int) -> None:
    """With all lines, those of officers as well: they answer what the person said."""
    talks = select(Thread.id).where(Thread.person_id == person_id)
    lines = select(ThreadLine.id).where(ThreadLine.thread_id.in_(talks))
    await session.execute(delete(ThreadFile).where(ThreadFile.line_id.in_(lines)))
    await session.execute(delete(ThreadLine).where(ThreadLine.thread_id.in_(talks)))
    await session.execute(delete(Thread).where(Thread.person_id == person_id))
