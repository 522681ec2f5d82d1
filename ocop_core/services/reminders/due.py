"""What is due: the one stage of each promise that speaks today; the others are written down as overtaken."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat
from ocop_core.db.models_promises import Promise, Reminder
from ocop_core.db.queries import insert_once
from ocop_core.rulebook.promises import AGAIN, Slot, look, slots
from ocop_core.rulebook.working_days import DAY
from ocop_core.services.reminders.kinds import KINDS, Known
from ocop_core.services.reminders.planned import VOID
from ocop_core.services.reminders.planning import holding, move_on, said_about
from ocop_core.services.reminders.stages import Plans, Texts

SENT, OVERTAKEN, CALLED = "sent", "overtaken", "called"
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that wants to speak: its row, its stage, what it is about, the stages in whose place it speaks."""

    row: Promise
    slot: Slot
    known: Known
    overtaken: tuple[str, ...]


@dataclass(slots=True)
class Round:
    """One look at what is due: the moment, the plans and their own words, what was done so far."""

    knowledge: Knowledge
    plans: Plans
    at: datetime
    texts: Texts = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def did(self, act: str, row: Promise, stage: str, **more: Any) -> None:
        """One more line of the report."""
        subject = {"kind": row.kind, "subject": row.subject, "version": row.version}
        self.lines.append({"act": act, **subject, "stage": stage, **more})


async def ready(session: AsyncSession, round_: Round, rows: Sequence[Promise]) -> list[Due]:
    """What of these is to be said now; all else is moved on."""
    said, known = await said_about(session, rows), await _known(session, round_.knowledge, rows)
    holds = await holding(session, rows)
    found: list[Due] = []
    for row in rows:
        heard = said.get((row.kind, row.subject, row.version), set())
        facts = known.get((row.kind, row.subject))
        if facts is None or (row.kind, row.subject, row.version) not in holds:
            # The nightly check will see why; until then nothing wrong is said.
            row.state, row.next_stage, row.next_due = VOID, None, None
            continue
        slot, overtaken = _today(round_, row, heard)
        if slot is not None:
            found.append(Due(row, slot, facts, overtaken))
    return found


async def _known(session: AsyncSession, knowledge: Knowledge, rows: Iterable[Promise]) -> dict[tuple[str, int], Known]:
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row.kind, []).append(row.subject)
    found: dict[tuple[str, int], Known] = {}
    for kind, subjects in ids.items():
        named = await KINDS[kind].known(session, knowledge.words, subjects)
        found |= {(kind, subject): known for subject, known in named.items()}
    return found


def _today(round_: Round, row: Promise, said: Collection[str]) -> tuple[Slot | None, tuple[str, ...]]:
    """The one stage of a promise that speaks today, the most urgent, and those in whose place it speaks."""
    today, plan = local_day(round_.at), round_.plans[row.plan]
    now = look(slots(plan, row.ends_on), today, said)
    again = row.next_stage if row.next_stage and row.next_stage.startswith(AGAIN) else None
    if now.speaks is not None:
        return now.speaks, (*(slot.stage for slot in now.overtaken), *([again] if again else []))
    if again and row.next_due is not None and local_day(row.next_due) <= today:
        return Slot(again, today, today + 7 * DAY, row.next_due, urgent=False), ()
    if not again:
        move_on(row, plan, today, said)
    return None, ()


async def settle_with(session: AsyncSession, round_: Round, each: Due, state: str, chat: Chat | None = None) -> bool:
    """Writes down a stage and those that it overtook; not before, as the clock may have been wrong."""
    for stage in each.overtaken:
        await settle(session, round_, each.row, stage, OVERTAKEN)
    return await settle(session, round_, each.row, each.slot.stage, state, chat)


async def settle(
    session: AsyncSession, round_: Round, row: Promise, stage: str, state: str, chat: Chat | None = None
) -> bool:
    """Writes down what became of a stage; False if somebody has done so before, and then nobody speaks."""
    new = await insert_once(
        session,
        Reminder,
        kind=row.kind,
        subject=row.subject,
        version=row.version,
        stage=stage,
        state=state,
        at=round_.at,
        person_id=row.person_id,
        chat_id=chat.id if chat else None,
    )
    if new:
        round_.did(state, row, stage)
    return new


async def onward(session: AsyncSession, round_: Round, due: Sequence[Due]) -> None:
    """The stage that follows, for promises that have spoken."""
    said = await said_about(session, [each.row for each in due])
    for each in due:
        heard = said.get((each.row.kind, each.row.subject, each.row.version), set())
        move_on(each.row, round_.plans[each.row.plan], local_day(round_.at), heard)
