"""Which announcements stand in a chat, so that a word or a number can answer them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.told import LAST, Told
from ocop_core.db.ledger import BODY
from ocop_core.db.models import Outbox
from ocop_core.db.models_announcements import Announcement
from ocop_core.services import render
from ocop_core.services.announcements.sending import KIND
from ocop_core.services.asker import Asker

# Behind so many messages nobody answers an announcement with a single word.
NEWEST = 40
GONE = ("sending", "sent", "unsure")
WORDED = ("notice", "correction")


async def look(session: AsyncSession, asker: Asker, about: str) -> Sequence[Told]:
    """The announcements among the newest messages of a chat, newest first; `LAST`: only if nothing came after it."""
    query = (
        select(
            Outbox.kind,
            Outbox.state,
            Outbox.announcement_id,
            Announcement.kind.label("about"),
            Announcement.about_id,
            BODY,
        )
        .outerjoin(Announcement, Announcement.id == Outbox.announcement_id)
        .where(Outbox.chat_id == asker.chat_id, Outbox.state.not_in(("failed", "cancelled")))
        .order_by(Outbox.id.desc())
        .limit(1 if about == LAST else NEWEST)
    )
    rows = (await session.execute(query)).all()
    standing: dict[int, Told | None] = {}
    for place, row in enumerate(rows):
        if row.kind == KIND and row.state in GONE and row.body and row.about:
            # The newest stands: other words in the place of the first, or nothing where it was taken back.
            worded = Told(_choices(row.body), last=place == 0) if row.about in WORDED else None
            standing.setdefault(row.about_id or row.announcement_id, worded)
    return tuple(each for each in standing.values() if each)


def _choices(body: str) -> tuple[tuple[str, str], ...]:
    return tuple((button.label, button.data) for button in render.load(body).choices)
