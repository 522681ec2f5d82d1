"""Promises among a person's own data: the papers that are told of them, and what goes when the person goes."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_promises import Call, DatedPaper, Promise, Reaction, Reminder
from ocop_core.i18n import Words
from ocop_core.services.certificates import dated_papers
from ocop_core.services.reminders import paper_names


async def lines(session: AsyncSession, words: Words, person_id: int) -> str:
    """One line for each paper that is watched for a person."""
    rows = [paper for paper, _ in await dated_papers.of(session, person_id)]
    names = await paper_names.named(session, words, rows)
    return "\n".join(f"• {names[paper.id]} ({paper.ends_on:%d/%m/%Y})" for paper in rows)


async def erase(session: AsyncSession, person_id: int, at: datetime) -> None:
    """Papers go; what was said about certificates stays, without the person and without words."""
    await session.execute(delete(DatedPaper).where(DatedPaper.person_id == person_id))
    await session.execute(delete(Promise).where(Promise.kind == "paper", Promise.person_id == person_id))
    await session.execute(update(Promise).where(Promise.person_id == person_id).values(person_id=None))
    blank = {"person_id": None, "chat_id": None}
    await session.execute(update(Reminder).where(Reminder.person_id == person_id).values(**blank))
    mine = update(Reaction).where(Reaction.person_id == person_id)
    await session.execute(mine.values(person_id=None, words=""))
    await session.execute(
        update(Call).where(Call.person_id == person_id).values(person_id=None, note="", changed_at=at)
    )
